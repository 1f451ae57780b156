/** Reads and checks `journey.json`. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Settings } from '../compiler/graph/types.ts';
import schema from '../schemas/journey.schema.json' with { type: 'json' };
import { CliFailure } from './output.ts';

export interface Configuration {
  readonly settings: Settings;
}

export const DEFAULTS: Configuration = { settings: { currency: 'EUR', timezone: 'UTC', locale: 'en' } };

export function readConfiguration(path: string): Configuration {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliFailure(
      2,
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'It should be a JSON object, such as {"currency": "EUR", "timezone": "Europe/Paris"}.',
    );
  }
  const validate = new Ajv({ allErrors: true }).compile<Partial<Settings>>(schema);
  if (!validate(value)) {
    const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const extra = 'additionalProperty' in params ? `: \`${String(params.additionalProperty)}\`` : '';
      return `${instancePath === '' ? 'the file' : instancePath.slice(1).replaceAll('/', '.')} ${message ?? 'is not right'}${extra}`;
    });
    throw new CliFailure(
      2,
      `${path} is not right: ${problems.join('; ')}.`,
      'Its keys: currency, timezone, locale, connectors, lint.',
    );
  }
  const { currency, timezone, locale } = { ...DEFAULTS.settings, ...value };
  if (!isZone(timezone))
    throw new CliFailure(2, `${path}: there is no time zone ${timezone}.`, 'Write it as Europe/London or UTC.');
  return { settings: { currency, timezone, locale } };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

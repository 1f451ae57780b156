/** `journey.json`: what it may say is in its published schema; here it is read, and mistakes are told at their place. */
import type { ErrorObject } from 'ajv';
import * as say from '../diagnostics/catalogue.gen.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Diagnostic, Severity } from '../diagnostics/types.ts';
import { lengthOf } from '../graph/lengths.ts';
import type { Json, Settings, SignalTimes } from '../graph/types.ts';
import { LineIndex, spanToRange } from '../syntax/lines.ts';
import type { Span } from '../syntax/tree.ts';
import { isZone } from '../types/timezones.ts';
import { connectorMistake } from './connectors.ts';
import { type JsonText, readJson } from './json.ts';
import { wrongLint } from './lint.ts';
import type { Mistake } from './mistake.ts';
import { configurationValidator } from './validator.ts';

export interface Configuration {
  readonly settings: Settings;
  /** how loud warnings are, by code */
  readonly lint: Readonly<Record<string, Severity | 'off'>>;
  /** what stands behind `via ..`, by name; its form is that of the published schema */
  readonly connectors: Readonly<Record<string, Json>>;
}

export const DEFAULTS: Configuration = {
  settings: { currency: 'EUR', timezone: 'UTC', locale: 'en' },
  lint: {},
  connectors: {},
};

export interface ReadConfiguration {
  /** the defaults where there are errors */
  readonly configuration: Configuration;
  readonly diagnostics: readonly Diagnostic[];
}

/** Never throws. `path` is what diagnostics call the file. */
export function readConfiguration(path: string, text: string): ReadConfiguration {
  const json = readJson(text);
  const problems =
    json.problem === undefined
      ? mistakes(json)
      : [{ ...json.problem, wording: say.notJson({ problem: json.problem.what }) }];
  if (problems.length === 0) return { configuration: configurationOf(json.value), diagnostics: [] };
  const lines = new LineIndex(text);
  const diagnostics = problems
    .sort((a, b) => a.start - b.start)
    .map(({ wording, hint, ...span }) =>
      diagnose(wording, path, spanToRange(lines, span), hint === undefined ? {} : { hint }),
    );
  return { configuration: DEFAULTS, diagnostics };
}

function configurationOf(value: unknown): Configuration {
  const { signals, ...written } = value as Written;
  const { currency, timezone, locale, lint, connectors } = {
    ...DEFAULTS.settings,
    lint: {},
    connectors: {},
    ...written,
  };
  const times = signals === undefined ? {} : { signals: timesOf(signals) };
  return { settings: { currency, timezone, locale, ...times }, lint, connectors };
}

/** What the schema accepts. */
interface Written extends Partial<Omit<Settings, 'signals'> & Pick<Configuration, 'lint' | 'connectors'>> {
  readonly signals?: { readonly early?: string; readonly late?: string };
}

function timesOf({ early, late }: NonNullable<Written['signals']>): SignalTimes {
  return {
    ...(early === undefined ? {} : { early: lengthOf(early) }),
    ...(late === undefined ? {} : { late: lengthOf(late) }),
  };
}

function mistakes(json: JsonText): Mistake[] {
  const validate = configurationValidator();
  if (validate(json.value)) return [...wrongZone(json), ...wrongLint(json)];
  const errors = (validate.errors ?? []).filter(
    ({ keyword, propertyName }) => keyword !== 'if' && (keyword !== 'pattern' || propertyName === undefined),
  );
  const found = errors.flatMap((error) => {
    // `wrongLint` knows which codes there are.
    const exact = isNameInLint(error) ? 'told' : connectorMistake(error, json);
    return exact === 'told' ? [] : [exact ?? mistake(error, json)];
  });
  return [...found, ...wrongZone(json), ...wrongLint(json)];
}

function isNameInLint({ keyword, instancePath }: ErrorObject): boolean {
  return keyword === 'propertyNames' && instancePath === '/lint';
}

function mistake(error: ErrorObject, json: JsonText): Mistake {
  const { instancePath, keyword, params, parentSchema } = error;
  const place = json.places.get(instancePath);
  const value = place?.value ?? { start: 0, end: 1 };
  const name = instancePath.slice(1).replaceAll('/', '.') || 'journey.json';
  if (keyword === 'additionalProperties') {
    const key = String(params.additionalProperty);
    return unknownKey(
      key,
      json.places.get(`${instancePath}/${key}`)?.key ?? value,
      Object.keys((parentSchema?.properties as object | undefined) ?? {}),
    );
  }
  if (keyword === 'propertyNames') {
    const key = String(params.propertyName);
    const span = json.places.get(`${instancePath}/${key}`)?.key ?? value;
    const problem = 'is not what can stand behind `via`: a word, or two';
    return { ...span, wording: say.wrongSetting({ key: `${name}.${key}`, problem }) };
  }
  if (keyword === 'required') {
    return {
      ...(place?.key ?? value),
      wording: say.wrongSetting({ key: name, problem: `lacks \`${String(params.missingProperty)}\`` }),
    };
  }
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).map((one) => `\`${String(one)}\``).join(', ');
    return { ...value, wording: say.wrongSetting({ key: name, problem: `is one of ${allowed}` }) };
  }
  const description: unknown = parentSchema?.description;
  return {
    ...value,
    wording: say.wrongSetting({ key: name, problem: problemOf(error) }),
    ...(typeof description === 'string' ? { hint: description } : {}),
  };
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text in double quotes',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object, `{ .. }`',
  array: 'a list, `[ .. ]`',
};

/** The validator speaks to programmers. */
function problemOf({ keyword, params }: ErrorObject): string {
  switch (keyword) {
    case 'type': {
      const kinds = [params.type].flat().map((kind) => KINDS[String(kind)] ?? String(kind));
      return `is ${kinds.join(', or ')}`;
    }
    case 'minimum':
      return `is at least ${String(params.limit)}`;
    case 'maximum':
      return `is at most ${String(params.limit)}`;
    case 'minLength':
    case 'minItems':
      return 'is empty';
    default:
      return 'is not written as it should be';
  }
}

function unknownKey(key: string, span: Span, known: readonly string[]): Mistake {
  const meant = nearest(key, known);
  const hint =
    meant === undefined
      ? `There are: ${known
          .filter((name) => name !== '$schema')
          .map((name) => `\`${name}\``)
          .join(', ')}.`
      : `Did you mean \`${meant}\`?`;
  return { ...span, wording: say.unknownSetting({ key }), hint };
}

function wrongZone(json: JsonText): Mistake[] {
  const zone = (json.value as { readonly timezone?: unknown } | null)?.timezone;
  const place = json.places.get('/timezone');
  if (typeof zone !== 'string' || zone === '' || place === undefined || isZone(zone)) return [];
  return [{ ...place.value, wording: say.unknownTimezone({ zone }) }];
}

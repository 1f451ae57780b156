/** What `check --format sarif` prints is SARIF 2.1.0 by the schema that its authors publish (it comes in a package of theirs). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { explanations } from '../compiler/diagnostics/explanations.gen.ts';
import { sarif } from '../compiler/diagnostics/formats/sarif.ts';
import { createWorkspace } from '../compiler/workspace.ts';

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib', 'schemas');

function published(): object {
  const schema: Record<string, unknown> = JSON.parse(readFileSync(join(schemas, 'sarif-2.1.0-rtm.5.json'), 'utf8'));
  // The dialect of the schema is older than this validator; of what it says only the name of its own address differs.
  const { $schema: _, id: $id, ...rest } = schema;
  return { ...rest, $id };
}

test('a log with errors, warnings, other places and fixes', () => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile(
    'a b/x.journey',
    'signal Paid { amount: money }\nsignal Paid { amount: monny }\njourney J { start on Payed }\n',
  );
  workspace.setFile(
    'y.journey',
    'journey K {\n  start on Seen as seen every time\n  wait 1 day\n}\nsignal Seen { at_all: boolean }\n',
  );
  const found = workspace.check();
  const log: Log = JSON.parse(sarif(found, explanations, '1.0.0'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  const validate = addFormats.default(ajv).compile(published());
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const text = JSON.stringify(log);
  for (const part of ['relatedLocations', 'fixes', 'a%20b/x.journey', '"level":"warning"', '"level":"error"'])
    expect(text).toContain(part);
  expect(validate({ ...log, runs: [{}] })).toBe(false);
  const [run] = log.runs;
  expect(validate({ ...log, runs: [{ ...run, results: [{ message: { text: 'x' }, level: 'fatal' }] }] })).toBe(false);
});

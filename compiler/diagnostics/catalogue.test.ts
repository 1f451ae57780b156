import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../configuration/configuration.ts';
import { parse } from '../syntax/parse.ts';
import { createWorkspace } from '../workspace.ts';
import { explanations } from './explanations.gen.ts';
import type { Diagnostic } from './types.ts';

/** Stages that exist: the sections of the others wait for theirs. */
const check: Readonly<Record<string, (text: string) => readonly Diagnostic[]>> = {
  J1: (text) => parse('example.journey', text).diagnostics,
  J2: checkExample,
  J3: checkExample,
  J4: checkExample,
  J5: (text) => readConfiguration('journey.json', text).diagnostics,
};

/** Checks an example as a workspace; `// file: a/b.journey` begins a file. */
function checkExample(text: string): readonly Diagnostic[] {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  const [first, ...files] = text.split(/^\/\/ file: (\S+)\n/m);
  if (first !== undefined && first.trim() !== '') workspace.setFile('example.journey', first);
  for (let at = 0; at < files.length; at += 2) workspace.setFile(files[at] ?? '', files[at + 1] ?? '');
  return workspace.check();
}

describe.each(explanations.filter(({ code }) => code.slice(0, 2) in check))('$code $name', ({ code, wrong, right }) => {
  const run = check[code.slice(0, 2)] ?? (() => []);
  const others = (text: string) => run(text).filter((found) => found.severity === 'error' && found.code !== code);

  test('its wrong example raises it and nothing else', () => {
    expect(run(wrong).map((found) => found.code)).toContain(code);
    expect(others(wrong)).toEqual([]);
  });

  test('its right example does not', () => {
    expect(run(right).filter((found) => found.code === code)).toEqual([]);
    expect(others(right)).toEqual([]);
  });
});

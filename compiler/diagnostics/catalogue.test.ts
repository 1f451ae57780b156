import { describe, expect, test } from 'vitest';
import { parse } from '../syntax/parse.ts';
import { explanations } from './explanations.gen.ts';
import type { Diagnostic } from './types.ts';

/** Stages that exist: the sections of the others wait for theirs. */
const check: Readonly<Record<string, (text: string) => readonly Diagnostic[]>> = {
  J1: (text) => parse('example.journey', text).diagnostics,
};

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

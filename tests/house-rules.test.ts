/** The invariants of ARCHITECTURE.md, each a test that fails by the name of its rule. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { breaches, importRuleNames, rulesBrokenBy } from './house/cruise.ts';
import { importSamples, sourceSamples } from './house/samples.ts';
import { applySourceRule, type SourceText, sourceRules } from './house/source-rules.ts';

describe('imports', () => {
  let found: Awaited<ReturnType<typeof breaches>> = [];
  beforeAll(async () => {
    found = await breaches(process.cwd());
  });

  test.each(importRuleNames)('%s', (name) => {
    expect(found.filter(({ rule }) => rule === name).map(({ text }) => text)).toEqual([]);
  });

  test.each(importRuleNames)('%s can fail', async (name) => {
    expect(await rulesBrokenBy(importSamples[name] ?? {})).toContain(name);
  });
});

describe('sources', () => {
  let sources: SourceText[] = [];
  beforeAll(() => {
    const paths = ts.sys.readDirectory('.', ['.ts'], ['node_modules', 'dist', 'coverage', '**/*.gen.ts']);
    sources = paths.map((path) => ({ path: path.replace(/^\.\//, ''), text: readFileSync(path, 'utf8') }));
  });

  test('there is something to look at', () => {
    expect(sources.map(({ path }) => path)).toContain('tests/house-rules.test.ts');
  });

  for (const rule of sourceRules) {
    test(rule.name, () => {
      expect(sources.flatMap((source) => applySourceRule(rule, source))).toEqual([]);
    });

    test(`${rule.name} can fail`, () => {
      const samples = sourceSamples[rule.name];
      expect(samples?.wrong.length).toBeGreaterThan(0);
      for (const wrong of samples?.wrong ?? []) expect(applySourceRule(rule, wrong), wrong.text).not.toEqual([]);
      for (const right of samples?.right ?? []) expect(applySourceRule(rule, right), right.text).toEqual([]);
    });
  }
});

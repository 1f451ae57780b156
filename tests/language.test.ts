/** Pages of the documentation are executed: blocks compile, shown errors come, tests in them pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';
import { runTests } from '../runtime/testing/run-tests.ts';

interface Block {
  readonly heading: string;
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

function blocksOf(page: string): Block[] {
  const found: Block[] = [];
  let heading = '';
  let open: { info: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of page.split('\n').entries()) {
    if (open === undefined && line.startsWith('#')) heading = line.replace(/^#+ /, '');
    else if (open === undefined && line.startsWith('```journey'))
      open = { info: line.slice(10).trim(), line: index + 1, lines: [] };
    else if (open !== undefined && line === '```') {
      found.push({ heading, info: open.info, text: open.lines.join('\n'), line: open.line });
      open = undefined;
    } else open?.lines.push(line);
  }
  return found;
}

/** What blocks stand beside: templates (```liquid PATH) and other modules (```journey file=PATH). */
function filesOf(page: string): (readonly [path: string, text: string])[] {
  const fences = page.matchAll(/^```(?:liquid |journey file=)(\S+)\n([\s\S]*?)^```$/gm);
  return [...fences].map(([, path, text]) => [path ?? '', text ?? '']);
}

const pages = ['language.md', 'patterns.md'].map((name) => {
  const page = readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8');
  const all = blocksOf(page);
  return { name, all, files: filesOf(page), shop: all.find(({ info }) => info === 'shop')?.text ?? '' };
});

describe.each(pages)('docs/$name', ({ all, files, shop }) => {
  it.each(all.map((block) => [`${block.heading}, line ${block.line}`, block] as const))('%s', (_, { info, text }) => {
    const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/Paris', locale: 'en' } });
    workspace.setFile('shop.journey', shop);
    for (const [path, beside] of files) workspace.setFile(path, beside);
    if (info !== 'shop' && !info.startsWith('file=')) workspace.setFile('block.journey', text);
    const found = workspace.check();
    const warning = /warning=(J\d+)/.exec(info)?.[1];
    const codes = found.filter(({ file }) => file === 'block.journey').map(({ code }) => code);
    if (warning !== undefined) expect(codes).toContain(warning);
    // What a block allows must be there to be allowed.
    expect(codes).not.toContain('J4042');
    const errors = found.filter(({ severity }) => severity === 'error');
    const expected = /error=(J\d+)/.exec(info)?.[1];
    expect(errors.map(({ code, message }) => `${code} ${message}`)).toEqual(
      expected === undefined ? [] : [expect.stringContaining(expected)],
    );
    const compiled = workspace.compile();
    if (compiled === undefined) return;
    const failed = runTests(compiled.graph, compiled.tests).tests.filter(({ ok }) => !ok);
    expect(failed.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
  });
});

/** Every remedy that the examples of the catalogue are offered: taken, its diagnostic is gone, and nothing else is wrong. */
import { describe, expect, test } from 'vitest';
import { LineIndex } from '../syntax/lines.ts';
import { createWorkspace } from '../workspace.ts';
import { explanations } from './explanations.gen.ts';
import type { Diagnostic, Fix } from './types.ts';

type Files = ReadonlyMap<string, string>;

/** `// file: a/b.journey` begins a file. */
function filesOf(example: string): Files {
  const [first = '', ...others] = example.split(/^\/\/ file: (\S+)\n/m);
  const files = new Map(first.trim() === '' ? [] : [['example.journey', first]]);
  for (let at = 0; at < others.length; at += 2) files.set(others[at] ?? '', others[at + 1] ?? '');
  return files;
}

function check(files: Files): readonly Diagnostic[] {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  for (const [path, text] of files) workspace.setFile(path, text);
  return workspace.check();
}

function taken(files: Files, { edits }: Fix): Files {
  const after = new Map(files);
  for (const [path, text] of files) {
    const lines = new LineIndex(text);
    const spans = edits
      .filter(({ file }) => file === path)
      .map(({ range, text: written }) => ({ ...spanOf(lines, range), written }))
      .sort((a, b) => b.start - a.start);
    for (const { start, end, written } of spans) {
      const now = after.get(path) ?? '';
      after.set(path, now.slice(0, start) + written + now.slice(end));
    }
  }
  return after;
}

const spanOf = (lines: LineIndex, { start, end }: Diagnostic['range']) => ({
  start: lines.offset(start),
  end: lines.offset(end),
});

const count = (found: readonly Diagnostic[], code: string): number => found.filter((each) => each.code === code).length;

/** A block that is opened has still to be closed, which the next remedy does. */
const next: Readonly<Record<string, string>> = { J1007: 'J1005' };

const offers = explanations
  .filter(({ code }) => !code.startsWith('J5'))
  .flatMap(({ wrong }) => {
    const files = filesOf(wrong);
    const before = check(files);
    return before.flatMap(({ code, message, fixes = [] }) =>
      fixes.map((fix) => ({ code, message, title: fix.title, fix, files, before })),
    );
  });

describe('remedies', () => {
  test.each(offers)('$code "$title": $message', ({ code, fix, files, before }) => {
    const after = check(taken(files, fix));
    expect(count(after, code)).toBeLessThan(count(before, code));
    const more = after.filter(
      (each) => each.severity === 'error' && count(after, each.code) > count(before, each.code),
    );
    expect(more.map((each) => each.code)).toEqual(next[code] === undefined ? [] : [next[code]]);
  });

  test('are many', () => {
    expect(offers.length).toBeGreaterThan(150);
  });
});

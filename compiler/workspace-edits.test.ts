import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.types.ts';

const fixtures = new URL('./testing/fixtures/', import.meta.url).pathname;
const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

const texts: readonly (readonly [string, string])[] = readdirSync(fixtures).flatMap((folder) =>
  readdirSync(join(fixtures, folder))
    .filter((name) => name.endsWith('.journey'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(fixtures, folder, name), 'utf8')] as const),
);

function opened(files: Iterable<readonly [string, string]>): Workspace {
  const workspace = createWorkspace({ settings });
  for (const [path, text] of files) workspace.setFile(path, text);
  return workspace;
}

const edit = fc.record({
  file: fc.nat(texts.length - 1),
  at: fc.nat(10_000),
  other: fc.nat(10_000),
  kind: fc.constantFrom('drop line', 'repeat line', 'rename', 'cut', 'restore', 'remove', 'use', 'look'),
});

/** What an author might do to a text next. */
function edited(text: string, { at, other, kind }: { at: number; other: number; kind: string }): string {
  const lines = text.split('\n');
  const line = at % lines.length;
  switch (kind) {
    case 'drop line':
      return lines.toSpliced(line, 1).join('\n');
    case 'repeat line':
      return lines.toSpliced(line, 0, lines[other % lines.length] ?? '').join('\n');
    case 'rename': {
      const words = [...text.matchAll(/[A-Za-z_]{4,}/g)];
      const [one, two] = [words[at % words.length], words[other % words.length]];
      if (one === undefined || two === undefined) return text;
      return text.slice(0, one.index) + two[0] + text.slice(one.index + one[0].length);
    }
    case 'cut':
      return text.slice(0, at % (text.length + 1)) + text.slice((at % (text.length + 1)) + (other % 20));
    case 'use':
      return `use ${['retail', 'telco', 'banking', 'nowhere'][other % 4]}\n${text}`;
    default:
      return text;
  }
}

test('after any edits a workspace says what a new one would say', () => {
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
      const files = new Map(texts);
      const workspace = opened(files);
      workspace.check();
      for (const each of edits) {
        const [path, original] = texts[each.file] ?? ['', ''];
        if (each.kind === 'look') workspace.diagnostics(path);
        else if (each.kind === 'remove') {
          files.delete(path);
          workspace.removeFile(path);
        } else {
          const text = each.kind === 'restore' ? original : edited(files.get(path) ?? original, each);
          files.set(path, text);
          workspace.setFile(path, text);
        }
      }
      const fresh = opened(files);
      expect(workspace.paths).toEqual(fresh.paths);
      for (const path of fresh.paths) expect(workspace.diagnostics(path)).toEqual(fresh.diagnostics(path));
      expect(workspace.compile()?.graph.hash).toBe(fresh.compile()?.graph.hash);
    }),
    { numRuns: Number(process.env.JOURNEY_RUNS ?? 60) },
  );
}, 60_000);

test('a bad file among good ones takes nothing down', () => {
  const workspace = opened([...texts, ['retail/broken.journey', 'journey { start on \n }}} signal { "']]);
  const [good] = texts;
  expect(workspace.diagnostics('retail/broken.journey').length).toBeGreaterThan(0);
  expect(workspace.tree(good?.[0] ?? '')?.declarations.length).toBeGreaterThan(0);
  workspace.removeFile('retail/broken.journey');
  expect(workspace.diagnostics('retail/broken.journey')).toEqual([]);
});

test('an edit that changes no signature checks one file again', () => {
  const workspace = opened(texts);
  workspace.check();
  const path = 'retail/journeys.journey';
  const other = workspace.known('retail/messages.journey')?.facts;
  const own = workspace.known(path)?.facts;
  workspace.setFile(path, (workspace.text(path) ?? '').replace('wait 1 hour', 'wait 2 hours'));
  expect(workspace.known('retail/messages.journey')?.facts).toBe(other);
  expect(workspace.known(path)?.facts).not.toBe(own);
});

/** A file of the wrong kind: its lines are kept as rejected, and take no more memory at a time than signals would. */
import { expect, it } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { createApplier } from '../runtime/store/batch.ts';
import type { Committer } from '../runtime/store/committer.ts';
import { openTemporary } from '../runtime/store/open.ts';
import { countRejects } from '../runtime/store/rejects.ts';
import { compileTexts } from './compile.ts';

const { graph } = compileTexts({ 'a.journey': 'signal Liked { n: integer }' });

it.each([
  { lines: 20_000, length: 100 },
  { lines: 1000, length: 60_000 },
])('$lines lines of $length bytes are written in pieces', ({ lines, length }) => {
  const database = openTemporary();
  const apply = createApplier(database);
  const pieces: number[] = [];
  const committer: Committer = {
    commit(batch) {
      const before = countRejects(database);
      apply(batch);
      pieces.push(countRejects(database) - before);
    },
    settle: () => undefined,
    settled: () => Promise.resolve(),
    close: () => undefined,
  };
  const engine = createEngine(database, graph, committer);
  for (let line = 1; line <= lines; line++)
    engine.accept(Buffer.from(`${line};`.padEnd(length, 'x')), 'event', { name: 'list.csv', line });
  engine.close();
  expect(countRejects(database)).toBe(lines);
  expect(Math.max(...pieces) * length).toBeLessThan(9 * 1024 * 1024);
  expect(Math.max(...pieces)).toBeLessThan(5000);
});

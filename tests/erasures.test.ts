/** Who was forgotten in one copy of a database is found in another one, by what both logs have in common. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import { erasuresOf } from '../runtime/engine/erasures.ts';
import { openReader } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-erasures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'shop.journey': `
signal Seen {}
identity { strong user_id, email }
journey Watching {
  start on Seen once
  wait 10 days
}
`,
});

let ids = 0;
/** Seen by each key: `ada` a user_id, `ada@..` an email, `ada ada@..` both. */
function play(file: string, work: (see: (keys: string) => void, engine: Engine) => void): void {
  const { engine, release } = openEngine(graph, file);
  const see = (text: string): void => {
    const [subject] = text.split(' ').filter((key) => !key.includes('@'));
    const email = text.split(' ').find((key) => key.includes('@'));
    const keys = email === undefined ? {} : { email };
    const signal = { id: `s${++ids}`, type: 'Seen', time: '2026-03-02T10:00:00Z', subject, keys };
    accept(engine, signal);
  };
  work(see, engine);
  engine.close();
  release();
}

it('also those who had joined them in between; but nobody of whom the two logs tell apart', () => {
  const [live, backup] = [join(folder, 'live.db'), join(folder, 'backup.db')];
  play(live, (see) => ['ada', 'ada@example.org', 'bob'].forEach(see));
  copyFileSync(live, backup);
  play(live, (see, engine) => {
    // #2 is the same person as #1, which the backup does not know; #4 comes after it.
    for (const keys of ['ada ada@example.org', 'cem']) see(keys);
    for (const customer of [1, 4]) expect(engine.operate({ act: 'forget', customer, by: 'mia' }, 0).ok).toBe(true);
  });
  const people = (other: string, here: string): readonly number[] => {
    const [there, own] = [openReader(other), openReader(here)];
    const { people: found } = erasuresOf(there, own);
    there.close();
    own.close();
    return found;
  };
  expect(people(live, backup)).toEqual([1, 2]);
  // The copy goes its own way: its #4 is somebody else.
  play(backup, (see) => ['dan', 'eva'].forEach(see));
  expect(people(live, backup)).toEqual([1, 2]);
  expect(people(backup, live)).toEqual([]);
});

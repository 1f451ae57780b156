/** A log that another version wrote, or other rules of time zones: what is said where it replays to something else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { createEngine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { diagnose, type Finding } from '../runtime/insight/doctor.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { readMeta } from '../runtime/store/derived.ts';
import { type Database, openWriter } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-versions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'a.journey': `
signal Asked {}
journey Waiting { start on Asked once, wait 3 days }
`,
});
const { node, tz: zones } = process.versions;
let files = 0;
let file: string;
let database: Database;

/** A daemon that takes some signals, as long as it runs. */
function work(ids: readonly string[]): void {
  const engine = createEngine(database, graph, createCommitter(database, file));
  for (const id of ids) {
    const line = { id, type: 'Asked', subject: id, time: '2026-03-02T09:00:00Z', data: {} };
    accept(engine, line, 0);
  }
  engine.close();
}

const writers = (): unknown => JSON.parse(readMeta(database, 'writers') ?? 'null');
const saidToHave = (...all: object[]): void => {
  database.prepare("UPDATE meta SET value = ? WHERE name = 'writers'").run(JSON.stringify(all));
};
/** The state of a customer is no longer what this version makes of the log. */
const differ = (): void => {
  database.prepare("UPDATE customers SET state = replace(state, 'Waiting', 'Weeping') WHERE number = 1").run();
};
const state = (): Finding | undefined =>
  diagnose({ file, database, deep: true, now: Date.UTC(2026, 2, 3), openKeys: 0 }).find(({ name }) => name === 'state');

beforeEach(() => {
  file = join(folder, `${++files}.db`);
  const opened = openWriter(file, 'test');
  database = opened.database;
  work(['ada', 'ben']);
  return () => {
    database.close();
    opened.lock.release();
  };
});

it('is noted once for each version that writes', () => {
  work(['cem']);
  expect(writers()).toEqual([{ after: 0, journey: manifest.version, node, zones }]);
  saidToHave({ after: 0, journey: '0.0.1', node: '18.0.0', zones: '2020a' });
  work(['dan']);
  expect(writers()).toEqual([
    { after: 0, journey: '0.0.1', node: '18.0.0', zones: '2020a' },
    { after: 4, journey: manifest.version, node, zones },
  ]);
});

it('no other version wrote it: what differs is damage', () => {
  differ();
  expect(replayAll(database, true)).not.toHaveProperty('writers');
  expect(state()).toMatchObject({ state: 'wrong', mend: expect.stringContaining('journey restore') });
});

it('another version wrote it: what differs need not be damage, and no backup would help', () => {
  saidToHave({ after: 0, journey: '0.0.1', node: '18.0.0', zones: '2020a' });
  work(['cem', 'dan']);
  expect(replayAll(database, true)).toMatchObject({ identical: true });
  expect(replayAll(database, true)).not.toHaveProperty('writers');
  differ();
  const said = `Written were records 1 to 3 by journey 0.0.1 on Node 18.0.0 (time zones of 2020a), records 4 to 5 by journey ${manifest.version} on Node ${node} (time zones of ${zones}); this is`;
  expect(replayAll(database, true)).toMatchObject({ identical: false, writers: expect.stringContaining(said) });
  expect(state()).toMatchObject({ state: 'look', mend: expect.stringContaining(said) });
});

it('a log from before versions were noted', () => {
  database.prepare("DELETE FROM meta WHERE name = 'writers'").run();
  work([]);
  differ();
  expect(replayAll(database, true).writers).toContain(
    'Written were records 1 to 3 by a version that left no name; this is',
  );
});

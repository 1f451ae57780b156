/** Erasure: no readable value of a person is left in any byte of the files, and the log still replays to the same state. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { exportOf } from '../runtime/insight/export.ts';
import { timeline } from '../runtime/insight/history.ts';
import { runningInstances } from '../runtime/insight/instances.ts';
import { jsonPieces } from '../runtime/insight/pieces.ts';
import { summarize } from '../runtime/insight/summary.ts';
import { readActs } from '../runtime/store/acts.ts';
import { backUp } from '../runtime/store/backup.ts';
import { examine } from '../runtime/store/examine.ts';
import { findBreak } from '../runtime/store/log.ts';
import { type Database, openReader } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, type OpenEngine, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-forget-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'shop.journey': `
signal Signed { name: text? pii, email: email? pii key email }
signal Asked { about: text }
signal Invited { friend: email, gift: text }
signal Bought { total: integer }
signal Recalled without customer { part: text, by: email }
identity {
  strong user_id, email
  weak device_id
}
purpose Service { consent assumed }
profile { name: text? pii, email: email? pii }
on Signed as s { set profile.name = s.name, set profile.email = s.email }
channel mail { to profile.email, via smtp, cleared for pii }
message Hello(about: text) for Service { on mail { subject "Hello {profile.name or "you"}" text "You asked: {about}" } }
team care { via http desk, cleared for pii }
journey Help {
  for Service
  start on Asked as asked every time
  send Hello(asked.about) on mail, else finish as unreachable
  handoff to care { because "asked {asked.about}" share asked, this journey, profile, contacts in last 9 days on resolved { finish as helped } }
}
journey Watch {
  start when no Bought for 30 days every time
  wait 10 days
}
journey Thank {
  start on Invited as i per i.friend every time
  expire after 60 days
  wait for Bought up to 30 days { finish as bought } else { finish as quiet }
}
journey Recall {
  start for each customer where any Asked on Recalled every time
  wait 20 days
}
`,
});

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);
/** What must not be readable afterwards, in any case of letters. */
const SECRETS = [
  'augusta',
  'lovelace',
  'ada@example.org',
  'difference engine',
  'phone-of-ada',
  'user-ada-1815',
  'countess',
];

interface Open extends OpenEngine {
  readonly file: string;
}

function open(name: string): Open {
  const file = join(folder, name);
  return { file, ...openEngine(graph, file) };
}

function close({ engine, release }: Open): void {
  engine.close();
  release();
}

let ids = 0;
function send(engine: Engine, at: number, type: string, subject: string | null, data: object, keys?: object): string {
  const time = new Date(START + at).toISOString();
  const line = {
    id: `s${++ids}`,
    type,
    time,
    ...(subject === null ? {} : { subject }),
    ...(keys === undefined ? {} : { keys }),
    data,
  };
  return accept(engine, line, START + at).status;
}

/** Ada under two numbers that join, Bob who has invited her, Cem who has nothing to do with her. */
function play(engine: Engine): void {
  send(engine, 0, 'Asked', null, { about: 'the difference engine' }, { device_id: 'phone-of-ada' });
  send(engine, 1, 'Asked', 'user-ada-1815', { about: 'Countess?' });
  send(
    engine,
    2,
    'Signed',
    'user-ada-1815',
    { name: 'Augusta Lovelace', email: 'ada@example.org' },
    { device_id: 'phone-of-ada' },
  );
  send(engine, 3, 'Asked', 'user-ada-1815', { about: 'the Difference Engine' });
  for (let round = 0; round < 400; round++)
    send(engine, 4, 'Signed', 'user-ada-1815', { name: `Augusta ${round} Lovelace` });
  send(engine, DAY, 'Signed', 'bob', { name: 'Bob', email: 'bob@example.org' });
  send(engine, DAY, 'Asked', 'bob', { about: 'who is ADA@example.org?' });
  send(engine, DAY, 'Invited', 'bob', { friend: 'ada@example.org', gift: 'gold' });
  send(engine, DAY, 'Invited', 'bob', { friend: 'eve@example.org', gift: 'tea' });
  send(engine, DAY, 'Asked', 'cem', { about: 'tea' });
  expect(send(engine, 2 * DAY, 'Bought', 'user-ada-1815', { total: 'by Augusta Lovelace' })).toBe('rejected');
  send(engine, 2 * DAY, 'Recalled', null, { part: 'wheel', by: 'ada@example.org' });
  engine.wakeUntil(START + 35 * DAY, true);
}

function found(file: string): string[] {
  const all = ['', '-wal', '-shm', '-writer', '-journal'].map((tail) =>
    existsSync(file + tail) ? readFileSync(file + tail) : Buffer.alloc(0),
  );
  const text = Buffer.concat(all).toString('latin1').toLowerCase();
  return SECRETS.filter((secret) => text.includes(secret));
}

function verified(database: Database): void {
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
}

describe('forget', () => {
  it('leaves no byte of a person, and a log that gives the same state', async () => {
    const opened = open('shop.db');
    const { engine, database, file } = opened;
    play(engine);
    engine.commit();
    expect(found(file)).toEqual(SECRETS);
    const before = openView(database);
    const number = before.byKey('user-ada-1815') ?? 0;
    expect(before.byKey('phone-of-ada')).toBe(number);
    const bob = before.byKey('bob') ?? 0;
    const kinds = (key: number): string[] =>
      timeline(database, openView(database), key).flatMap(({ decisions }) =>
        decisions.map(({ kind, journey }) => `${kind} ${journey}`),
      );
    const ofBob = kinds(bob);
    expect([...jsonPieces(exportOf(database, before, number))].join('').toLowerCase()).toContain('difference engine');

    const done = engine.operate({ act: 'forget', customer: number, by: 'mia' }, START + 35 * DAY);
    expect(done).toMatchObject({ ok: true, clean: true });
    expect(found(file)).toEqual([]);
    expect(findBreak(database)).toBeNull();
    verified(database);
    const { journeys } = summarize(database);
    const still = [...runningInstances(openView(database))].length;
    expect(Object.values(journeys).reduce((sum, { running }) => sum + running, 0)).toBe(still);
    const after = openView(database);
    expect([after.byKey('user-ada-1815'), after.byKey('ada@example.org'), after.byKey('phone-of-ada')]).toEqual([
      null,
      null,
      null,
    ]);
    expect(after.find(number)?.customer).toMatchObject({
      keys: {},
      profile: {},
      instances: [],
      tasks: [],
      forgotten: true,
      wake: null,
    });
    // Of Bob, who has invited her, only her address is gone.
    expect(kinds(bob)).toEqual(ofBob);
    expect(after.byKey('bob')).toBe(bob);
    expect(readActs(database, { act: null, limit: 9 })).toMatchObject([
      { by: 'mia', act: 'forget', subject: `#${number}` },
    ]);
    expect(engine.operate({ act: 'forget', customer: number, by: 'mia' }, START)).toMatchObject({ ok: false });
    // A retry of what was known does not bring her back; something new makes somebody new.
    const again = {
      id: 's2',
      type: 'Asked',
      subject: 'user-ada-1815',
      time: new Date(START).toISOString(),
      data: { about: 'x' },
    };
    expect(accept(engine, again, START).status).toBe('duplicate');
    send(engine, 36 * DAY, 'Asked', 'new-ada', { about: 'x' });
    engine.wakeUntil(START + 200 * DAY, true);
    engine.commit();
    expect(openView(database).find(number)?.customer.instances).toEqual([]);
    verified(database);
    close(opened);
    const copy = join(folder, 'later.db');
    await backUp(file, copy);
    expect([found(file), found(copy)]).toEqual([[], []]);
    const reopened = open('shop.db');
    verified(reopened.database);
    close(reopened);
  });

  it('holds whoever is forgotten next, also one in whose records somebody was', () => {
    const opened = open('twice.db');
    const { engine, database, file } = opened;
    play(engine);
    const number = (key: string): number => openView(database).byKey(key) ?? 0;
    engine.commit();
    for (const key of ['user-ada-1815', 'bob', 'cem']) {
      expect(engine.operate({ act: 'forget', customer: number(key), by: 'mia' }, START + 35 * DAY).ok).toBe(true);
      verified(database);
    }
    expect(found(file)).toEqual([]);
    expect(readFileSync(file).includes('bob@example.org')).toBe(false);
    close(opened);
  });

  it('an altered record that no act speaks of, or that is another than the act says, is found', () => {
    const opened = open('tampered.db');
    const { engine, database, file } = opened;
    play(engine);
    engine.commit();
    engine.operate({ act: 'forget', customer: openView(database).byKey('bob') ?? 0, by: 'mia' }, START + 35 * DAY);
    close(opened);
    const raw = new Sqlite(file);
    const rows = raw.prepare('SELECT first, records FROM log ORDER BY first').all() as {
      first: number;
      records: Buffer;
    }[];
    const row = rows.find(({ records }) => records.includes('difference'));
    if (row === undefined) throw new Error('nothing is left to tamper with');
    // Somebody marks a record as altered, to change it: its last bytes then stand for the hash that it had.
    const at = row.records.indexOf('difference');
    let start = 0;
    for (let next = 0; next <= at; next += row.records.readUInt32LE(next)) start = next;
    row.records.writeUInt8(1, start + 23);
    raw.prepare('UPDATE log SET records = ? WHERE first = ?').run(row.records, row.first);
    raw.close();
    const reader = openReader(file);
    expect(findBreak(reader)).not.toBeNull();
    reader.close();
  });

  it('a crash before the pages are clean: the next start cleans them', () => {
    const opened = open('crashed.db');
    const { engine, database, file } = opened;
    play(engine);
    engine.commit();
    // A reader holds the pages from before.
    const reader = openReader(file);
    const reading = reader.prepare('SELECT * FROM customers').iterate();
    reading.next();
    const done = engine.operate(
      { act: 'forget', customer: openView(database).byKey('user-ada-1815') ?? 0, by: 'mia' },
      START + 35 * DAY,
    );
    expect(done).toMatchObject({ ok: true, clean: false });
    expect(examine(database).unscrubbed).toBe(true);
    opened.release();
    reading.return?.();
    reader.close();
    const reopened = open('crashed.db');
    expect(found(file)).toEqual([]);
    verified(reopened.database);
    expect(examine(reopened.database).unscrubbed).toBe(false);
    close(reopened);
  });

  it('a crash before the pages are clean: no backup that is made then holds what stands in them', async () => {
    const opened = open('unclean.db');
    const { engine, file } = opened;
    play(engine);
    close(opened);
    // As between the commit of an erasure and its last step.
    const raw = new Sqlite(file);
    raw.exec("INSERT INTO meta VALUES ('unscrubbed', '1')");
    raw.exec('CREATE TABLE freed (text TEXT)');
    raw.prepare('INSERT INTO freed VALUES (?)').run('left in a free page '.repeat(1000));
    raw.exec('DROP TABLE freed');
    raw.close();
    expect(readFileSync(file).includes('left in a free page')).toBe(true);
    const copy = join(folder, 'clean.db');
    await backUp(file, copy);
    expect(readFileSync(copy).includes('left in a free page')).toBe(false);
    expect(existsSync(`${copy}-wal`)).toBe(false);
    const reader = openReader(copy);
    expect(examine(reader).unscrubbed).toBe(false);
    reader.close();
  });
});

/** Erasure where a person's signals were about a ticket, too: the ticket keeps its story, and nothing of the person. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { exportOf } from '../runtime/insight/export.ts';
import { timeline } from '../runtime/insight/history.ts';
import { jsonPieces } from '../runtime/insight/pieces.ts';
import { findBreak } from '../runtime/store/log.ts';
import type { Database } from '../runtime/store/open.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-forget-subjects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'desk.journey': `
type Mood = calm | cross
type Device { name: text, owner: text pii }
signal Opened {
  ticket: id key ticket_id, reporter: id, name: text pii, age: integer pii, mood: Mood sensitive,
  device: Device, problem: text
}
signal Replied { ticket: id key ticket_id, by: text }
signal Overdue { ticket: id, reporter: id, age: integer pii, problem: text }
identity {
  strong user_id
  subject ticket by ticket_id
}
team desk { via http desk, cleared for pii, sensitive }
journey Triage about ticket {
  start on Opened as opened every time
  wait {
    on Replied { finish as answered }
    after 1 day { go to late }
  }
  step late {
    emit Overdue { ticket: opened.ticket, reporter: opened.reporter, age: opened.age, problem: opened.problem }
    handoff to desk {
      because "{opened.name}, {opened.age}, cannot use {opened.device.name}: {opened.problem}"
      share opened, this journey
      on resolved { finish as helped }
      on returned { finish as returned }
    }
  }
}
journey Escalation about ticket {
  start on Overdue as late
    when late.age > 30
    every time
  wait 9 days
}
journey Welcome {
  start on Opened once
  wait 2 days
}
`,
});

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);

let ids = 0;
function send(engine: Engine, at: number, type: string, subject: string | null, data: object): void {
  const time = new Date(START + at).toISOString();
  const line = { id: `s${++ids}`, type, time, ...(subject === null ? {} : { subject }), data };
  const receipt = accept(engine, line, START + at);
  expect(receipt.status).toBe('accepted');
}

const lamp = { name: 'lamp', owner: 'Ida' };
/** Ida's user_id and name are so short that they cannot be looked for in what is about others. */
const opened = (ticket: string): object => ({
  ticket,
  reporter: 'ix7',
  name: 'Ida',
  age: 4711,
  mood: 'cross',
  device: lamp,
  problem: 'it is dark',
});

function withEngine(name: string, work: (engine: Engine, database: Database) => void): string {
  const file = join(folder, name);
  const { database, engine, release } = openEngine(graph, file);
  work(engine, database);
  engine.close();
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  expect(findBreak(database)).toBeNull();
  release();
  return file;
}

function numberOf(database: Database, key: string): number {
  const number = openView(database).byKey(key);
  if (number === null) throw new Error(`nobody is called ${key}`);
  return number;
}

function story(database: Database, key: string): string[] {
  const view = openView(database);
  return timeline(database, view, numberOf(database, key)).flatMap(({ kind, decisions }) =>
    decisions.map((decision) => `${kind}: ${decision.journey} ${decision.kind} ${decision.outcome ?? ''}`),
  );
}

/** Which of these words stand in a byte of the files. */
function found(file: string, words: readonly string[]): string[] {
  const all = ['', '-wal'].map((tail) => (existsSync(file + tail) ? readFileSync(file + tail) : Buffer.alloc(0)));
  const text = Buffer.concat(all).toString('latin1');
  return words.filter((word) => new RegExp(`\\b${word}\\b`).test(text));
}

const WORDS = ['ix7', 'Ida', '4711', '4,711'];

it('a ticket keeps its story, and no value of who opened it', () => {
  const file = withEngine('desk.db', (engine, database) => {
    send(engine, 0, 'Opened', 'ix7', opened('T1'));
    send(engine, 1, 'Opened', 'bob', {
      ...opened('T2'),
      reporter: 'bob',
      name: 'Bob',
      age: 40,
      device: { name: 'tv', owner: 'Bob' },
    });
    send(engine, DAY / 2, 'Replied', 'bob', { ticket: 'T3', by: 'Bob' });
    engine.wakeUntil(START + 2 * DAY, true);
    engine.commit();
    expect(found(join(folder, 'desk.db'), WORDS)).toEqual(WORDS);
    const before = [story(database, 'ticket:T1'), story(database, 'ticket:T2')];
    expect(before[0]).toContain('emit: Escalation started ');
    const task = (): string[] =>
      readTasks(database, { team: null, closed: false, limit: 9 }).map(({ because, context }) => because + context);
    const ofBob = task().find((each) => each.startsWith('Bob'));

    const pieces = jsonPieces(exportOf(database, openView(database), numberOf(database, 'ix7')));
    const exported = JSON.parse([...pieces].join('')) as { readonly subjects: unknown };
    // What a subject has, such as its history; a profile it has not.
    const ticket = openView(database).byKey('ticket:T1') ?? 0;
    expect(exportOf(database, openView(database), ticket).profile).toEqual({});
    expect(exported.subjects).toMatchObject([
      { subject: 'ticket:T1', timeline: [{ kind: 'about', decisions: [{ journey: 'Triage', kind: 'started' }] }] },
    ]);
    expect(JSON.stringify(exported.subjects)).toContain('it is dark');

    const forgotten = numberOf(database, 'ix7');
    expect(engine.operate({ act: 'forget', customer: forgotten, by: 'mia' }, START + 2 * DAY)).toMatchObject({
      ok: true,
      clean: true,
    });
    expect(found(join(folder, 'desk.db'), WORDS)).toEqual([]);
    expect(found(join(folder, 'desk.db'), ['T1', 'lamp', 'dark', 'Bob'])).toEqual(['T1', 'lamp', 'dark', 'Bob']);
    // Of what was given out only what hung on the age is another: nobody is older than 30 any more.
    expect(story(database, 'ticket:T1')).toEqual(
      before[0]?.map((each) => each.replace('Escalation started ', 'Escalation not_started condition')),
    );
    expect(story(database, 'ticket:T2')).toEqual(before[1]);
    expect(ofBob).toBeDefined();
    expect(task()).toContain(ofBob);
    expect(task().some((each) => each.startsWith(`forgotten-${forgotten}, 0, cannot use lamp: it is dark`))).toBe(true);
    send(engine, 3 * DAY, 'Replied', 'bob', { ticket: 'T1', by: 'Bob' });
  });
  expect(found(file, WORDS)).toEqual([]);
  withEngine('desk.db', (engine) => engine.wakeUntil(START + 90 * DAY, true));
});

it('a subject whose key is the address of who is forgotten has another name, and is somebody new when it comes again', () => {
  withEngine('named.db', (engine, database) => {
    send(engine, 0, 'Opened', 'ada-lovelace', opened('ada-lovelace'));
    send(engine, 1, 'Opened', 'bob', opened('T2'));
    engine.commit();
    const ticket = numberOf(database, 'ticket:ada-lovelace');
    const number = numberOf(database, 'ada-lovelace');
    expect(engine.operate({ act: 'forget', customer: number, by: 'mia' }, START + 2).ok).toBe(true);
    expect(found(join(folder, 'named.db'), ['ada-lovelace'])).toEqual([]);
    expect(openView(database).find(ticket)?.customer.keys).toEqual({ ticket_id: [`forgotten-${number}`] });
    send(engine, 3, 'Replied', 'bob', { ticket: 'ada-lovelace', by: 'Bob' });
    engine.commit();
    expect(numberOf(database, 'ticket:ada-lovelace')).toBeGreaterThan(ticket);
  });
});

it('a ticket can be forgotten, too: whoever wrote about it keeps what they wrote', () => {
  const file = withEngine('ticket.db', (engine, database) => {
    send(engine, 0, 'Opened', 'ix7', opened('ticket-one'));
    send(engine, 1, 'Opened', null, { ...opened('ticket-one'), problem: 'it burns' });
    engine.commit();
    const before = story(database, 'ix7');
    const ticket = numberOf(database, 'ticket:ticket-one');
    expect(engine.operate({ act: 'forget', customer: ticket, by: 'mia' }, START + DAY).ok).toBe(true);
    expect(openView(database).byKey('ticket:ticket-one')).toBeNull();
    expect(story(database, 'ix7')).toEqual(before);
  });
  expect(found(file, ['ticket-one', 'burns'])).toEqual([]);
  expect(found(file, ['Ida', 'dark'])).toEqual(['Ida', 'dark']);
});

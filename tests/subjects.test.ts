/** Journeys about another subject than a customer, through the engine: whose records they are, who is found, what a start reads back. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView, type View } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import type { Database } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, type OpenEngine, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-subjects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'tickets.journey': `
identity { strong user_id, email  subject ticket by ticket_id }
signal Opened { ticket: id key ticket_id, email: email? key email }
signal Closed { ticket: id key ticket_id }
signal Recalled without customer { reason: text }
journey Triage about ticket {
  start on Opened once
  stop on Closed as closed
  wait 5 days
  finish as late
}
journey Welcome {
  start on Opened once
  wait 1 day
}
journey Review about ticket {
  start for each customer where any Opened on Recalled every time
  finish as looked_at
}`,
});

/** Where a ticket's number names whoever writes about it. */
const { graph: before } = compileTexts({
  'tickets.journey': `
identity { strong user_id, ticket_id }
signal Opened { ticket: id key ticket_id }
journey Welcome {
  start on Opened once
  wait 1 day
}`,
});

const START = Date.UTC(2026, 2, 2, 9);

/** Sends signals an hour apart; `commit` ends without an orderly close. */
function play(
  file: string,
  lines: readonly (readonly [type: string, subject: string | null, data: object])[],
  end: 'close' | 'commit',
  first = 0,
): { statuses: string[]; database: Database; release: OpenEngine['release'] } {
  const path = join(folder, file);
  const { database, engine, release } = openEngine(graph, path);
  const statuses = lines.map(([type, subject, data], index) => {
    const time = new Date(START + (first + index) * 3_600_000).toISOString();
    const line = { id: `s${first + index}`, type, ...(subject === null ? {} : { subject }), time, data };
    return accept(engine, line).status;
  });
  if (end === 'close') engine.close();
  else engine.commit();
  return { statuses, database, release };
}

function story(database: Database, view: View, key: string): string[] {
  const number = view.byKey(key);
  return (number === null ? [] : timeline(database, view, number)).map(
    ({ kind, decisions }) => `${kind}: ${decisions.map((d) => `${d.journey} ${d.kind}`).join(', ')}`,
  );
}

it('gives each subject a record of its own, and the customer the signal', () => {
  const { statuses, database, release } = play(
    'own.db',
    [
      ['Opened', 'ada', { ticket: 'T1' }],
      ['Opened', null, { ticket: 'T2' }],
      ['Opened', null, { ticket: 'ada', email: 'ada@example.org' }],
      ['Closed', null, { ticket: 'T1' }],
      ['Closed', null, {}],
    ],
    'close',
  );
  expect(statuses).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'rejected']);
  const view = openView(database);
  expect(story(database, view, 'ada')).toEqual(['signal: Welcome started']);
  expect(story(database, view, 'ada@example.org')).toEqual(['signal: Welcome started']);
  expect(story(database, view, 'ticket:T1')).toEqual(['about: Triage started', 'about: Triage stopped']);
  expect(story(database, view, 'ticket:T2')).toEqual(['about: Triage started']);
  expect(story(database, view, 'ticket:ada')).toEqual(['about: Triage started']);
  expect(view.byKey('T1')).toBeNull();
  expect(view.find(view.byKey('ticket:T1') ?? 0)?.customer).toMatchObject({
    about: 'ticket',
    keys: { ticket_id: ['T1'] },
    profile: {},
  });
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
});

it('goes on with the same subjects after it ended without warning, and takes no signal twice', () => {
  const before = play('again.db', [['Opened', null, { ticket: 'T1' }]], 'commit');
  before.release();
  const repeated = play('again.db', [['Opened', null, { ticket: 'T1' }]], 'commit');
  expect(repeated.statuses).toEqual(['duplicate']);
  repeated.release();
  const { database, release } = play('again.db', [['Closed', 'bob', { ticket: 'T1' }]], 'close', 1);
  const view = openView(database);
  expect(story(database, view, 'ticket:T1')).toEqual(['about: Triage started', 'about: Triage stopped']);
  expect(view.customers).toBe(2);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
});

it('keeps who was a customer by that key apart from the ticket of the same key, when the files change', () => {
  const { database, engine, release } = openEngine(before, join(folder, 'changed.db'));
  const open = (id: string, at: number): void => {
    accept(engine, { id, type: 'Opened', time: new Date(START + at).toISOString(), data: { ticket: 'T1' } });
  };
  open('a', 0);
  engine.reload(graph, 'mia', START);
  open('b', 1000);
  engine.reload(before, 'mia', START);
  open('c', 2000);
  engine.close();
  const view = openView(database);
  expect(
    [...view.all()].map(({ about, instances }) => [about ?? 'customer', ...instances.map((i) => i.journey)]),
  ).toEqual([
    ['customer', 'Welcome'],
    ['ticket', 'Triage'],
  ]);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [], customers: 1 });
  release();
});

it('tells tickets of a signal without a customer, also those that came after it was first asked whom it is for', () => {
  const { database, release } = play(
    'told.db',
    [
      ['Opened', 'ada', { ticket: 'T1' }],
      ['Recalled', null, { reason: 'wheel' }],
      ['Opened', 'ada', { ticket: 'T2' }],
      ['Recalled', null, { reason: 'door' }],
    ],
    'close',
  );
  const view = openView(database);
  const reviews = (key: string): number =>
    story(database, view, key).filter((each) => each === 'told: Review started, Review finished').length;
  expect([reviews('ticket:T1'), reviews('ticket:T2'), reviews('ada')]).toEqual([2, 1, 0]);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
});

it('says which record is damaged where it cannot be applied', () => {
  const { database, release } = play('damaged.db', [['Opened', null, { ticket: 'T1' }]], 'commit');
  const { first, records } = database.prepare('SELECT first, records FROM log ORDER BY first DESC').get() as {
    first: number;
    records: Buffer;
  };
  let start = 0;
  for (let next = 0; next < records.length; next += records.readUInt32LE(next)) start = next;
  // The place of a record's kind: now an act of an operator, which its body is not.
  expect(records.readUInt8(start + 22)).toBe(13);
  records.writeUInt8(12, start + 22);
  database.prepare('UPDATE log SET records = ? WHERE first = ?').run(records, first);
  expect(() => openView(database)).toThrow('Record 3 of the log cannot be read: the file is damaged.');
  release();
});

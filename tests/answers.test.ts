/** Answers of others, emitted signals and branches go through the log: what is replayed, or recovered after a crash, is the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import type { Database } from '../runtime/store/open.ts';
import { readRejects } from '../runtime/store/rejects.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'desk.journey': `
signal Asked { about: text }
signal Told { price: money }
signal Done {}
action Price(about: text) -> { price: money } { via http shop, timeout 1 hour }
model Risk(asked: integer) -> percent { via http risk, keep 1 day, or 10% }
profile { asked: integer is count of Asked }
journey Pricing { start on Asked as a every time
  expire after 30 days
  together {
    branch {
      call Price(a.about) as answer { on failed { finish as unknown } }
      emit Told { price: answer.price }
    }
    branch { wait for Done }
  } until any
  if Risk(profile.asked) > 50% { finish as risky }
  finish as done
}
journey Telling { start on Told as told every time
  if told.price > 100 GBP { finish as dear }
  finish as cheap
}
`,
});

const start = Date.UTC(2026, 2, 2, 10);

function ask(engine: Engine, id: string, subject: string): void {
  const signal = { id, type: 'Asked', time: new Date(start).toISOString(), subject, data: { about: id } };
  const receipt = accept(engine, signal);
  expect(receipt.status).toBe('accepted');
}

interface OpenCall {
  readonly id: string;
  readonly customer: number;
  readonly name: string;
  readonly status: string;
}

const callsIn = (database: Database): OpenCall[] =>
  database.prepare('SELECT id, customer, name, status FROM calls ORDER BY id').all() as OpenCall[];

it('answers come in through the log, and are read like signals', () => {
  const file = join(folder, 'answers.db');
  let { engine, database, release } = openEngine(graph, file);
  for (const who of ['ada', 'bob', 'eve', 'kim']) ask(engine, `s-${who}`, who);
  engine.commit();
  const asked = callsIn(database).filter(({ name }) => name === 'Price');
  expect(asked).toHaveLength(4);
  const [ada, bob, eve] = asked;
  if (ada === undefined || bob === undefined || eve === undefined) throw new Error('four calls were expected');
  engine.answer(ada.customer, { call: ada.id, ok: true, value: { price: 120.5 } }, start + 1000);
  engine.answer(ada.customer, { call: ada.id, ok: true, value: { price: 1 } }, start + 2000);
  engine.answer(bob.customer, { call: bob.id, ok: true, value: { price: 'a lot' } }, start + 3000);
  engine.answer(eve.customer, { call: eve.id, ok: false, error: 'the shop is closed' }, start + 4000);
  engine.commit();
  // Without `close` the customers are not written: this is what a crash leaves.
  release();
  ({ engine, database, release } = openEngine(graph, file));
  engine.wakeUntil(start + 2 * 3_600_000, true);
  const risk = callsIn(database).find(({ name, customer }) => name === 'Risk' && customer === ada.customer);
  engine.answer(ada.customer, { call: risk?.id ?? '', ok: true, value: 0.9 }, start + 3 * 3_600_000);
  engine.close();
  const statuses = callsIn(database).filter(({ name }) => name === 'Price');
  expect(statuses.map(({ status }) => status)).toEqual(['answered', 'failed', 'failed', 'late']);
  const view = openView(database);
  const ends = [1, 2, 3, 4].map((number) =>
    timeline(database, view, number).flatMap(({ kind, decisions }) =>
      decisions.filter((d) => d.kind === 'finished').map((d) => `${kind} ${d.journey} ${d.outcome}`),
    ),
  );
  expect(ends).toEqual([
    ['answer Pricing done', 'emit Telling dear'],
    ['answer Pricing unknown'],
    ['answer Pricing unknown'],
    ['wake Pricing unknown'],
  ]);
  expect(view.find(1)?.customer.answers?.Risk?.value).toBe(0.9);
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
});

it('what becomes of a message finds its customer by the message', () => {
  const mail = compileTexts({
    'mail.journey': `
signal Asked { about: text }
profile { email: email? }
identity { strong user_id, email }
purpose Service { consent assumed }
channel email { to profile.email, via console }
signal Known { email: email key email }
on Known as k { set profile.email = k.email }
message Note for Service { on email { body "hello" } }
journey Noting { start on Asked every time
  send Note on email, else finish as unreachable {
    on clicked pay { finish as paying }
    on bounced { finish as lost }
    after 2 days { finish as silent }
  }
}
`,
  });
  const file = join(folder, 'mail.db');
  const { database, engine } = openEngine(mail.graph, file);
  const take = (id: string, type: string, more: object) => {
    const body = { id, type, time: new Date(start).toISOString(), ...more };
    return accept(engine, body).status;
  };
  for (const who of ['ada', 'bob']) {
    take(`known-${who}`, 'Known', { subject: who, data: { email: `${who}@example.org` } });
    take(`asked-${who}`, 'Asked', { subject: who, data: { about: 'x' } });
  }
  engine.commit();
  const sent = database.prepare('SELECT id FROM outbox ORDER BY customer').pluck().all() as string[];
  expect(take('d1', 'message.clicked', { data: { message: sent[0], link: 'pay' } })).toBe('accepted');
  expect(take('d1', 'message.clicked', { data: { message: sent[0], link: 'pay' } })).toBe('duplicate');
  expect(take('d2', 'message.bounced', { subject: 'nobody', data: { message: sent[1] } })).toBe('accepted');
  // An id that nothing has left under, though there are such records, and one of something else.
  for (const message of ['m-9999-0', 'm-1-0', `${sent[0]}-7`, sent[0]?.replace('m-', 't-')])
    expect(take('d3', 'message.opened', { data: { message } })).toBe('rejected');
  expect(take('d4', 'call.answered', { data: { call: sent[0] } })).toBe('rejected');
  expect(take('d5', 'task.resolved', { data: { task: sent[0] } })).toBe('rejected');
  // Who was forgotten may have had that call: what it brings is not kept.
  expect(take('d9', 'call.answered', { data: { call: 'c-9999-0', value: 'Ada lives here' } })).toBe('rejected');
  engine.commit();
  const kept = readRejects(database, 99).map(({ text }) => text);
  expect(kept.filter((text) => text.includes('Ada lives here'))).toEqual([]);
  expect(kept.find((text) => text.includes('c-9999-0'))).toContain('"type":"call.answered"');
  // One that does not say what it tells of is no signal of whoever it names.
  for (const [type, data, fault] of [
    ['message.opened', { id: sent[0] }, '`data` of `message.opened` should name the message: `{"message": "m-12-0"}`.'],
    ['call.failed', {}, '`data` of `call.failed` should name the call: `{"call": "c-13-0"}`.'],
    ['task.resolved', { task: 7 }, '`data` of `task.resolved` should name the task: `{"task": "t-14-0"}`.'],
  ] as const) {
    expect(take('d6', type, { data })).toBe('rejected');
    expect(take('d7', type, { subject: 'ada', data })).toBe('rejected');
    engine.commit();
    expect(readRejects(database, 99).filter(({ reason }) => reason === fault)).toHaveLength(2);
  }
  // One that is called like a report is told which there are; with a customer it is a signal that no file declares.
  expect(take('d10', 'call.completed', { data: { call: 'c-1-0' } })).toBe('rejected');
  engine.commit();
  expect(readRejects(database, 99).map(({ reason }) => reason)).toContain(
    '`call.completed` is no report: there are `call.answered`, `call.failed`. A signal of your own says whose it is.',
  );
  expect(take('d8', 'task.forgotten', { subject: 'ada', data: {} })).toBe('accepted');
  // As it came, and not as it would stand in the log.
  expect(readRejects(database, 99).filter(({ text }) => JSON.parse(text).type === undefined)).toEqual([]);
  engine.close();
  const view = openView(database);
  const ends = [1, 2].flatMap((number) =>
    timeline(database, view, number).flatMap(({ decisions }) =>
      decisions.filter((d) => d.kind === 'finished').map((d) => d.outcome),
    ),
  );
  expect(ends).toEqual(['paying', 'lost']);
  expect(replayAll(database, true).differences).toEqual([]);
});

it('a message is written in the language of its customer', () => {
  const hello = compileTexts({
    'hello.journey': `
signal Known { email: email key email, locale: locale? }
identity { strong user_id, email }
profile { email: email?, locale: locale? }
purpose Service { consent assumed }
channel email { to profile.email, via console }
on Known as k { set profile.email = k.email  set profile.locale = k.locale }
message Hello for Service {
  on email in de { body "Hallo" }
  on email in pt-BR { body "Oi" }
  on email { body "Hello" }
}
journey Greeting { start on Known every time
  send Hello on email, else finish as unreachable
}
`.replace('  set profile.locale', '\n  set profile.locale'),
  });
  const file = join(folder, 'hello.db');
  const { database, engine } = openEngine(hello.graph, file);
  for (const [index, locale] of ['de-AT', 'pt-BR', 'pt', null].entries()) {
    const data = { email: `p${index}@example.org`, locale };
    const body = { id: `k${index}`, type: 'Known', time: new Date(start).toISOString(), subject: `p${index}`, data };
    accept(engine, body);
  }
  engine.close();
  const contents = database.prepare('SELECT content FROM outbox ORDER BY customer').pluck().all() as string[];
  expect(contents.map((content) => JSON.parse(content).body)).toEqual(['Hallo', 'Oi', 'Hello', 'Hello']);
});

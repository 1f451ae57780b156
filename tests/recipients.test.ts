/** A message from the journey of one customer to another one, through the engine: what is held, who joins meanwhile, what is opened. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { programsOf } from '../runtime/core/programs.ts';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { readOutbox } from '../runtime/store/outbox.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-recipients-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'a.journey': `
signal Ordered { order: id, payer_email: email }
signal Known { email: email key email }
signal Refused {}
signal Settled {}
identity { strong user_id, email }
profile { email: email? }
on Known as known { set profile.email = known.email }
on Refused { withdraw consent for Service }
purpose Service { consent assumed }
channel email { to profile.email, via console }
policy Night for Service { quiet 21:00..08:00 in "Europe/London" }
message ToPay(order: text) for Service { on email { body "pay {order}" } }
journey Buying {
  start on Ordered as ordered per ordered.order every time
  stop when any Settled as settled
  send ToPay(ordered.order) to customer(ordered.payer_email) as asked on email, else finish as unpaid
  wait {
    on opened of asked { finish as seen }
    after 3 days { finish as unseen }
  }
}`,
});

const START = Date.UTC(2026, 2, 2, 22);
const HOUR = 3_600_000;

function play(
  name: string,
  script: (send: (type: string, subject: string | null, data: object, at: number) => void, engine: Engine) => void,
  files = graph,
) {
  const { database, engine, release } = openEngine(files, join(folder, name));
  let sent = 0;
  script((type, subject, data, at) => {
    const time = new Date(START + at).toISOString();
    const line = { id: `s${++sent}`, type, ...(subject === null ? {} : { subject }), time, data };
    const receipt = accept(engine, line);
    expect(receipt.status).toBe('accepted');
  }, engine);
  engine.close();
  const view = openView(database);
  const told = (key: string): string[] => {
    const number = view.byKey(key);
    const entries = number === null ? [] : timeline(database, view, number);
    return entries.flatMap(({ kind, decisions }) =>
      decisions.map((decision) => `${kind}: ${decision.journey} ${decision.kind} ${decision.outcome ?? ''}`.trim()),
    );
  };
  const result = { ada: told('ada'), bob: told('bob'), outbox: readOutbox(database, { status: null, limit: 10 }) };
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
  return result;
}

it('waits with whoever gets it, also when they turn out to be somebody we know, and both hear that it was opened', () => {
  const { ada, bob, outbox } = play('held.db', (send) => {
    send('Known', 'bob', { email: 'b2@example.org' }, 0);
    send('Known', null, { email: 'b@example.org' }, 0);
    send('Ordered', 'ada', { order: 'o1', payer_email: 'b@example.org' }, HOUR);
    // Whoever has that address turns out to be Bob: what waits there goes along.
    send('Known', 'bob', { email: 'b@example.org' }, 3 * HOUR);
    send('Known', 'bob', { email: 'b@example.org' }, 12 * HOUR);
    send('message.opened', null, { message: 'm-9-0-3' }, 13 * HOUR);
  });
  expect(outbox).toMatchObject([{ id: 'm-9-0-3', customer: 1, journey: 'Buying', address: 'b@example.org' }]);
  expect(bob).toEqual([
    'signal: null set',
    'signal: null set',
    'parcel: Buying held Night',
    'signal: null set',
    'wake: Buying sent email',
  ]);
  expect(ada).toEqual([
    'signal: Buying started',
    'signal: Buying passed p-4-0',
    'heard: Buying heard held',
    'heard: Buying heard sent',
    'heard: Buying delivery opened',
    'heard: Buying went_on opened',
    'heard: Buying finished seen',
  ]);
});

it('who sends turns out to be who gets it, and must not get it any more: the step hears of it', () => {
  const { ada } = play('same.db', (send) => {
    send('Known', 'bob', { email: 'b@example.org' }, 0);
    send('Ordered', 'ada', { order: 'o1', payer_email: 'b@example.org' }, HOUR);
    send('Refused', 'ada', {}, 2 * HOUR);
    send('Known', 'ada', { email: 'b@example.org' }, 3 * HOUR);
  });
  expect(ada.slice(-3)).toEqual([
    'join: Buying dropped no consent',
    'heard: Buying heard dropped',
    'heard: Buying finished unpaid',
  ]);
});

it('who gets it turns out to be who sends, and what sent it ends with that: the message is taken back', () => {
  const { ada, outbox } = play('taken-back.db', (send) => {
    send('Known', 'ada', { email: 'a@example.org' }, 0);
    send('Known', 'bob', { email: 'b@example.org' }, 0);
    send('Ordered', 'ada', { order: 'o1', payer_email: 'b@example.org' }, HOUR);
    send('Settled', 'bob', {}, 2 * HOUR);
    send('Known', 'bob', { email: 'a@example.org' }, 3 * HOUR);
    send('Known', 'bob', { email: 'a@example.org' }, 24 * HOUR);
  });
  expect(ada.slice(-2)).toEqual(['join: Buying stopped settled', 'recall: Buying cancelled']);
  expect(outbox).toEqual([]);
});

const buying = (steps: string) =>
  compileTexts({
    'a.journey': `
type Guest { email: email }
signal Ordered { payer_email: email, guests: list of Guest }
signal Known { email: email key email }
identity { strong user_id, email }
profile { email: email? }
on Known as known { set profile.email = known.email }
purpose Service { consent assumed }
channel email { to profile.email, via console }
policy Night for Service { quiet 21:00..08:00 in "Europe/London" }
message ToPay for Service { on email { body "pay" } }
message Again for Service { on email { body "pay, please" } }
journey Buying {
  start on Ordered as ordered
    every time
${steps}
}`,
  }).graph;

it('who waits for somebody who is forgotten goes on, also where it had a second message for them', () => {
  const twice = buying(`
  send ToPay to customer(ordered.payer_email) on email, else go to again
  finish as asked
  step again {
    send Again to customer(ordered.payer_email) on email, else finish as unpaid
    finish as asked
  }`);
  const { ada } = play(
    'forgotten.db',
    (send, engine) => {
      send('Known', 'bob', { email: 'b@example.org' }, 0);
      send('Ordered', 'ada', { payer_email: 'b@example.org', guests: [] }, HOUR);
      expect(engine.operate({ act: 'forget', customer: 1, by: 'mia' }, START + 2 * HOUR)).toMatchObject({ ok: true });
      send('Known', 'ada', { email: 'a@example.org' }, 24 * HOUR);
    },
    twice,
  );
  expect(ada).toContain('heard: Buying finished unpaid');
});

it('a list of thousands is gone through to its end, and who goes round by messages that nobody gets stands still', () => {
  const guests = Array.from({ length: 3000 }, (_, index) => ({ email: `g${index}@example.org` }));
  const ordered = { payer_email: 'b@example.org', guests };
  const invites = buying(`
  for each guest in ordered.guests { send ToPay to customer(guest.email) on email, else go on }
  finish as invited`);
  const all = play('list.db', (send) => send('Ordered', 'ada', ordered, 12 * HOUR), invites);
  expect(all.ada.at(-1)).toBe('heard: Buying finished invited');
  const round = buying(`
  step ask {
    send ToPay to customer(ordered.payer_email) on email, else go to later
    finish as asked
  }
  step later {
    wait {
      when profile.email is absent { go to ask }
      after 1 day { finish as unpaid }
    }
  }`);
  const { ada } = play('round.db', (send) => send('Ordered', 'ada', ordered, 12 * HOUR), round);
  expect(ada.at(-1)).toBe('heard: Buying stuck loop without a wait');
  const world = createWorld(programsOf(compileProgram(round)), START);
  world.signal('ada', 'Ordered', ordered, START);
  expect(world.happened.at(-1)?.decisions.at(-1)).toMatchObject({ kind: 'stuck' });
});

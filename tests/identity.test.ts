/** Who a signal is about: strong keys join at once, weak ones only through a strong one; histories and journeys join. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Receipt } from '../runtime/engine/types.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView, type View } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { summarize } from '../runtime/insight/summary.ts';
import type { Database } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-identity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'shop.journey': `
signal Seen {}
signal Known { email: email? key email, device: id? key device_id }
identity { strong user_id, email   weak device_id }
profile {
  seen: integer is count of Seen
  first_name: text?
  visits: integer?
  vip: boolean?
}
signal Agreed {}
signal Refused {}
purpose Marketing { consent asked }
on Agreed { grant consent for Marketing }
on Refused { withdraw consent for Marketing }
channel push { to profile.first_name, via console }
signal AgreedByPush {}
on AgreedByPush { grant consent for Marketing on push }
journey Watching { start on Seen once
  wait for Known ever up to 10 days { finish as known } else { finish as unknown }
}
`,
});

let files = 0;

interface Given {
  readonly keys?: Readonly<Record<string, string>>;
  readonly subject?: string;
  readonly type?: string;
  readonly data?: object;
}

function play(signals: readonly Given[]): { view: View; database: Database; receipts: Receipt[] } {
  const receipts: Receipt[] = [];
  const file = join(folder, `${++files}.db`);
  const { database, engine } = openEngine(graph, file);
  for (const [index, { keys, subject, type = 'Seen', data = {} }] of signals.entries()) {
    const time = new Date(Date.UTC(2026, 2, 2, 10, index)).toISOString();
    const signal = { id: `s${index}`, type, time, subject, keys, data };
    const receipt = accept(engine, signal);
    expect(receipt.status).toBe('accepted');
    receipts.push(receipt);
  }
  engine.close();
  const { differences, customers } = replayAll(database, true);
  expect(differences).toEqual([]);
  // Who has joined another is one with it, wherever people are counted.
  expect(summarize(database).customers).toBe(customers);
  return { view: openView(database), database, receipts };
}

const whoIs = (view: View, ...keys: string[]): (number | null)[] => keys.map((key) => view.byKey(key));

describe('who is looked up by a value', () => {
  it('has it as the first key there is, also while the tables trail the log: a user_id before what a device is called', () => {
    const { database, engine, release } = openEngine(graph, join(folder, 'trailing.db'));
    const see = (id: string, subject: string, keys: object): void => {
      const signal = { id, type: 'Seen', time: '2026-03-02T10:00:00Z', subject, keys, data: {} };
      accept(engine, signal);
    };
    see('s1', 'ada', { device_id: 'ben' });
    see('s2', 'ben', {});
    engine.commit();
    expect(whoIs(openView(database), 'ada', 'ben')).toEqual([1, 2]);
    engine.close();
    expect(whoIs(openView(database), 'ada', 'ben')).toEqual([1, 2]);
    release();
  });
});

describe('identity', () => {
  it('strong keys that come together join their customers, with history and journeys', () => {
    const { view, database } = play([
      { subject: 'ada' },
      { keys: { email: 'ada@example.org' } },
      { subject: 'ada', keys: { email: 'ada@example.org' } },
    ]);
    // Also by the number that it had before: an export of that would hold nothing.
    expect(whoIs(view, 'ada', 'ada@example.org', '#2', '#1', '#3')).toEqual([1, 1, 1, 1, null]);
    const customer = view.find(1)?.customer;
    expect(customer?.keys).toEqual({ user_id: ['ada'], email: ['ada@example.org'] });
    expect(customer?.history.Seen?.length).toBe(3);
    // Two instances of one journey: the older goes on.
    expect(customer?.instances.map(({ id }) => id)).toEqual(['1-1']);
    const entries = timeline(database, view, 1);
    expect(entries.map(({ kind }) => kind)).toEqual(['signal', 'signal', 'join', 'signal']);
    expect(entries.flatMap(({ decisions }) => decisions).some(({ outcome }) => outcome === 'merged')).toBe(true);
  });

  it('a weak key alone names an anonymous customer, and never joins two known ones', () => {
    const { view } = play([
      { keys: { device_id: 'phone' } },
      { subject: 'ada', keys: { device_id: 'phone' } },
      { subject: 'bob', keys: { device_id: 'phone' } },
    ]);
    expect(whoIs(view, 'phone', 'ada', 'bob')).toEqual([1, 1, 2]);
  });

  it('a key that `identity` does not name is kept, but names nobody', () => {
    const { view } = play([
      { subject: 'ada', keys: { shoe: '43' } },
      { subject: 'bob', keys: { shoe: '43' } },
    ]);
    expect(whoIs(view, 'ada', 'bob', '43')).toEqual([1, 2, null]);
  });

  it('the `anonymousId` of clients is a weak key, also where `identity` does not name it', () => {
    const { view } = play([
      { keys: { anonymous_id: 'v' } },
      { keys: { anonymous_id: 'v' } },
      { subject: 'ada', keys: { anonymous_id: 'v' } },
      { subject: 'bob', keys: { anonymous_id: 'v' } },
    ]);
    expect(whoIs(view, 'ada', 'bob', 'v')).toEqual([1, 2, 1]);
  });

  it("a signal that such keys alone should name is nobody's: each of them would make somebody new", () => {
    const { database, engine, release } = openEngine(graph, join(folder, 'undeclared.db'));
    const signal = {
      id: 'u1',
      type: 'Seen',
      time: '2026-03-02T10:00:00Z',
      keys: { hat: '58', shoe: '43' },
      data: {},
    };
    expect(accept(engine, signal)).toEqual({
      status: 'rejected',
      reason:
        '`hat` and `shoe` name nobody, since `identity` does not declare them: give `subject`, or one of its keys.',
    });
    const page = { ...signal, keys: { shoe: '43' } };
    expect(accept(engine, page)).toEqual({
      status: 'rejected',
      reason: '`shoe` names nobody, since `identity` does not declare it: give `subject`, or one of its keys.',
    });
    engine.close();
    expect(openView(database).customers).toBe(0);
    release();
  });

  it('keys in the fields of a signal count, too', () => {
    const file = join(folder, 'fields.db');
    const { database, engine } = openEngine(graph, file);
    const signal = {
      id: 'k',
      type: 'Known',
      subject: 'ada',
      time: '2026-03-02T10:00:00Z',
      data: { email: 'ada@example.org' },
    };
    accept(engine, signal);
    engine.close();
    expect(whoIs(openView(database), 'ada@example.org')).toEqual([1]);
  });

  it('identify feeds the profile; alias joins two user ids', () => {
    const { view, database } = play([
      { subject: 'ada' },
      { subject: 'ada.l' },
      { subject: 'ada', type: 'identify', data: { firstName: 'Ada', visits: 3, seen: 7, vip: 'maybe' } },
      { subject: 'ada', type: 'identify', data: { visits: 3 } },
      { subject: 'ada.l', type: 'alias', data: { previousId: 'ada' } },
      { subject: 'nobody', type: 'alias', data: { previousId: 'no one' } },
    ]);
    expect(whoIs(view, 'ada', 'ada.l')).toEqual([1, 1]);
    // What does not fit, and what is computed, is left out.
    expect(view.find(1)?.customer.profile).toEqual({ first_name: 'Ada', visits: 3 });
    const decisions = timeline(database, view, 1).flatMap((entry) => entry.decisions);
    expect(decisions.filter(({ kind }) => kind === 'set').map(({ subject }) => subject)).toEqual([
      'first_name',
      'visits',
    ]);
    expect(whoIs(view, 'nobody')).toEqual([3]);
  });

  it('identify: what does not fit is said and counted, the rest is taken; a strong key among the traits joins', () => {
    const { view, database, receipts } = play([
      { keys: { email: 'ada@example.org' } },
      { subject: 'ada', type: 'identify', data: { email: 'ada@example.org', firstName: 'Ada', visits: 'many' } },
      { subject: 'bob', type: 'identify', data: { email: 'no address', first_name: 7, visits: 2 } },
    ]);
    expect(whoIs(view, 'ada', 'ada@example.org', 'no address')).toEqual([1, 1, null]);
    expect(view.find(1)?.customer.profile).toEqual({ first_name: 'Ada' });
    expect(receipts.map((receipt) => (receipt.status === 'accepted' ? receipt.unfit : receipt))).toEqual([
      undefined,
      ['`visits` should be a whole number, but is "many".'],
      ['`email` should be an e-mail address, but is "no address".', '`first_name` should be text, but is 7.'],
    ]);
    expect(summarize(database).unfit).toEqual({
      'identify.email': 1,
      'identify.first_name': 1,
      'identify.visits': 1,
    });
  });

  it('consents and caps join to the stricter', () => {
    const { view } = play([
      { subject: 'ada', type: 'Agreed' },
      { subject: 'ada.l', type: 'Refused' },
      { subject: 'ada.l', type: 'alias', data: { previousId: 'ada' } },
    ]);
    expect(view.find(1)?.customer.consents).toEqual({ Marketing: false });
  });

  it('who has refused all of a purpose has refused it on the channel to which the other has agreed', () => {
    const { view } = play([
      { subject: 'ada', type: 'AgreedByPush' },
      { subject: 'ada.l', type: 'Refused' },
      { subject: 'ada.l', type: 'alias', data: { previousId: 'ada' } },
      { subject: 'bob', type: 'AgreedByPush' },
      { subject: 'bob.l', type: 'Seen' },
      { subject: 'bob.l', type: 'alias', data: { previousId: 'bob' } },
    ]);
    expect(view.find(1)?.customer.consents).toEqual({ Marketing: false, 'Marketing on push': false });
    expect(view.find(3)?.customer.consents).toEqual({ 'Marketing on push': true });
  });
});

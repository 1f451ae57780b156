/** Why a message came on another channel than the first one, or on none: which consent, which address, which policy stood against each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { decisionsAbout, type ExplainedDecision, why } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-channels-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'a.journey': `signal Joined { mail: email?, phone: phone? }
signal Agreed {}
signal Stopped { channel: text? }
signal Bought { order: id }
profile { email: email?, phone: phone? }
on Joined as j { set profile.email = j.mail, set profile.phone = j.phone }
on Agreed { grant consent for Offers }
on Stopped as s when s.channel is present { withdraw consent for Offers on sms }
on Stopped as s when s.channel is absent { withdraw consent for Offers }
purpose Offers { consent asked }
channel push { to profile.phone, via console }
channel sms { to profile.phone, via console }
channel email { to profile.email, via console }
policy SmsCap for Offers { at most 1 per day on sms, then drop }
policy Calm for Offers { hold for 1 day after Joined }
policy Calmer for Offers { hold for 2 days after Joined }
message Deal for Offers { on push { text "x" } on sms { text "x" } on email { body "x" } }
journey Dealing {
  start on Bought as b per b.order every time
  send Deal on sms, else email, else push, else finish as unreachable
}
`,
});

let decisions: readonly ExplainedDecision[] = [];

beforeAll(() => {
  const file = join(folder, 'a.db');
  const { database, engine, release } = openEngine(graph, file);
  const signals: readonly (readonly [time: string, type: string, data: object])[] = [
    ['02T08:00', 'Bought', { order: 'o0' }],
    ['02T08:30', 'Agreed', {}],
    ['02T09:00', 'Joined', { phone: '+44 20 7946 0101' }],
    ['02T09:30', 'Bought', { order: 'o1' }],
    ['04T10:00', 'Bought', { order: 'o2' }],
    ['05T08:00', 'Joined', { phone: '+44 20 7946 0101', mail: 'ada@example.org' }],
    ['08T08:00', 'Bought', { order: 'o3' }],
    ['08T08:10', 'Bought', { order: 'o4' }],
    ['09T09:00', 'Stopped', { channel: 'sms' }],
    ['09T10:00', 'Bought', { order: 'o5' }],
    ['09T11:00', 'Stopped', {}],
    ['09T12:00', 'Bought', { order: 'o6' }],
  ];
  for (const [at, type, data] of signals) {
    const signal = { id: `${at} ${type}`, type, time: `2026-03-${at}:00Z`, subject: 'ada', data };
    accept(engine, signal);
  }
  engine.wakeUntil(Date.UTC(2026, 2, 10), true);
  engine.commit();
  const view = openView(database);
  decisions = why(database, view, view.byKey('ada') ?? 0);
  release();
});

/** Of the journey's n-th message: what was decided, and what each channel or policy says. */
function told(kind: string, nth: number): readonly unknown[] {
  const found = decisions.filter((decision) => decision.subject === 'Deal' && decision.kind === kind)[nth];
  return [found?.outcome, ...(found?.because ?? []).map(({ rule, values }) => ({ [rule]: values }))];
}
const SEND = { 'send Deal on sms, else email, else push': {} };

it('a dropped message tells of each channel which consent and which address there was', () => {
  const nothing = { consent: 'never given', address: 'absent' };
  const never = { 'channel sms': nothing };
  expect(told('dropped', 0)).toEqual([
    'no consent',
    never,
    { 'channel email': nothing },
    { 'channel push': nothing },
    SEND,
  ]);
  const withdrawn = { consent: 'withdrawn', address: 'known' };
  expect(told('dropped', 1).slice(1, 3)).toEqual([{ 'channel sms': withdrawn }, { 'channel email': withdrawn }]);
});

it('a message that came on a later channel tells what stood against those before it, and of none behind it', () => {
  const capped = {
    'messages sent': '1',
    allowed: '1',
    'free at': '2026-03-09T08:00:00.000Z',
  };
  expect(told('sent', 2)).toEqual(['sms', SEND]);
  expect(told('sent', 3)).toEqual(['email', { 'policy SmsCap: at most 1 per day on sms, then drop': capped }, SEND]);
  expect(told('sent', 4)).toEqual(['email', { 'channel sms': { consent: 'withdrawn', address: 'known' } }, SEND]);
});

it('asked about a policy, whatever it stood against is told: also one channel, or together with one that lasts longer', () => {
  expect(decisionsAbout(decisions, 'SmsCap').map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
    'sent push',
    'sent email',
  ]);
  expect(decisionsAbout(decisions, 'Calm').map(({ kind, outcome }) => `${kind} ${outcome}`)).toContain('held Calmer');
});

it('asked about a purpose, what was said of it on one channel is told', () => {
  expect(decisionsAbout(decisions, 'Offers').map(({ subject, outcome }) => `${outcome} ${subject}`)).toEqual([
    'grant Offers',
    'withdraw Offers on sms',
    'withdraw Offers',
  ]);
});

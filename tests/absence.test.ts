/** `journey why CUSTOMER NAME` where nothing was decided: what did not happen before, and where. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { type Absence, absences, absencesSince } from '../runtime/insight/absence.ts';
import { decisionsAbout, why } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-absence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'a.journey': `signal Booked { visit: id, paid: boolean }
signal Came { visit: id }
profile { email: email?, taste: text is Taste("a") }
purpose Service { consent assumed }
purpose Offers { consent asked }
channel post { to profile.email, via console }
model Taste(about: text) -> text { via http desk, timeout 1 second, keep 1 day, or "" }
action OpenTicket(about: text) -> text { via http desk, or "" }
channel email { to profile.email, via console }
team desk { via console }
team boss { via console }
team attic { via console }
policy Calm for Service { at most 5 messages per 1 day }
message HowWasIt for Service { on email { subject "How was it?" body "Tell us." } }
message Never for Service { on email { subject "x" body "y" } }
journey Visit {
  for Service
  start on Booked as visit when visit.paid once per visit.visit
  wait for Came up to 1 hour {
    send HowWasIt on email, else go on
    finish as seen
  } else {
    finish as missed
  }
}
journey Other {
  start on Came once
  handoff to desk { within 1 hour, else escalate to boss }
  call OpenTicket("x")
  experiment Pace { variant slow 50% { wait 1 day }, variant fast 50% { } }
}
`,
});

const booked = (id: string, subject: string, minute: number, paid = true): object => ({
  id,
  type: 'Booked',
  time: `2026-03-02T10:${minute}:00Z`,
  subject,
  data: { visit: id, paid },
});

it('tells where it ended, where it stands, or that it has not started', () => {
  const file = join(folder, 'a.db');
  const { database, engine, release } = openEngine(graph, file);
  const signals = [booked('v1', 'ada', 10), booked('v2', 'bob', 20, false), booked('v3', 'ada', 55)];
  for (const signal of signals) accept(engine, signal);
  engine.wakeUntil(Date.UTC(2026, 2, 2, 11, 30), true);
  engine.commit();
  const view = openView(database);
  const absent = (customer: string, name: string): readonly Absence[] => {
    const number = view.byKey(customer) ?? 0;
    return absences(view, number, why(database, view, number), name);
  };
  const there = { journey: 'Visit', file: 'a.journey', line: 20 };

  expect(absent('ada', 'HowWasIt')).toEqual([
    { kind: 'ended', instance: '1-1', outcome: 'missed', time: '2026-03-02T11:10:00.000Z', ...there },
    { kind: 'running', instance: '1-2', at: 19, ...there },
  ]);
  const start = 'on Booked as visit when visit.paid';
  expect(absent('bob', 'HowWasIt')).toEqual([{ kind: 'not_started', start, refused: 1, last: 'condition', ...there }]);
  expect(absent('ada', 'desk')).toEqual([
    { kind: 'not_started', start: 'on Came', refused: 0, last: null, journey: 'Other', file: 'a.journey', line: 28 },
  ]);
  expect(absent('ada', 'Other')).toMatchObject([{ kind: 'not_started', line: 26 }]);
  expect(absent('ada', 'Never')).toEqual([{ kind: 'unused' }]);
  expect(absent('ada', 'attic')).toEqual([{ kind: 'unused' }]);
  expect(absent('ada', 'Calm')).toEqual([{ kind: 'silent' }]);
  expect(absent('ada', 'boss')).toMatchObject([{ kind: 'not_started', journey: 'Other', line: 28 }]);
  expect(absent('ada', 'email')).toEqual(absent('ada', 'HowWasIt'));
  expect(absent('ada', 'post')).toEqual([{ kind: 'unused' }]);
  expect(absent('ada', 'OpenTicket')).toMatchObject([{ kind: 'not_started', journey: 'Other', line: 29 }]);
  expect(absent('ada', 'Pace')).toMatchObject([{ kind: 'not_started', journey: 'Other', line: 30 }]);
  expect(absent('ada', 'Taste')).toEqual([{ kind: 'unasked' }]);
  expect(absent('ada', 'Service')).toEqual([{ kind: 'unsaid', consent: 'assumed' }]);
  expect(absent('ada', 'Offers')).toEqual([{ kind: 'unsaid', consent: 'asked' }]);
  const known = ['Other', 'Visit', 'HowWasIt', 'Never', 'attic', 'boss', 'desk', 'email', 'post', 'OpenTicket'];
  expect(absent('ada', 'HowWasI')).toEqual([
    { kind: 'unknown', known: [...known, 'Taste', 'Calm', 'Offers', 'Service', 'Pace'] },
  ]);
  release();
});

it('what was decided once does not hide that it was not decided the last time', () => {
  const { database, engine, release } = openEngine(graph, join(folder, 'c.db'));
  const came = { id: 'c1', type: 'Came', time: '2026-03-02T10:15:00Z', subject: 'ada', data: { visit: 'v1' } };
  const again = [booked('v2', 'ada', 20), booked('v3', 'ada', 30, false), booked('v4', 'ada', 50)];
  for (const signal of [booked('v1', 'ada', 10), came, ...again]) accept(engine, signal);
  engine.wakeUntil(Date.UTC(2026, 2, 2, 11, 30), true);
  engine.commit();
  const view = openView(database);
  const since = (name: string): readonly Absence[] => {
    const all = why(database, view, 1);
    return absencesSince(view, 1, all, name, decisionsAbout(all, name));
  };
  const there = { journey: 'Visit', file: 'a.journey', line: 20 };
  expect(since('HowWasIt')).toEqual([
    { kind: 'ended', instance: '1-3', outcome: 'missed', time: '2026-03-02T11:20:00.000Z', ...there },
    { kind: 'running', instance: '1-4', at: 19, ...there },
  ]);
  for (const name of ['Visit', 'email', 'desk', 'Other']) expect(since(name)).toEqual([]);
  release();
});

it('a branch that is given up does not end its instance', () => {
  const branches = `signal Booked { visit: id, paid: boolean }
signal Came { visit: id }
team desk { via console }
journey Visit {
  start on Booked once
  together {
    branch { wait 1 hour }
    branch { wait for Came }
  } until any
  wait for Came
  handoff to desk
}
`;
  const compiled = compileTexts({ 'a.journey': branches }).graph;
  const { database, engine, release } = openEngine(compiled, join(folder, 'b.db'));
  accept(engine, booked('v1', 'ada', 10));
  engine.wakeUntil(Date.UTC(2026, 2, 2, 11, 30), true);
  engine.commit();
  const view = openView(database);
  const decisions = why(database, view, 1);
  expect(decisions.at(-1)?.kind).toBe('went_on');
  expect(decisions.some(({ kind }) => kind === 'cancelled')).toBe(true);
  const where = { journey: 'Visit', file: 'a.journey', line: 11 };
  expect(absences(view, 1, decisions, 'desk')).toEqual([{ kind: 'running', instance: '1-1', at: 10, ...where }]);
  release();
});

it('what older files still come to is not unknown, and what was forgotten has not failed to begin', () => {
  const file = join(folder, 'older.db');
  const first = openEngine(graph, file);
  accept(first.engine, booked('v1', 'ada', 10));
  first.engine.close();
  first.release();
  // Neither the journey nor its message is in the files any more, and what is stands in others.
  const newer = compileTexts({
    'b.journey':
      'signal Booked { visit: id, paid: boolean }\njourney Later { start on Booked as b when b.paid once }\n',
  }).graph;
  const { database, engine: second, release } = openEngine(newer, file);
  accept(second, booked('v2', 'bob', 11));
  const absent = (number: number, name: string): readonly Absence[] => {
    const view = openView(database);
    return absences(view, number, why(database, view, number), name);
  };
  second.commit();
  const there = { journey: 'Visit', file: 'a.journey', line: 20 };
  expect(absent(1, 'HowWasIt')).toEqual([{ kind: 'running', instance: '1-1', at: 19, ...there }]);
  expect(absent(2, 'HowWasIt')).toMatchObject([{ kind: 'unknown' }]);
  expect(second.operate({ act: 'forget', customer: 2, by: 'mia' }, Date.UTC(2026, 2, 3))).toMatchObject({ ok: true });
  expect(absent(2, 'Later')).toEqual([{ kind: 'forgotten' }]);
  second.close();
  release();
});

/** What operators do: pause, resume, cancel, move, claim. Each act is a record, and the log replays to the same state. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../runtime/engine/engine.ts';
import type { Operated } from '../runtime/engine/operation.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { decisionsAbout, timeline, why } from '../runtime/insight/history.ts';
import { customerName } from '../runtime/insight/instances.ts';
import { readActs, readPauses } from '../runtime/store/acts.ts';
import type { Database } from '../runtime/store/open.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, type OpenEngine, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-acts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'shop.journey': `
signal Left { cart: id }
signal Bought { cart: id }
purpose Service { consent assumed }
profile { email: email = "someone@example.org" }
channel email { to profile.email, via smtp }
message Nudge for Service { on email { subject "Still there?" text "Your cart waits" } }
team care { via http desk }
team boss { via http desk }
signal Invited { friend: id }
signal Asked { cart: text }
policy Night for message Invitation { quiet 10:00..12:00 in "UTC", then deliver later }
message Invitation for Service { on email { subject "Come" text "along" } }
journey Invite {
  for Service
  start on Invited as i every time
  send Invitation on email to customer(i.friend), else finish as alone
}
journey Asking {
  for Service
  start on Asked as question every time
  handoff to care {
    because "asks {question.cart}"
    within 4 hours, else escalate to boss
  }
}
journey Rescue {
  for Service
  start on Left as cart per cart.cart every time
  stop on Bought where it.cart == cart.cart as bought
  expire after 20 days
  wait 2 days
  send Nudge on email
  handoff to care {
    because "no answer"
    within 4 hours, else escalate to boss
    on resolved { finish as helped }
    on returned { send Nudge on email, finish as open }
  }
}
`,
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 2, 10);

let files = 0;
let database: Database;
let engine: Engine;
let release: OpenEngine['release'];
let now = START;
let ids = 0;

function open(name = `${++files}.db`): void {
  ({ database, engine, release } = openEngine(graph, join(folder, name)));
}

/** As after kill -9: nothing of the engine is written that a commit has not written. */
function crash(): void {
  const name = `${files}.db`;
  release();
  open(name);
}

function start(): void {
  now = START;
  open();
}

function signal(type: string, subject: string, cart: string, field = 'cart'): void {
  const line = { id: `s${++ids}`, type, subject, time: new Date(now).toISOString(), data: { [field]: cart } };
  expect(accept(engine, line, now).status).toBe('accepted');
}

function later(ms: number): void {
  now += ms;
  engine.wakeUntil(now, true);
}

/** `held Rescue` and the like of one customer, without those that only say why nothing happened. */
function decisions(key: string): string[] {
  engine.commit();
  const view = openView(database);
  const number = view.byKey(key);
  const entries = number === null ? [] : timeline(database, view, number);
  return entries.flatMap((entry) =>
    entry.decisions.map(({ kind, subject, outcome }) =>
      [kind, subject, outcome].filter((each) => each !== null).join(' '),
    ),
  );
}

function done(result: Operated): Operated & { readonly ok: true } {
  if (!result.ok) throw new Error(result.reason);
  return result;
}

afterEach(() => {
  engine.close();
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
});

describe('pause', () => {
  it('keeps back starts, timers and messages; stops are heard; resuming lets happen what was due', () => {
    start();
    signal('Left', 'ada', 'a');
    signal('Left', 'bob', 'b');
    now += DAY;
    done(engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now));
    signal('Left', 'cem', 'c');
    expect(decisions('cem')).toEqual(['not_started paused']);
    later(3 * DAY);
    expect(decisions('ada')).toEqual(['started a']);
    signal('Bought', 'bob', 'b');
    expect(decisions('bob')).toEqual(['started b', 'stopped bought']);
    expect(engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now)).toEqual({
      ok: false,
      reason: 'Journey Rescue is paused already.',
    });
    crash();
    later(DAY);
    expect(decisions('ada')).toEqual(['started a']);
    expect([...readPauses(database).keys()]).toEqual(['Rescue']);
    expect(done(engine.operate({ act: 'resume', journey: 'Rescue', by: 'mia' }, now)).count).toBe(1);
    expect(decisions('ada').slice(1)).toEqual([
      'went_on time',
      'sent Nudge email',
      expect.stringContaining('handed care'),
    ]);
  });

  it('holds before the outward act that a signal leads to, and goes on from there', () => {
    start();
    signal('Left', 'ada', 'a');
    later(2 * DAY);
    engine.commit();
    const [task] = readTasks(database, { team: null, closed: false, limit: 1 });
    done(engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now));
    done(engine.operate({ act: 'close', task: task?.id ?? '', action: 'returned', by: 'zoe' }, now));
    expect(decisions('ada').slice(-2)).toEqual(['task_closed care returned', 'paused Nudge']);
    crash();
    later(DAY);
    expect(decisions('ada').at(-1)).toBe('paused Nudge');
    done(engine.operate({ act: 'resume', journey: 'Rescue', by: 'mia' }, now));
    expect(decisions('ada').slice(-2)).toEqual(['sent Nudge email', 'finished open']);
  });

  it('what was kept back until its instance ended never came, and who asks why is told so', () => {
    start();
    signal('Left', 'ada', 'a');
    later(2 * DAY);
    engine.commit();
    const [task] = readTasks(database, { team: null, closed: false, limit: 1 });
    done(engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now));
    done(engine.operate({ act: 'close', task: task?.id ?? '', action: 'returned', by: 'zoe' }, now));
    done(engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, now));
    engine.commit();
    const about = decisionsAbout(why(database, openView(database), 1), 'Nudge');
    expect(about.map(({ kind }) => kind)).toEqual(['sent', 'paused', 'stopped']);
  });

  it('lets an instance expire in its time', () => {
    start();
    signal('Left', 'ada', 'a');
    done(engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now));
    later(21 * DAY);
    expect(decisions('ada')).toEqual(['started a', 'stopped expired']);
    done(engine.operate({ act: 'resume', journey: 'Rescue', by: 'mia' }, now));
    expect(decisions('ada').length).toBe(2);
    expect(engine.operate({ act: 'pause', journey: 'Nothing', by: 'mia' }, now)).toEqual({
      ok: false,
      reason: 'There is no journey Nothing; there are: Asking, Invite, Rescue.',
    });
  });
});

describe('a message to somebody else', () => {
  function invite(): void {
    start();
    signal('Bought', 'bob', 'b');
    signal('Invited', 'ada', 'bob', 'friend');
    expect(decisions('bob').at(-1)).toBe('held Invitation Night');
  }

  it('stays with them while the journey is paused, and goes once', () => {
    invite();
    done(engine.operate({ act: 'pause', journey: 'Invite', by: 'mia' }, now));
    later(3 * HOUR);
    signal('Bought', 'bob', 'c');
    expect(decisions('bob').at(-1)).toBe('held Invitation Night');
    crash();
    expect(done(engine.operate({ act: 'resume', journey: 'Invite', by: 'mia' }, now)).count).toBeGreaterThan(0);
    expect(decisions('bob').filter((each) => each.startsWith('sent'))).toEqual(['sent Invitation email']);
    expect(decisions('ada').at(-1)).toContain('finished');
  });

  it('is not passed on while the journey is paused', () => {
    start();
    signal('Bought', 'bob', 'b');
    done(engine.operate({ act: 'pause', journey: 'Invite', by: 'mia' }, now));
    signal('Invited', 'ada', 'bob', 'friend');
    expect(decisions('ada')).toEqual(['not_started paused']);
    expect(decisions('bob')).toEqual([]);
    done(engine.operate({ act: 'resume', journey: 'Invite', by: 'mia' }, now));
  });

  it('is in vain when who should get it is forgotten, and goes back when who sent it is', () => {
    invite();
    done(engine.operate({ act: 'forget', customer: 1, by: 'mia' }, now));
    expect(decisions('ada').slice(-2)).toEqual(['heard Invitation dropped', 'finished alone']);
    engine.close();
    release();
    invite();
    done(engine.operate({ act: 'forget', customer: 2, by: 'mia' }, now));
    expect(decisions('bob').at(-1)).toBe('cancelled Invitation');
    later(DAY);
    expect(decisions('bob').filter((each) => each.startsWith('sent'))).toEqual([]);
  });
});

describe('other acts', () => {
  it('cancel: an instance, or all of a journey', () => {
    start();
    for (const name of ['ada', 'bob', 'cem']) signal('Left', name, name);
    done(engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, now));
    expect(decisions('ada').at(-1)).toBe('stopped by mia cancelled');
    expect(engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, now)).toEqual({
      ok: false,
      reason: 'No instance 1-1 is running.',
    });
    expect(done(engine.operate({ act: 'cancel all', journey: 'Rescue', by: 'mia' }, now)).count).toBe(2);
    expect(engine.operate({ act: 'cancel all', journey: 'Rescue', by: 'mia' }, now)).toEqual({
      ok: false,
      reason: 'No instance of Rescue is running.',
    });
    for (const act of ['cancel all', 'resume', 'pause'] as const)
      expect(engine.operate({ act, journey: 'Rescu', by: 'mia' }, now)).toEqual({
        ok: false,
        reason: expect.stringMatching(/^There is no journey Rescu; there are: .*Rescue/),
      });
    later(30 * DAY);
    expect(decisions('bob')).toEqual(['started bob', 'stopped by mia cancelled']);
    expect(readActs(database, { act: 'cancel', limit: 10 }).map(({ by, subject }) => `${by} ${subject}`)).toEqual([
      'mia 3-1',
      'mia 2-1',
      'mia 1-1',
    ]);
  });

  it('cancel comes before what is overdue', () => {
    start();
    signal('Left', 'ada', 'a');
    now += 5 * DAY;
    done(engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, now));
    later(0);
    expect(decisions('ada')).toEqual(['started a', 'stopped by mia cancelled']);
  });

  it('move: the wait, and when it expires', () => {
    start();
    signal('Left', 'ada', 'a');
    done(engine.operate({ act: 'move', instance: '1-1', limit: 'wait', to: { later: 3 * DAY }, by: 'mia' }, now));
    done(
      engine.operate({ act: 'move', instance: '1-1', limit: 'expiry', to: { time: START + 4 * DAY }, by: 'mia' }, now),
    );
    expect(
      engine.operate({ act: 'move', instance: '1-1', limit: 'wait', to: { time: START - 1 }, by: 'mia' }, now),
    ).toMatchObject({ ok: false });
    // What no calendar has would end the process that holds the database.
    for (const to of [{ time: 8.7e15 }, { later: 8.7e15 }, { time: 8.64e15 }])
      expect(engine.operate({ act: 'move', instance: '1-1', limit: 'wait', to, by: 'mia' }, now)).toEqual({
        ok: false,
        reason: 'The new time is later than any calendar goes.',
      });
    crash();
    later(10 * DAY);
    expect(decisions('ada')).toEqual([
      'started a',
      'moved by mia waits until 2026-03-07T10:00:00.000Z',
      'moved by mia expires 2026-03-06T10:00:00.000Z',
      'stopped expired',
    ]);
  });

  it('claim: who takes a task on in time keeps it from going to the team above', () => {
    start();
    signal('Left', 'ada', 'a');
    signal('Left', 'bob', 'b');
    later(2 * DAY);
    engine.commit();
    const [first, second] = readTasks(database, { team: 'care', closed: false, limit: 9 });
    done(engine.operate({ act: 'claim', task: first?.id ?? '', by: 'zoe' }, now));
    later(5 * HOUR);
    engine.commit();
    const teams = readTasks(database, { team: null, closed: false, limit: 9 }).map(({ team, claimedBy }) => [
      team,
      claimedBy,
    ]);
    expect(teams).toEqual([
      ['care', 'zoe'],
      ['boss', null],
    ]);
    done(engine.operate({ act: 'close', task: first?.id ?? '', action: 'returned', by: 'zoe' }, now));
    expect(engine.operate({ act: 'claim', task: first?.id ?? '', by: 'zoe' }, now)).toMatchObject({ ok: false });
    expect(decisions('ada').slice(-2)).toEqual(['sent Nudge email', 'finished open']);
    expect(second?.team).toBe('care');
  });

  it('a task that no journey waits for outlives the one that asked for it, with its time limit', () => {
    start();
    for (const name of ['ada', 'bob', 'cem']) signal('Asked', name, name);
    engine.commit();
    const [ofAda, , ofCem] = readTasks(database, { team: 'care', closed: false, limit: 9 });
    done(engine.operate({ act: 'claim', task: ofAda?.id ?? '', by: 'zoe' }, now));
    done(engine.operate({ act: 'close', task: ofCem?.id ?? '', action: 'resolved', by: 'zoe' }, now));
    crash();
    later(DAY);
    expect(decisions('ada').slice(-2)).toEqual(['finished finished', 'claimed care by zoe']);
    expect(decisions('bob').slice(-2)).toEqual(['finished finished', 'escalated boss t-3-0']);
    const ofCare = decisionsAbout(why(database, openView(database), 2), 'care').map(({ kind }) => kind);
    expect(ofCare).toEqual(['handed', 'escalated']);
    expect(decisions('cem').slice(-1)).toEqual(['finished finished']);
    const teams = readTasks(database, { team: null, closed: true, limit: 9 }).map(({ team, status }) => [team, status]);
    expect(teams).toEqual([
      ['care', 'open'],
      ['boss', 'open'],
      ['care', 'resolved'],
    ]);
  });

  it('a task of somebody who has joined another moves the journey on that goes on there', () => {
    start();
    signal('Left', 'ada', 'a');
    now += HOUR;
    signal('Left', 'bob', 'b');
    later(2 * DAY);
    engine.commit();
    const task = readTasks(database, { team: null, closed: false, limit: 9 }).find(({ customer }) => customer === 2);
    const alias = {
      id: 'alias',
      type: 'alias',
      subject: 'bob',
      time: new Date(now).toISOString(),
      data: { previousId: 'ada' },
    };
    accept(engine, alias, now);
    engine.commit();
    // Lists name who it is by now.
    expect(customerName(openView(database), 2)).toBe(customerName(openView(database), 1));
    done(engine.operate({ act: 'close', task: task?.id ?? '', action: 'resolved', by: 'zoe' }, now));
    expect(decisions('ada').slice(-2)).toEqual(['task_closed care resolved', 'finished helped']);
    expect(done(engine.operate({ act: 'cancel', instance: '1-1', by: 'zoe' }, now)).count).toBe(1);
    expect(engine.operate({ act: 'cancel', instance: '2-1', by: 'zoe' }, now)).toMatchObject({ ok: false });
  });
});

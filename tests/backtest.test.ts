/** What would have been otherwise: the log played once more with other files. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../runtime/engine/engine.ts';
import { openView } from '../runtime/engine/view.ts';
import { type Backtest, backtest } from '../runtime/insight/backtest.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { type Database, openTemporary } from '../runtime/store/open.ts';
import { readOutbox } from '../runtime/store/outbox.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const FILES = `
signal Left { cart: id, total: money }
signal Paid { cart: id }
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
message Nudge for Service { on push { text "Your cart waits" } }
team care { via console }
action Price(cart: id) -> integer { via http shop, timeout 10 seconds }
journey Rescue {
  for Service
  start on Left as left once per left.cart
  stop on Paid where it.cart == left.cart as paid
  send Nudge as nudge on push, else finish as unreachable
  wait {
    on opened of nudge { }
    after 1 day { finish as ignored }
  }
  call Price(left.cart) as price { on failed { finish as unpriced } }
  handoff to care { because "left" share left, this journey on resolved { finish as helped } on returned { finish as alone } }
}
`;
/** Comes first with everybody, and so moves every place in the log that ids are made of. */
const BESIDE = `${FILES}
message Sorry(text: text) for Service { on push { text "{text}" } }
journey Beside {
  for Service
  start on Left once
  send Sorry("We are sorry") on push, else finish as unreachable
}
`;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 9);

const graphOf = (text: string) => compileTexts({ 'a.journey': text }).graph;

interface History {
  readonly engine: Engine;
  readonly database: Database;
  signal(type: string, subject: string | null, data: object): void;
  later(ms: number): void;
  /** nobody wakes meanwhile */
  sleep(ms: number): void;
  /** the newest message, or call, to a customer */
  work(kind: 'message' | 'call'): { readonly id: string; readonly customer: number };
  readonly now: number;
}

/** A history as a daemon writes it, in a database of its own. */
function happened(work: (on: History) => void, text = FILES): Database {
  const { database, engine } = openEngine(graphOf(text), undefined, 'real');
  let now = START;
  let ids = 0;
  work({
    engine,
    database,
    get now() {
      return now;
    },
    signal(type, subject, data) {
      const line = {
        id: `s${++ids}`,
        type,
        ...(subject === null ? {} : { subject }),
        time: new Date(now).toISOString(),
        data,
      };
      const receipt = accept(engine, line, now);
      expect(receipt.status).toBe('accepted');
    },
    sleep(ms) {
      now += ms;
    },
    later(ms) {
      now += ms;
      engine.wakeUntil(now, true);
    },
    work(kind) {
      engine.commit();
      const found = readOutbox(database, { status: null, limit: 10 }).find((row) => row.kind === kind);
      if (found === undefined) throw new Error(`no ${kind} has left`);
      return found;
    },
  });
  engine.close();
  return database;
}

function tried(source: Database, text: string, from: number | null = null): Backtest {
  const stages = { before: openTemporary(), after: openTemporary() };
  const made = backtest(source, stages, { graph: graphOf(text), from, limit: 10 });
  if ('unplayable' in made) throw new Error(made.unplayable);
  return made;
}

/** `Rescue sent Nudge 1 -> 2 (1 customers, 0 moved)` */
function told({ differences }: Backtest): string[] {
  return differences.map(
    ({ journey, what, name, before, after, customers, moved }) =>
      `${journey} ${what} ${name}: ${before} -> ${after} (${customers} customers, ${moved} moved)`,
  );
}

/** Ada opens, is priced and helped; Ben opens nothing; Cleo pays. */
function threeCarts(on: History): void {
  on.signal('Left', 'ada', { cart: 'a', total: 12 });
  const nudge = on.work('message');
  on.later(HOUR);
  on.signal('message.opened', null, { message: nudge.id });
  const call = on.work('call');
  on.engine.answer(call.customer, { call: call.id, ok: true, value: 7 }, on.now);
  on.engine.commit();
  const [task] = readTasks(on.database, { team: 'care', closed: false, limit: 1 });
  if (task === undefined) throw new Error('the team has no task');
  on.later(HOUR);
  on.engine.operate({ act: 'close', task: task.id, action: 'resolved', by: 'mia' }, on.now);
  on.signal('Left', 'ben', { cart: 'b', total: 5 });
  on.signal('Left', 'cleo', { cart: 'c', total: 5 });
  on.later(2 * HOUR);
  on.signal('Paid', 'cleo', { cart: 'c' });
  on.later(48 * HOUR);
}

describe('what came from outside comes again', () => {
  let source: Database;
  beforeAll(() => {
    source = happened(threeCarts);
  });

  it('with the same files everything is as it was, answers, opened messages and tasks included', () => {
    const made = tried(source, FILES);
    expect(made).toMatchObject({ signals: 4, customers: 0, differences: [], unheard: 0, refused: 0, unlikeLog: 0 });
  });

  it('another journey beside it moves every id, and answers still find what they answer', () => {
    const made = tried(source, BESIDE);
    expect(told(made)).toEqual([
      'Beside started : 0 -> 3 (3 customers, 0 moved)',
      'Beside sent Sorry: 0 -> 3 (3 customers, 0 moved)',
      'Beside ended finished: 0 -> 3 (3 customers, 0 moved)',
    ]);
    expect(made).toMatchObject({ customers: 3, unheard: 0, unlikeLog: 0 });
  });

  it('what is not asked any more gets no answer, and that is told', () => {
    const short = FILES.replace(/ {2}call Price.*\n/, '').replace(/ {2}handoff.*\n/, '  finish as done\n');
    const made = tried(source, short);
    expect(told(made)).toEqual([
      'Rescue handed care: 1 -> 0 (1 customers, 0 moved)',
      'Rescue ended done: 0 -> 1 (1 customers, 0 moved)',
      'Rescue ended helped: 1 -> 0 (1 customers, 0 moved)',
    ]);
    expect(made.unheard).toBe(2);
  });

  it('what moved in time is told, customer by customer', () => {
    const made = tried(source, FILES.replace('after 1 day', 'after 20 hours'));
    expect(told(made)).toEqual(['Rescue ended ignored: 1 -> 1 (0 customers, 1 moved)']);
    expect(made.examples).toEqual([
      {
        customer: 'ben',
        journey: 'Rescue',
        what: 'ended',
        name: 'ignored',
        before: ['2026-03-03T11:00:00.000Z'],
        after: ['2026-03-03T07:00:00.000Z'],
      },
    ]);
  });

  it('what has not ended when the log ends is told', () => {
    const made = tried(source, FILES.replace('after 1 day', 'after 30 hours'));
    expect(told(made)).toEqual([
      'Rescue ended ignored: 1 -> 0 (1 customers, 0 moved)',
      'Rescue running : 0 -> 1 (1 customers, 0 moved)',
    ]);
    expect(made.running).toBe(1);
  });

  it('from a time on: who has started before stays with the files of then', () => {
    const half = FILES.replace('send Nudge as nudge on push', 'wait 1 minute\n  send Nudge as nudge on push');
    expect(told(tried(source, half, START + HOUR))).toEqual([
      'Rescue sent Nudge: 2 -> 2 (0 customers, 2 moved)',
      'Rescue ended ignored: 1 -> 0 (1 customers, 0 moved)',
      'Rescue running : 0 -> 1 (1 customers, 0 moved)',
    ]);
  });

  it('who has come first with a signal that the files of now refuse is still the same one', () => {
    const made = tried(source, FILES.replace('total: money }', 'total: money, by: text }'));
    expect(made).toMatchObject({ refused: 3, unheard: 3, unlikeLog: 0, customers: 3 });
    expect(told(made)).toEqual([
      'Rescue started : 3 -> 0 (3 customers, 0 moved)',
      'Rescue sent Nudge: 3 -> 0 (3 customers, 0 moved)',
      'Rescue handed care: 1 -> 0 (1 customers, 0 moved)',
      'Rescue ended helped: 1 -> 0 (1 customers, 0 moved)',
      'Rescue ended ignored: 1 -> 0 (1 customers, 0 moved)',
      'Rescue ended paid: 1 -> 0 (1 customers, 0 moved)',
    ]);
  });

  it('signals that the files of now refuse are counted, with the reason', () => {
    const made = tried(source, FILES.replace('signal Paid { cart: id }', 'signal Paid { cart: id, by: text }'));
    expect(made.refused).toBe(1);
    expect(made.refusal).toContain('`by`');
    expect(told(made)).toEqual([
      'Rescue ended ignored: 1 -> 2 (1 customers, 0 moved)',
      'Rescue ended paid: 1 -> 0 (1 customers, 0 moved)',
    ]);
  });
});

it('operators do again what they did: a pause holds, who was cancelled is cancelled', () => {
  const source = happened(({ engine, signal, later }) => {
    signal('Left', 'ada', { cart: 'a', total: 12 });
    engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, START);
    engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, START);
    signal('Left', 'ben', { cart: 'b', total: 5 });
    later(HOUR);
    engine.operate({ act: 'resume', journey: 'Rescue', by: 'mia' }, START + HOUR);
    signal('Left', 'cleo', { cart: 'c', total: 5 });
    engine.operate(
      { act: 'move', instance: '3-1', limit: 'wait', to: { time: START + 2 * HOUR }, by: 'mia' },
      START + HOUR,
    );
    later(50 * HOUR);
  });
  expect(tried(source, FILES)).toMatchObject({ customers: 0, unlikeLog: 0 });
});

it('who was cancelled or moved is the one that stands in the same place, also where another journey begins with the customer first', () => {
  const source = happened(({ engine, signal, later }) => {
    const act = { by: 'mia', limit: 'wait' } as const;
    signal('Left', 'ada', { cart: 'a', total: 12 });
    signal('Left', 'ada', { cart: 'b', total: 12 });
    expect(engine.operate({ ...act, act: 'cancel', instance: '1-1' }, START).ok).toBe(true);
    expect(engine.operate({ ...act, act: 'move', instance: '1-2', to: { time: START + HOUR } }, START).ok).toBe(true);
    later(50 * HOUR);
  });
  expect(told(tried(source, BESIDE))).toEqual([
    'Beside started : 0 -> 1 (1 customers, 0 moved)',
    'Beside sent Sorry: 0 -> 1 (1 customers, 0 moved)',
    'Beside ended finished: 0 -> 1 (1 customers, 0 moved)',
  ]);
});

describe('an act', () => {
  const SOONER = FILES.replace('after 1 day', 'after 2 hours');
  const EXPIRING = FILES.replace('  send Nudge', '  expire after 3 hours\n  send Nudge');
  const cancel = ({ engine, now }: History) => engine.operate({ act: 'cancel', instance: '1-1', by: 'mia' }, now);
  const pause = ({ engine, now }: History) => engine.operate({ act: 'pause', journey: 'Rescue', by: 'mia' }, now);

  it.each([
    ['cancel', cancel, ['Rescue ended cancelled: 1 -> 0 (1 customers, 0 moved)']],
    ['pause', pause, ['Rescue running : 1 -> 0 (1 customers, 0 moved)']],
  ])('comes behind what the files of now have due before it: %s', (_, act, other) => {
    const source = happened((on) => {
      on.signal('Left', 'ada', { cart: 'a', total: 12 });
      on.later(10 * HOUR);
      expect(act(on).ok).toBe(true);
      on.signal('Paid', 'ben', { cart: 'b' });
    });
    const made = tried(source, SOONER.replace(/ {2}call.*\n {2}handoff.*\n/, ''));
    expect(told(made).sort()).toEqual(['Rescue ended ignored: 0 -> 1 (1 customers, 0 moved)', ...other].sort());
    expect(made.examples).toContainEqual(
      expect.objectContaining({ after: [new Date(START + 2 * HOUR).toISOString()] }),
    );
    expect(made.unlikeLog).toBe(0);
  });

  it.each([
    ['cancel', cancel],
    ['pause', pause],
  ])('comes before what was due while the daemon was down: %s', (_, act) => {
    const source = happened((on) => {
      on.signal('Left', 'ada', { cart: 'a', total: 12 });
      on.sleep(30 * HOUR);
      expect(act(on).ok).toBe(true);
      on.later(HOUR);
    });
    expect(tried(source, FILES)).toMatchObject({ customers: 0, unlikeLog: 0 });
    expect(told(tried(source, SOONER))).toEqual([]);
  });

  it('comes before what was due while the daemon was down: a closed task', () => {
    const source = happened((on) => {
      on.signal('Left', 'ada', { cart: 'a', total: 12 });
      on.signal('message.opened', null, { message: on.work('message').id });
      const call = on.work('call');
      on.engine.answer(call.customer, { call: call.id, ok: true, value: 7 }, on.now);
      on.engine.commit();
      const [task] = readTasks(on.database, { team: 'care', closed: false, limit: 1 });
      on.sleep(5 * HOUR);
      const close = { act: 'close', task: task?.id ?? '', action: 'resolved', by: 'mia' } as const;
      expect(on.engine.operate(close, on.now).ok).toBe(true);
      on.later(HOUR);
    }, EXPIRING);
    expect(tried(source, EXPIRING)).toMatchObject({ customers: 0, unheard: 0, unlikeLog: 0 });
  });
});

describe('a subject keeps its number', () => {
  const WITH_TICKETS = FILES.replace(
    'signal Left',
    'identity { strong user_id subject ticket by ticket_id }\nsignal Opened { ticket: id key ticket_id }\nsignal Left',
  );
  const opened = (work: (on: History) => void): Database =>
    happened((on) => {
      on.signal('Opened', 'zoe', { ticket: 'T1' });
      on.signal('Opened', null, { ticket: 'T2' });
      work(on);
      on.signal('Opened', 'yan', { ticket: 'T1' });
      threeCarts(on);
    }, WITH_TICKETS);

  it('where who has named it first is forgotten', () => {
    const source = opened(({ engine }) => {
      expect(engine.operate({ act: 'forget', customer: 1, by: 'mia' }, START).ok).toBe(true);
    });
    expect(tried(source, WITH_TICKETS)).toMatchObject({ customers: 0, unheard: 0, unlikeLog: 0 });
  });

  it('where it is itself forgotten', () => {
    const source = opened(({ engine }) => {
      expect(engine.operate({ act: 'forget', customer: 2, by: 'mia' }, START).ok).toBe(true);
      expect(engine.operate({ act: 'forget', customer: 3, by: 'mia' }, START).ok).toBe(true);
    });
    expect(tried(source, WITH_TICKETS)).toMatchObject({ customers: 0, unheard: 0, unlikeLog: 0 });
  });

  it('and is not counted as a customer', () => {
    const watched = `${WITH_TICKETS}\njourney Watch about ticket {\n  start on Opened once\n  wait 1 day\n}\n`;
    const source = opened(() => undefined);
    expect(tried(source, watched)).toMatchObject({ customers: 0, subjects: 2 });
  });

  it('where the files of now refuse the signal that names it', () => {
    const more = WITH_TICKETS.replace('key ticket_id }', 'key ticket_id, about: text }');
    expect(
      tried(
        opened(() => undefined),
        more,
      ),
    ).toMatchObject({ refused: 3, customers: 0, unheard: 0, unlikeLog: 0 });
  });
});

it('who has a phone in common with somebody who is forgotten keeps the number', () => {
  const identity = 'identity { strong user_id weak phone }\nsignal Rang { phone: phone pii key phone }\nsignal Left';
  const phones = FILES.replace('signal Left', identity);
  const source = happened((on) => {
    on.signal('Rang', 'zoe', { phone: '+442079460000' });
    on.signal('Rang', 'yan', { phone: '+442079460000' });
    expect(on.engine.operate({ act: 'forget', customer: 1, by: 'mia' }, START).ok).toBe(true);
    threeCarts(on);
  }, phones);
  expect(tried(source, phones)).toMatchObject({ customers: 0, refused: 0, unheard: 0, unlikeLog: 0 });
});

it('what comes while it is played is not in it', () => {
  const source = happened((on) => on.signal('Left', 'ada', { cart: 'a', total: 12 }));
  const engine = createEngine(source, graphOf(FILES), createCommitter(source, 'test'), 'real');
  const line = {
    id: 'later',
    type: 'Left',
    subject: 'ben',
    time: new Date(START).toISOString(),
    data: { cart: 'b', total: 1 },
  };
  const stages = { before: openTemporary(), after: openTemporary() };
  const made = backtest(source, stages, { graph: graphOf(FILES), from: null, limit: 10 }, () => {
    accept(engine, line, START);
    engine.commit();
  });
  expect(made).toMatchObject({ signals: 1, customers: 0, running: 1, unlikeLog: 0 });
});

it('somebody who is forgotten leaves a gap, and all others keep what came to them', () => {
  const source = happened((on) => {
    on.signal('Left', 'zoe', { cart: 'z', total: 1 });
    on.signal('Left', 'yan', { cart: 'y', total: 1 });
    expect(on.engine.operate({ act: 'forget', customer: 1, by: 'mia' }, START).ok).toBe(true);
    threeCarts(on);
  });
  const made = tried(source, BESIDE);
  expect(made).toMatchObject({ customers: 4, unheard: 0, unlikeLog: 0 });
  expect(openView(source).customers).toBe(5);
});

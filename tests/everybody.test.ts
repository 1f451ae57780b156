/** Signals without a customer, and times that start journeys of people of whom nothing is heard: in the engine, over a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import type { Engine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { openWriter } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-everybody-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signals = `
signal Liked { item: id }
signal Linked { user: id key user_id, other: id key card }
signal BackInStock without customer { item: id, quantity: integer }
identity { strong user_id, card }
`;
const back = `${signals}
journey BackAgain {
  start for each customer where any Liked where it.item == stock.item on BackInStock as stock in batches of stock.quantity
    once per stock.item
  wait 1 hour
}
`;
const weekly = `${back}
journey Weekly {
  start every monday at 09:00 in "Europe/London"
  finish
}
journey Gone {
  start when no Liked for 30 days
    once
  finish
}
`;

const START = Date.UTC(2026, 2, 2, 10);
const HOUR = 3_600_000;

function opened(file: string, graph: Graph, work: (engine: Engine, send: Send) => void): void {
  const { engine, release } = openEngine(graph, file);
  let count = 0;
  work(engine, (type, subject, data, time) => {
    const line = { id: `${type}-${time}-${count++}`, type, time: new Date(time).toISOString(), data };
    const body = subject === null ? line : { ...line, subject };
    const receipt = accept(engine, body);
    expect(receipt).toMatchObject({ status: 'accepted' });
  });
  engine.close();
  release();
}

type Send = (type: string, subject: string | null, data: Record<string, string | number>, time: number) => void;

function startsOf(file: string, customer: string): string[] {
  const started = decisionsOf(file, customer).filter(({ kind }) => kind === 'started');
  return started.map(({ journey, time }) => `${journey} ${time}`);
}

function served(file: string, customer: string): number {
  return decisionsOf(file, customer).filter(({ outcome }) => outcome === 'served').length;
}

function decisionsOf(file: string, customer: string) {
  const { database, lock } = openWriter(file, 'test');
  const view = openView(database);
  const number = view.byKey(customer);
  const found = number === null ? [] : timeline(database, view, number).flatMap(({ decisions }) => decisions);
  const verified = replayAll(database, true);
  expect(verified).toMatchObject({ identical: true, differences: [] });
  database.close();
  lock.release();
  return found;
}

describe('a signal without a customer', () => {
  it('reaches those whom it is for, in turn, also after a restart; the log gives the state again', () => {
    const file = join(folder, 'stock.db');
    const { graph } = compileTexts({ 'a.journey': back });
    opened(file, graph, (_, send) => {
      send('Liked', 'cem', { item: 'a' }, START);
      send('Liked', 'ada', { item: 'a' }, START + 1);
      send('Liked', 'bob', { item: 'b' }, START + 2);
      send('Liked', 'dan', { item: 'a' }, START + 3);
      send('BackInStock', null, { item: 'a', quantity: 1 }, START + HOUR);
    });
    expect(startsOf(file, 'cem')).toHaveLength(1);
    expect(startsOf(file, 'ada')).toHaveLength(0);
    opened(file, graph, (_, send) => {
      send('Liked', 'eve', { item: 'a' }, START + 2 * HOUR);
      // What two names had is one customer's, wherever it was noted.
      send('Linked', 'ada', { user: 'ada', other: 'c1' }, START + 2 * HOUR);
      send('Linked', 'dan', { user: 'dan', other: 'c1' }, START + 2 * HOUR);
      send('BackInStock', null, { item: 'a', quantity: 2 }, START + 3 * HOUR);
      send('BackInStock', null, { item: 'b', quantity: 9 }, START + 4 * HOUR);
    });
    expect(startsOf(file, 'cem')).toHaveLength(1);
    expect(startsOf(file, 'dan')).toHaveLength(1);
    expect(startsOf(file, 'eve')).toHaveLength(1);
    expect(startsOf(file, 'bob')).toHaveLength(1);
    // Ada is Dan, and has had her turn once.
    expect(startsOf(file, 'ada')).toEqual(startsOf(file, 'dan'));
  });

  it('says of whom it would have started that the journey was paused', () => {
    const file = join(folder, 'paused.db');
    const { graph } = compileTexts({ 'a.journey': back });
    opened(file, graph, (engine, send) => {
      send('Liked', 'cem', { item: 'a' }, START);
      send('Liked', 'ada', { item: 'a' }, START + 1);
      engine.operate({ act: 'pause', journey: 'BackAgain', by: 'mia' }, START + 2);
      send('BackInStock', null, { item: 'a', quantity: 1 }, START + HOUR);
      engine.operate({ act: 'resume', journey: 'BackAgain', by: 'mia' }, START + HOUR);
      send('BackInStock', null, { item: 'a', quantity: 1 }, START + 2 * HOUR);
    });
    const ofCem = decisionsOf(file, 'cem').map(({ kind, outcome }) => `${kind} ${outcome ?? ''}`.trim());
    expect(ofCem).toEqual(['not_started paused', 'started']);
    expect(decisionsOf(file, 'ada')).toEqual([]);
  });
});

const lately = `
signal Liked { item: id }
signal BackInStock without customer { item: id, quantity: integer }
identity { strong user_id }
journey BackAgain {
  start for each customer where any Liked where it.item == stock.item in last 10 days on BackInStock as stock in batches of stock.quantity
    every time
  finish
}
`;
const DAY = 24 * HOUR;

describe('whose turn it is', () => {
  it.each([
    ['what was forgotten meanwhile counts no more', START + 12 * DAY, [1, 1, 0]],
    ['when it happened counts, not when it came', START + 10.5 * DAY, [2, 0, 0]],
  ])('%s, also after a restart', (_title, bobsSecond, expected) => {
    const { graph } = compileTexts({ 'a.journey': lately });
    const [one, two] = ['once.db', 'twice.db'].map((file) => join(folder, `${bobsSecond} ${file}`)) as [string, string];
    const first = (send: Send): void => {
      send('Liked', 'bob', { item: 'a' }, START);
      send('Liked', 'cem', { item: 'a' }, START + 1);
      send('BackInStock', null, { item: 'a', quantity: 1 }, START + HOUR);
      send('Liked', 'ada', { item: 'a' }, START + 11 * DAY);
      send('Liked', 'bob', { item: 'a' }, bobsSecond);
      send('Liked', 'cem', { item: 'a' }, START + 12 * DAY);
    };
    const last = (send: Send): void => send('BackInStock', null, { item: 'a', quantity: 1 }, START + 13 * DAY);
    opened(one, graph, (_, send) => {
      first(send);
      last(send);
    });
    opened(two, graph, (_, send) => first(send));
    opened(two, graph, (_, send) => last(send));
    const starts = (file: string): number[] => ['bob', 'ada', 'cem'].map((name) => startsOf(file, name).length);
    expect(starts(one)).toEqual(expected);
    expect(starts(two)).toEqual(starts(one));
  });
});

const told = `
signal Viewed { item: id }
signal Wished { item: id }
signal Reduced without customer { item: id }
identity { strong user_id }
journey Wish {
  start on Viewed as viewed every time
  emit Wished { item: viewed.item }
  finish
}
journey Cheaper {
  start for each customer where any Wished where it.item == item.item on Reduced as item every time
  finish
}
`;

describe('a signal that a journey gives out', () => {
  it('counts for whom another one is for, also after that was first asked', () => {
    const file = join(folder, 'told.db');
    opened(file, compileTexts({ 'a.journey': told }).graph, (_, send) => {
      send('Viewed', 'ada', { item: 'a' }, START);
      send('Reduced', null, { item: 'a' }, START + HOUR);
      send('Viewed', 'bob', { item: 'a' }, START + 2 * HOUR);
      send('Reduced', null, { item: 'a' }, START + 3 * HOUR);
    });
    const cheaper = (customer: string): number =>
      startsOf(file, customer).filter((each) => each.startsWith('Cheaper')).length;
    expect([cheaper('ada'), cheaper('bob')]).toEqual([2, 1]);
  });
});

const queue = `
signal Asked { item: id }
signal Linked { user: id key user_id, other: id key card }
signal Restocked without customer { item: id, pieces: integer }
identity { strong user_id, card }
journey Queue {
  start on Asked as asked per asked.item every time
  wait for Restocked where it.item == asked.item in batches of it.pieces up to 30 days { finish as served }
  finish as tired
}
`;

describe('a wait for a signal without a customer', () => {
  it('is served in turn, also after a restart and a join; the log gives the state again', () => {
    const file = join(folder, 'queue.db');
    const { graph } = compileTexts({ 'a.journey': queue });
    opened(file, graph, (_, send) => {
      send('Asked', 'cem', { item: 'a' }, START);
      send('Restocked', null, { item: 'b', pieces: 3 }, START + 1);
      send('Asked', 'ada', { item: 'a' }, START + 2);
      send('Asked', 'bob', { item: 'b' }, START + 3);
      send('Asked', 'dan', { item: 'a' }, START + 4);
      send('Restocked', null, { item: 'a', pieces: 1 }, START + HOUR);
    });
    expect(served(file, 'cem')).toBe(1);
    expect(served(file, 'ada')).toBe(0);
    opened(file, graph, (_, send) => {
      send('Linked', 'ada', { user: 'ada', other: 'c1' }, START + 2 * HOUR);
      send('Linked', 'eve', { user: 'eve', other: 'c1' }, START + 2 * HOUR);
      send('Restocked', null, { item: 'a', pieces: 1 }, START + 3 * HOUR);
    });
    expect(served(file, 'ada')).toBe(1);
    expect(served(file, 'dan')).toBe(0);
    opened(file, graph, (_, send) => {
      send('Restocked', null, { item: 'a', pieces: 0 }, START + 4 * HOUR);
      send('Restocked', null, { item: 'a', pieces: 9 }, START + 5 * HOUR);
      send('Asked', 'cem', { item: 'a' }, START + 6 * HOUR);
      send('Restocked', null, { item: 'a', pieces: 1 }, START + 7 * HOUR);
    });
    expect(served(file, 'dan')).toBe(1);
    expect(served(file, 'cem')).toBe(2);
    expect(served(file, 'bob')).toBe(0);
  });

  it('one piece is one piece, also where some wait by the files before', () => {
    const file = join(folder, 'two graphs.db');
    const [first, second] = [queue, queue.replace('up to 30 days', 'up to 20 days')];
    opened(file, compileTexts({ 'a.journey': first }).graph, (_, send) => send('Asked', 'ada', { item: 'a' }, START));
    opened(file, compileTexts({ 'a.journey': second }).graph, (_, send) => {
      send('Asked', 'bob', { item: 'a' }, START + 1);
      send('Asked', 'cem', { item: 'a' }, START + 2);
      send('Restocked', null, { item: 'a', pieces: 2 }, START + HOUR);
    });
    expect(['ada', 'bob', 'cem'].map((each) => served(file, each))).toEqual([1, 1, 0]);
  });
});

const choosy = `
signal Asked { item: id }
signal Restocked without customer { item: id }
identity { strong user_id }
journey Queue {
  start on Asked as asked per asked.item every time
  if asked.item == "ada-lovelace" { finish as hers }
  wait for Restocked where it.item == "tea" up to 30 days { finish as served }
  finish as tired
}
`;

describe('who waits since somebody else was forgotten', () => {
  it('is told as well as after a restart', () => {
    const { graph } = compileTexts({ 'a.journey': choosy });
    const [one, two] = ['waits once.db', 'waits twice.db'].map((file) => join(folder, file)) as [string, string];
    const first = (engine: Engine, send: Send): void => {
      send('Restocked', null, { item: 'tea' }, START);
      send('Asked', 'ada-lovelace', { item: 'tea' }, START + 1);
      send('Restocked', null, { item: 'tea' }, START + 2);
      send('Asked', 'bob', { item: 'ada-lovelace' }, START + 3);
      expect(engine.operate({ act: 'forget', customer: 1, by: 'test' }, engine.clock)).toMatchObject({ ok: true });
    };
    const last = (send: Send): void => send('Restocked', null, { item: 'tea' }, START + HOUR);
    opened(one, graph, (engine, send) => {
      first(engine, send);
      last(send);
    });
    opened(two, graph, first);
    opened(two, graph, (_, send) => last(send));
    expect([served(one, 'bob'), served(two, 'bob')]).toEqual([1, 1]);
  });
});

describe('a graph in which time starts journeys', () => {
  it('reaches customers of whom nothing has been heard for long, and nobody twice', () => {
    const file = join(folder, 'weekly.db');
    opened(file, compileTexts({ 'a.journey': back }).graph, (_, send) => {
      send('Liked', 'ada', { item: 'a' }, START);
      send('Liked', 'bob', { item: 'a' }, START + 40 * 24 * HOUR);
    });
    const { graph } = compileTexts({ 'a.journey': weekly });
    opened(file, graph, (engine) => engine.wakeUntil(START + 50 * 24 * HOUR, true));
    opened(file, graph, (engine) => engine.wakeUntil(START + 55 * 24 * HOUR, true));
    // Ada has been silent for 40 days when the journey comes in force.
    expect(startsOf(file, 'ada')).toEqual([
      'Gone 2026-04-11T10:00:00.000Z',
      'Weekly 2026-04-13T08:00:00.000Z',
      'Weekly 2026-04-20T08:00:00.000Z',
    ]);
    expect(startsOf(file, 'bob')).toEqual(['Weekly 2026-04-13T08:00:00.000Z', 'Weekly 2026-04-20T08:00:00.000Z']);
  });

  it('reaches whoever is known by a call that says nothing, as it reaches everybody else', () => {
    const file = join(folder, 'calls.db');
    const { graph } = compileTexts({ 'a.journey': weekly });
    opened(file, graph, (engine, send) => {
      send('identify', 'ada', {}, START);
      send('Nobody Declares This', 'bob', { item: 'a' }, START + HOUR);
      send('alias', 'cem', { previousId: 'visitor' }, START + 2 * HOUR);
      send('Liked', 'dan', { item: 'a' }, START + 3 * HOUR);
      engine.wakeUntil(START + 31 * 24 * HOUR, true);
    });
    const silent = (time: string) => ({
      weekly: 4,
      gone: [`Gone 2026-04-01T${time}:00.000Z`],
    });
    const seen = (customer: string) => {
      const starts = startsOf(file, customer);
      const gone = starts.filter((start) => start.startsWith('Gone'));
      return { weekly: starts.length - gone.length, gone };
    };
    expect(seen('ada')).toEqual(silent('10:00'));
    expect(seen('bob')).toEqual(silent('11:00'));
    expect(seen('cem')).toEqual(silent('12:00'));
    expect(seen('dan')).toEqual(silent('13:00'));
  });
});

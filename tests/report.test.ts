/** What reports say, against values from the literature and against a history that is counted by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { newcombe, wilson } from '../runtime/insight/intervals.ts';
import { report } from '../runtime/insight/report.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';
import { reported, START } from './reported.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('intervals', () => {
  it("are those of Newcombe's papers (Statistics in Medicine 17, 1998)", () => {
    // Of one share: the score method without continuity correction. Of a difference: method 10.
    const shares = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const;
    for (const [count, of, from, to] of shares) {
      expect(wilson(count, of).from).toBeCloseTo(from, 4);
      expect(wilson(count, of).to).toBeCloseTo(to, 4);
    }
    const differences = [
      [56, 70, 48, 80, 0.0524, 0.3339],
      [9, 10, 3, 10, 0.1705, 0.809],
      [5, 56, 0, 29, -0.0381, 0.1926],
      [0, 10, 0, 20, -0.1611, 0.2775],
    ] as const;
    for (const [a, m, b, n, from, to] of differences) {
      const found = newcombe({ count: a, of: m }, { count: b, of: n });
      expect(found.from).toBeCloseTo(from, 4);
      expect(found.to).toBeCloseTo(to, 4);
    }
  });
});

describe('report', () => {
  const { graph } = compileTexts({
    'a.journey': `
signal Called is contact on voice { queue: text }
signal Chatted is contact on chat { topic: text }
signal Moved is transfer {}
signal Solved is resolution {}
signal Rated is effort of score { score: integer }
signal Bought is revenue of total { total: money }
journey Try {
  start on Called once
  goal Bought within 20 days, go on
  experiment Split {
    holdout 50%
    variant b 50% { wait 1 day }
  }
}
`,
  });
  const DAY = 86_400_000;

  it('counts what happened, each person once', () => {
    const file = join(folder, 'report.db');
    const { database, engine, release } = openEngine(graph, file);
    let id = 0;
    const send = (type: string, subject: string, days: number, data: object = {}): void => {
      const line = { id: `s${++id}`, type, subject, time: new Date(START + days * DAY).toISOString(), data };
      expect(accept(engine, line).status).toBe('accepted');
    };
    const people = Array.from({ length: 200 }, (_, index) => `c${index}`);
    for (const who of people) send('Called', who, 0, { queue: 'q' });
    send('Chatted', 'c1', 1, { topic: 't' });
    send('Chatted', 'c2', 1, { topic: 't' });
    send('Moved', 'c2', 1);
    send('Solved', 'c2', 2);
    send('Chatted', 'c3', 9, { topic: 't' });
    send('Rated', 'c2', 3, { score: 4 });
    send('Rated', 'c1', 3, { score: 1 });
    for (const who of people.slice(0, 50)) send('Bought', who, 4, { total: 12.5 });
    engine.wakeUntil(START + 60 * DAY, true);
    engine.close();
    const view = openView(database);
    const found = report(database, view, { journey: null, from: null, to: null, repeatMs: 7 * DAY });
    expect(found.service).toEqual({
      contacts: 203,
      repeated: { count: 2, share: 2 / 203 },
      transfers: { count: 1, perContact: 1 / 203 },
      switches: [{ from: 'voice', to: 'chat', count: 2, dropped: 1, share: 0.5 }],
      effort: { count: 2, average: 2.5 },
      resolution: { count: 1, median: 2 * DAY, p90: 2 * DAY },
      revenue: { count: 50, total: 625, totals: { GBP: 625 }, customers: 50 },
    });
    const { Try } = found.journeys;
    expect(Try).toMatchObject({
      started: 200,
      finished: 200,
      goal: { count: 50, of: 200, share: 0.25 },
    });
    expect(Object.values(Try?.outcomes ?? {}).reduce((a, b) => a + b, 0)).toBe(200);
    expect(Try?.funnel[0]).toMatchObject({ step: 'started', instances: 200, share: 1 });
    const variants = found.experiments.Split ?? [];
    expect(variants.map(({ variant }) => variant)).toEqual(['holdout', 'b']);
    expect(variants.reduce((sum, { of }) => sum + of, 0)).toBe(200);
    expect(variants.reduce((sum, { count }) => sum + count, 0)).toBe(50);
    expect(variants[0]?.against).toBeNull();
    expect(variants[1]?.against?.from).toBeLessThan(variants[1]?.against?.difference ?? 0);
    // The first day only: nobody has bought anything yet.
    const early = report(database, view, { journey: 'Try', from: null, to: START + DAY, repeatMs: DAY });
    expect(early.service).toMatchObject({ contacts: 200, revenue: { count: 0 } });
    expect(early.journeys.Try?.goal).toEqual({ count: 0, of: 0, share: null, interval: null });
    release();
  });

  it('takes each instance by the graph that it ran on, and each signal as it was declared when it came', () => {
    const file = join(folder, 'graphs.db');
    const text = (meaning: string, more: string): string => `
signal Called ${meaning} { queue: text }
signal Bought { total: money }
journey Try {
  start on Called every time
  wait for Bought up to 3 days { finish as bought } else { }
${more}
}
`;
    const first = compileTexts({ 'a.journey': text('is contact on voice', '  finish as open') }).graph;
    const moved = compileTexts({
      'a.journey': `// Two\n// lines\n${text('is contact on voice', '  finish as open')}`,
    }).graph;
    const second = compileTexts({ 'a.journey': text('', '  wait 1 day\n  finish as late') }).graph;
    expect([moved.hash === first.hash, second.hash === first.hash]).toEqual([true, false]);
    const { database, engine, release } = openEngine(first, file);
    let id = 0;
    const call = (day: number): void => {
      const time = START + day * DAY;
      const line = {
        id: `g${++id}`,
        type: 'Called',
        subject: `g${id}`,
        time: new Date(time).toISOString(),
        data: { queue: 'q' },
      };
      accept(engine, line, time);
    };
    call(0);
    engine.reload(moved, 'mia', START);
    call(1);
    engine.reload(second, 'mia', START + 2 * DAY);
    for (const day of [2, 2, 2]) call(day);
    engine.wakeUntil(START + 60 * DAY, true);
    engine.close();
    const { journeys, service } = report(database, openView(database), {
      journey: null,
      from: null,
      to: null,
      repeatMs: DAY,
    });
    expect(service.contacts).toBe(2);
    const [old, now] = [first.hash.slice(0, 12), second.hash.slice(0, 12)];
    expect(journeys.Try?.graphs).toEqual([
      { graph: old, instances: 2 },
      { graph: now, instances: 3 },
    ]);
    const funnel = journeys.Try?.funnel.map(({ graph, step, line, instances, share }) => [
      graph,
      step,
      line,
      instances,
      share,
    ]);
    // Lines as in the newest files of each graph.
    expect(funnel).toEqual([
      [old, 'started', 7, 2, 1],
      [old, 'went on by time', 8, 2, 1],
      [old, 'ended as open', 9, 2, 1],
      [now, 'started', 5, 3, 1],
      [now, 'went on by time', 6, 3, 1],
      [now, 'went on by time', 7, 3, 1],
      [now, 'ended as late', 8, 3, 1],
    ]);
    release();
  });

  it('adds money to the cent, and each currency for itself', () => {
    const shop = `
signal Bought is revenue of total { total: money }
signal BoughtAbroad is revenue of total { total: money USD }
signal Tipped is revenue of tip { tip: money? }
`;
    const cents = [12.1, 12.2, 0.3].map((total, index) => ['Bought', `c${index}`, 0, { total }] as const);
    expect(reported(shop, cents).service.revenue).toEqual({
      count: 3,
      total: 24.6,
      totals: { GBP: 24.6 },
      customers: 3,
    });
    const tips = [
      ['Tipped', 'c1', 0, { tip: 2.5 }],
      ['Tipped', 'c1', 0, {}],
      ['Tipped', 'c2', 0, {}],
    ] as const;
    expect(reported(shop, tips).service.revenue).toEqual({
      count: 3,
      total: 2.5,
      totals: { GBP: 2.5 },
      customers: 1,
    });
    const both = [...cents, ['BoughtAbroad', 'c1', 1, { total: 5 }] as const];
    expect(reported(shop, both).service.revenue).toEqual({
      count: 4,
      total: null,
      totals: { GBP: 24.6, USD: 5 },
      customers: 3,
    });
  });

  it('counts what journeys give out as what comes in', () => {
    const desk = `
signal Called is contact on voice { queue: text }
signal Solved is resolution { queue: text }
journey Solving {
  start on Called as called every time
  wait 2 days
  emit Solved { queue: called.queue }
}
`;
    const { resolution } = reported(desk, [['Called', 'c', 0, { queue: 'q' }]]).service;
    expect(resolution).toEqual({ count: 1, median: 2 * DAY, p90: 2 * DAY });
  });

  it('of a part of the time: who came in before and ended in it has ended, and nobody is more than all', () => {
    const try3 = `
signal Called { queue: text }
journey Try {
  start on Called every time
  wait 3 days
  finish as late
}
`;
    const days = [0, 0, 1, 4];
    const calls = days.map((day, index) => ['Called', `c${index}`, day, { queue: 'q' }] as const);
    const { Try } = reported(try3, calls, { from: START + 2 * DAY, to: START + 5 * DAY }).journeys;
    expect(Try).toMatchObject({ started: 1, finished: 3, outcomes: { late: 3 }, medianTime: 3 * DAY });
    expect(Try?.funnel.map(({ step, instances, share }) => [step, instances, share])).toEqual([
      ['started', 1, 0.25],
      ['went on by time', 3, 0.75],
      ['ended as late', 3, 0.75],
    ]);
  });

  it('of a part of the time: whose goal was missed in it has been there, too', () => {
    const short = `
signal Called {}
signal Bought {}
journey Try { start on Called every time, goal Bought within 5 days, go on, wait 1 day }
`;
    const came = (type: string, day: number) => (who: string) => [type, who, day, {}] as const;
    const history = [...['a', 'b', 'c', 'd'].map(came('Called', 0)), came('Bought', 3)('a')];
    const { Try } = reported(short, history, { from: START + 2 * DAY }).journeys;
    expect(Try?.goal).toMatchObject({ count: 1, of: 4 });
    expect(Try?.funnel).toMatchObject([{ step: 'reached its goal', instances: 1, share: 0.25 }]);
  });

  it('of a part of the time: a late signal counts by its own time', () => {
    const sales = [
      ['Bought', 'c1', 5, { total: 3 }],
      ['Bought', 'c2', 1, { total: 2 }],
    ] as const;
    const shop = 'signal Bought is revenue of total { total: money }';
    const part = { from: START + DAY, to: START + 2 * DAY };
    expect(reported(shop, sales, part).service.revenue).toMatchObject({ count: 1, total: 2 });
  });

  it('what is a contact and a resolution in one is a contact that was resolved, whichever is said first', () => {
    for (const is of ['is contact on voice is resolution', 'is resolution is contact on voice']) {
      const text = `signal Helped ${is} { n: integer }`;
      const helped = [0, 30].map((day) => ['Helped', 'c', day, { n: 1 }] as const);
      expect(reported(text, helped).service).toMatchObject({
        contacts: 2,
        resolution: { count: 2, p90: 0 },
      });
    }
  });

  it('a decision is one step, whichever of its candidates could be picked', () => {
    const offers = `
signal Called { total: money, sure: boolean }
decision Offer(call: Called) {
  candidate First likely 50% worth 20 GBP
  candidate Last when call.sure likely 10% worth call.total
  pick the highest likely * worth
}
journey Try {
  start on Called as call every time
  decide Offer(call) {
    First { finish }
    Last { finish }
    otherwise { finish }
  }
}
`;
    const calls = [true, false].map((sure) => ['Called', `sure ${sure}`, 0, { total: 10, sure }] as const);
    const { Try } = reported(offers, calls).journeys;
    expect(Try?.funnel.map(({ step, line, instances }) => [step, line, instances])).toEqual([
      ['started', 9, 2],
      ['decided Offer', 3, 2],
      ['ended as finished', 11, 2],
    ]);
  });
});

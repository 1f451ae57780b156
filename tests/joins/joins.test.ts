/** Laws of two customers who turn out to be one, on generated programs: whatever they were in the middle of. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf } from '../oracle/chosen.ts';
import { HOUR, type Journey, type Program, type Statement } from '../oracle/language.ts';
import { START as ORACLE_START, program, script } from '../oracle/programs.ts';
import { written } from '../oracle/written.ts';
import { joins, play, type Step, told } from './play.ts';

const rules = ['keep oldest', 'keep furthest', 'keep both', 'restart'] as const;

/** Each journey says what becomes of two instances with one key. */
const textOf = (plan: Program, merge: string): string =>
  written(plan)
    .split('\n')
    .map((line) => (/^start (on \d? ?[ABCX]|when) ?/.test(line) ? `${line} on merge ${merge}` : line))
    .join('\n');

/** What neither has done alone, both may have done together: it starts them, ends them, and lets them go on. */
const together = `
journey Often {
  start when count of A in last 30 hours >= 3 becomes true again after 5 hours
  send Note(1) on email, else go on
}
journey Between {
  start on B as s every time on merge restart
  stop when count of A > 3 as enough
  wait { when count of C >= 2 { send Offer(s.n) on email, else go on } after 60 hours { } }
  wait 90 hours
}
`;

/** What happens, and to whom of the two. */
const steps: fc.Arbitrary<Step[]> = fc
  .tuple(script, fc.array(fc.constantFrom('ada' as const, 'bob' as const), { minLength: 20, maxLength: 20 }))
  .map(([all, who]) =>
    all.flatMap((each, index): Step[] =>
      each.kind !== 'signal'
        ? []
        : [
            {
              time: each.time - ORACLE_START,
              at: each.at - ORACLE_START,
              who: who[index] ?? 'ada',
              type: each.signal,
              data: { k: each.k, n: each.n, items: itemsOf(each.n) },
            },
          ],
    ),
  )
  .filter((all) => all.length > 0);

const known: Step[] = [
  { time: -HOUR, who: 'ada', type: 'Known', data: {} },
  { time: -HOUR, who: 'bob', type: 'Known', data: {} },
];

/** The join stands before the step of that place. */
function withJoin(all: readonly Step[], place: number): Step[] {
  const at = place % (all.length + 1);
  const time = all[at]?.time ?? (all.at(-1)?.time ?? 0) + HOUR;
  return [...all.slice(0, at), joins(time, 'ada'), ...all.slice(at)];
}

const endOf = (all: readonly Step[]): number => Math.max(0, ...all.map(({ time }) => time)) + 300 * HOUR;
const numRuns = Number(process.env.JOURNEY_JOIN_RUNS ?? 40);
const runs = { numRuns, seed: Number(process.env.JOURNEY_JOIN_SEED ?? 1) };

const swapped = (all: readonly Step[]): Step[] =>
  all.map((each) => ({ ...each, who: each.who === 'ada' ? ('bob' as const) : ('ada' as const) }));

test('nothing is left unsettled, nothing runs twice, and the log replays', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(program, steps, fc.nat(20), fc.constantFrom(...rules), (plan, all, place, merge) => {
      const text = textOf(plan, merge) + together;
      const whole = [...known, ...withJoin(all, place)];
      const { unsettled, customer, entries } = play(text, whole, endOf(all));
      for (const { kind, decisions } of entries)
        if (kind === 'join') for (const decision of decisions) kinds.add(decision.kind);
      const about = `${text}\n${JSON.stringify(whole)}`;
      expect(unsettled, about).toEqual([]);
      const running = customer.instances.filter(({ outcome }) => outcome === null);
      const names = running.map(({ journey, key }) => `${journey} ${key}`);
      if (merge !== 'keep both') expect(names, about).toEqual([...new Set(names)]);
    }),
    { ...runs, numRuns: 5 * numRuns },
  );
  // Otherwise the test would say nothing.
  expect([...kinds]).toEqual(
    expect.arrayContaining(['dropped', 'held', 'kept', 'sent', 'started', 'stopped', 'went_on']),
  );
}, 240_000);

/** The profile, and the variant of an experiment, are the older one's, and of two instances that began at one instant his goes on: time starts those of both together. */
const setsNothing = (plan: Program): Program => ({
  ...plan,
  handlers: [],
  journeys: plan.journeys
    .filter(({ start: { kind } }) => kind !== 'daily' && kind !== 'silence' && kind !== 'anchored')
    .map((each) => ({ ...each, block: each.block.filter(quiet) })),
});
const quiet = (it: Statement): boolean =>
  !JSON.stringify(it).match(/"kind":"(set|mood|tag|moment|call|run|experiment)"/);

const oneAfterAnother = (all: readonly Step[]): Step[] =>
  all.map((each, index) => ({ ...each, time: each.time + index * 60_000 }));

test('it makes no difference who of them is the older one', () => {
  fc.assert(
    fc.property(program, steps, fc.nat(20), fc.constantFrom(...rules), (whole, all, place, merge) => {
      const plan = setsNothing(whole);
      fc.pre(plan.journeys.length > 0 && plan.journeys.every(({ block }) => block.length > 0));
      const text = textOf(plan, merge) + together;
      const parted = oneAfterAnother(all);
      const way = [...known, ...withJoin(parted, place)];
      const other = [...known, ...withJoin(swapped(parted), place)];
      const about = `${text}\n${JSON.stringify(way)}`;
      expect(told(play(text, other, endOf(all))).toSorted(), about).toEqual(
        told(play(text, way, endOf(all))).toSorted(),
      );
    }),
    runs,
  );
}, 240_000);

/** Ada is a visitor of whom only the browser is known, until bob logs in on it. */
function asVisitor(all: readonly Step[]): Step[] {
  const login = all.findIndex(({ type }) => type === 'alias');
  return all.map((each, index): Step => {
    const visitor: Record<string, string> = each.who === 'ada' ? { anonymous_id: 'v' } : {};
    if (index < login) return each.who === 'ada' ? { ...each, keys: visitor } : each;
    return {
      ...each,
      type: index === login ? 'Known' : each.type,
      data: each.data,
      keys: { user_id: 'bob', ...visitor },
    };
  });
}

test('a visitor who logs in goes on as somebody does who is told to be the same', () => {
  fc.assert(
    fc.property(program, steps, fc.nat(20), fc.constantFrom(...rules), (whole, all, place, merge) => {
      const plan = setsNothing(whole);
      fc.pre(plan.journeys.length > 0 && plan.journeys.every(({ block }) => block.length > 0));
      const text = textOf(plan, merge) + together;
      const way = [...known, ...withJoin(oneAfterAnother(all), place)];
      const about = `${text}\n${JSON.stringify(way)}`;
      expect(told(play(text, asVisitor(way), endOf(all))).toSorted(), about).toEqual(
        told(play(text, way, endOf(all))).toSorted(),
      );
    }),
    runs,
  );
}, 240_000);

/** null: it starts by something that has no key. */
function startByKey(start: Journey['start']): Journey['start'] | null {
  switch (start.kind) {
    case 'signal':
      return { ...start, when: null };
    case 'count':
      return { ...start, byKey: true };
    case 'sequence':
      return { ...start, sameKey: true };
    case 'silence':
    case 'becomes':
    case 'daily':
    case 'anchored':
    case 'called':
      return null;
  }
}

/** Its journeys keep to one key each. */
function byKey(plan: Program): Program {
  const sameKey = { kind: 'same key' } as const;
  const statement = (it: Statement): Statement[] => {
    switch (it.kind) {
      case 'wait for':
        return [{ ...it, where: sameKey, came: it.came.flatMap(statement), over: it.over.flatMap(statement) }];
      case 'race':
        return [
          {
            ...it,
            arms: it.arms.flatMap((arm) => {
              if (arm.kind === 'when' || arm.kind === 'after without') return [];
              const block = arm.block.flatMap(statement);
              return [arm.kind === 'on' ? { ...arm, where: sameKey, block } : { ...arm, block }];
            }),
          },
        ];
      case 'if':
        return [];
      case 'repeat':
        return [{ ...it, until: null, block: it.block.flatMap(statement) }];
      case 'together':
        return [{ ...it, branches: it.branches.map((each) => each.flatMap(statement)) }].filter(({ branches }) =>
          branches.every((each) => each.length > 0),
        );
      case 'set':
      case 'tag':
      case 'moment':
      case 'wait for moment':
      case 'countdown':
      case 'call':
      case 'handoff':
      case 'run':
      case 'mood':
      case 'letter':
      case 'choose':
      case 'choose mood':
      case 'decide':
      case 'experiment':
      case 'for each':
        return [];
      case 'wait':
      case 'wait until':
      case 'address':
      case 'consent':
      case 'send':
      case 'emit':
      case 'finish':
        return [it];
    }
  };
  const journey = (it: Journey): Journey[] => {
    const { start } = it;
    const own = startByKey(start);
    if (own === null) return [];
    return [
      {
        ...it,
        start: own,
        perKey: true,
        // Many are collected: what is given out of them is of none of their keys.
        repeat: it.repeat === 'collect' ? 'ignore' : it.repeat,
        stop: it.stop?.kind === 'on' ? { ...it.stop, where: sameKey } : null,
        goal: null,
        block: it.block.flatMap(statement),
      },
    ].filter(({ block }) => block.length > 0);
  };
  return { ...plan, asked: false, policies: [], handlers: [], journeys: plan.journeys.flatMap(journey) };
}

test('what has nothing to do with each other goes on as if they had stayed two', () => {
  fc.assert(
    fc.property(program, steps, fc.nat(20), fc.constantFrom(...rules), (whole, all, place, merge) => {
      const plan = byKey(whole);
      fc.pre(plan.journeys.length > 0);
      const text = textOf(plan, merge);
      const apart = all.map((each) => ({ ...each, data: { ...each.data, k: each.who } }));
      const about = `${text}\n${JSON.stringify(apart)}`;
      expect(told(play(text, [...known, ...withJoin(apart, place)], endOf(all))).toSorted(), about).toEqual(
        told(play(text, [...known, ...apart], endOf(all))).toSorted(),
      );
    }),
    runs,
  );
}, 240_000);

test('who is joined by somebody of whom nothing else is known goes on as before', () => {
  fc.assert(
    fc.property(program, steps, fc.nat(20), fc.constantFrom(...rules), (plan, all, place, merge) => {
      const text = textOf(plan, merge);
      const alone = all.map((each) => ({ ...each, who: 'ada' as const }));
      const at = withJoin(alone, place);
      const index = at.findIndex(({ type }) => type === 'alias');
      const { time } = at[index] ?? { time: 0 };
      const met = [...at.slice(0, index), { time, who: 'bob', type: 'Known', data: {} } as const, ...at.slice(index)];
      const [first] = known;
      const about = `${text}\n${JSON.stringify(met)}`;
      const start = first === undefined ? [] : [first];
      expect(told(play(text, [...start, ...met], endOf(all))), about).toEqual(
        told(play(text, [...start, ...alone], endOf(all))),
      );
    }),
    runs,
  );
}, 240_000);

/** Journeys that start though no signal comes are looked at only when something concerns them; that must not change what happens. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileProgram, type Program } from '../runtime/core/compile/program.ts';
import { decide } from '../runtime/core/decide.ts';
import { lookAt } from '../runtime/core/flow/context.ts';
import { deployedOf, programsOf } from '../runtime/core/programs.ts';
import { type Customer, newCustomer } from '../runtime/core/state/customer.ts';
import type { Input } from '../runtime/core/state/input.ts';
import type { Decision } from '../runtime/core/state/output.ts';
import { compileFolder, compileTexts } from './compile.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 27, 9);

const { graph } = compileFolder(join(import.meta.dirname, '..', 'runtime', 'testing', 'fixtures', 'watching'));
const program = compileProgram(graph);

type Event =
  | { readonly kind: 'signal'; readonly signal: string; readonly late: number; readonly data: Record<string, number> }
  | { readonly kind: 'identify'; readonly profile: Record<string, string | number> }
  | { readonly kind: 'key'; readonly value: string };
interface Step {
  readonly after: number;
  readonly event: Event;
}

/** What is decided from first to last, and what is left. */
function play(
  played: Program,
  steps: readonly Step[],
): { readonly decisions: Decision[]; readonly customer: Customer } {
  const programs = programsOf(played);
  const customer = newCustomer(1);
  const decisions: Decision[] = [];
  let seq = 0;
  let now = START;
  const take = (input: Input): void => void decisions.push(...decide(programs, customer, input).decisions);
  const moveTo = (time: number): void => {
    while (customer.wake !== null && customer.wake < time) {
      now = Math.max(now, customer.wake);
      take({ kind: 'wake', seq: ++seq, now });
    }
    now = time;
  };
  for (const { after, event } of steps) {
    moveTo(now + after);
    switch (event.kind) {
      case 'signal': {
        const fact = { at: now - event.late, id: `s${seq}`, ...event.data };
        take({ kind: 'signal', seq: ++seq, now, signal: event.signal, fact });
        break;
      }
      case 'identify':
        take({ kind: 'identify', seq: ++seq, now, profile: event.profile });
        break;
      case 'key':
        // As the engine does: the key is there before the core is asked.
        customer.keys.phone = [event.value];
        take({ kind: 'signal', seq: ++seq, now, signal: 'Looked', fact: { at: now, id: `s${seq}` } });
        break;
    }
  }
  moveTo(now + 40 * DAY);
  return { decisions, customer };
}

const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant('signal' as const),
    signal: fc.constantFrom('Looked', 'Bought', 'Complained', 'Solved', 'Moved'),
    late: fc.constantFrom(0, 0, 0, HOUR, 2 * DAY, -HOUR),
    data: fc.record({ sum: fc.constantFrom(0, 1, 5_000_000), day: fc.integer({ min: 20_540, max: 20_560 }) }),
  }),
  fc.record({
    kind: fc.constant('identify' as const),
    profile: fc.record(
      {
        tier: fc.constantFrom('standard', 'gold'),
        renewal: fc.integer({ min: 20_540, max: 20_560 }),
        timezone: fc.constantFrom('Europe/London', 'Asia/Tokyo', 'America/New_York'),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ kind: fc.constant('key' as const), value: fc.constantFrom('+1', '+2') }),
);
const steps = fc.array(fc.record({ after: fc.constantFrom(0, 1, 10 * 60_000, HOUR, 9 * HOUR, DAY, 5 * DAY), event }), {
  minLength: 1,
  maxLength: 25,
});

it('decides what looking at every journey at every input would decide', () => {
  const everything: Program = { ...program, watches: { ...program.watches, always: program.watches.all } };
  const started = new Set<string>();
  fc.assert(
    fc.property(steps, (history) => {
      const some = play(program, history);
      expect(some).toEqual(play(everything, history));
      for (const { kind, journey } of some.decisions) if (kind === 'started' && journey !== null) started.add(journey);
    }),
    { numRuns: 300 },
  );
  // The histories reach all of them: none is equal only because it never starts.
  expect([...started].sort()).toEqual(program.watches.all.map(({ name }) => name).sort());
});

it('a signal concerns the journeys that look at it, and no others', () => {
  const { all, bySignal, byState, always } = program.watches;
  const names = (journeys: typeof all): string[] => journeys.map(({ name }) => name).sort();
  expect(names(bySignal.get('Bought') ?? [])).toEqual(['BigSpender', 'Lapsing', 'LookedOnly']);
  expect(names(bySignal.get('Moved') ?? [])).toEqual([]);
  expect(names(byState)).toEqual(['GoldTrouble', 'Monthly', 'Renewal']);
  expect(names(always)).toEqual(['Reachable', 'SinceMidnight']);
});

it('a time that an earlier graph has set puts nothing where all customers look', () => {
  const journey = (start: string): string =>
    `signal Asked { about: text }\nidentity { strong user_id }\njourney Weekly {\n  start ${start}\n  wait 1 day\n}\n`;
  const of = (start: string): Program => compileProgram(compileTexts({ 'a.journey': journey(start) }).graph);
  const customer = newCustomer(1);
  const asked = { kind: 'signal', signal: 'Asked', fact: { at: START, id: 'a', about: 'x' } } as const;
  decide(programsOf(of('every monday at 09:00 every time')), customer, { ...asked, seq: 1, now: START });
  const due = customer.wake ?? 0;
  expect(due).toBeGreaterThan(START);
  const later = programsOf(of('on Asked every time'));
  decide(later, customer, { kind: 'wake', seq: 2, now: due });
  expect(lookAt(later, newCustomer(2), { seq: 3, now: due }).stale.size).toBe(0);
});

const starts = [
  'when count of Seen in last 2 days >= 1 becomes true',
  'when no Seen for 3 days',
  'every monday at 09:00 in "Europe/London" when count of Seen in last 2 days < 2',
  '2 days after profile.seen at 10:00 in "Europe/London"',
  'on Seen',
];

it.each(starts.flatMap((before) => [null, ...starts].map((after) => [before, after])))(
  'started %s, then %s: no time of then wakes for ever, or starts what it is not for',
  (before, after) => {
    const files = 'signal Seen {}\nprofile { seen: time? }\non Seen { set profile.seen = now }\n';
    const compiledWith = (start: string | null): Program => {
      const journey = start === null ? '' : `journey Looking {\n  start ${start} every time\n  finish\n}\n`;
      return compileProgram(compileTexts({ 'a.journey': files + journey }).graph);
    };
    const [first, next] = [compiledWith(before), compiledWith(after)];
    const customer = newCustomer(1);
    const fact = { at: START, id: 's' };
    decide(programsOf(first), customer, { kind: 'signal', seq: 1, now: START, signal: 'Seen', fact });
    const programs = programsOf(next, [deployedOf(first.graph, first)]);
    const awake = (now: number, seq: number) => decide(programs, customer, { kind: 'wake', seq, now }).decisions;
    expect(awake(START + 1000, 2)).toEqual([]);
    let wakes = 0;
    while (customer.wake !== null && customer.wake < START + 4 * DAY) {
      awake(customer.wake, ++wakes + 2);
      if (wakes > 9) expect.fail(`it wakes for ever at ${customer.wake}`);
    }
  },
);

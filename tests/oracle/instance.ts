/** One run of a journey: its statements as a generator that stops at every wait. */
import { type Arm, type Block, HOUR, type Journey, type Statement } from './language.ts';
import type { Fact } from './person.ts';
import { sideBySide } from './together.ts';

/** What a place waits for. A message that is held waits for its policies. */
export interface Wait {
  readonly since: number;
  readonly ways: readonly Way[];
}
export type Way =
  | { readonly kind: 'arm'; readonly arm: Arm }
  | { readonly kind: 'answer'; readonly call: object }
  | { readonly kind: 'closed'; readonly task: object; readonly how: Closing }
  | { readonly kind: 'ended'; readonly run: Instance }
  | { readonly kind: 'at'; readonly time: number }
  /** So many hours before the profile's moment: it comes, moves into the past, or is taken away. */
  | { readonly kind: 'moment'; readonly before: number }
  | { readonly kind: 'held'; readonly send: Send };
export type Send = Statement & { readonly kind: 'send' };
export type Closing = 'resolved' | 'returned';
export interface Woken {
  readonly wait: Wait;
  readonly way: Way;
}

export type Flow = Generator<readonly Wait[], void, Woken>;

export interface Instance {
  readonly journey: Journey;
  readonly key: string;
  readonly number: number;
  readonly startedAt: number;
  start: Fact;
  flow: Flow;
  waits: readonly Wait[];
  outcome: string | null;
  /** What it finished with. */
  value: number | null;
  /** It waits for this one. */
  readonly caller: Instance | null;
  goal: 'open' | 'closed';
}

export class Finish extends Error {
  readonly outcome: string;
  /** By a `finish`, which says with what. */
  readonly said: boolean;
  constructor(outcome: string, said: boolean) {
    super(outcome);
    this.outcome = outcome;
    this.said = said;
  }
}

/** "What a journey runs speaks for it." */
function voiceOf(instance: Instance): Instance | null {
  const outer = instance.caller === null ? null : voiceOf(instance.caller);
  return outer ?? (instance.journey.promotes ? instance : null);
}

/** How many of its kind speak before it, of all that run: "the highest priority, among equals those that began first". */
export function ahead(instance: Instance, running: readonly Instance[]): number {
  const own = voiceOf(instance);
  return own === null ? 0 : running.filter((each) => voiceOf(each) === each).indexOf(own);
}

/** What an instance does to the world around it. */
export interface Surroundings {
  now(): number;
  /** Where the moment is now; null: there is none. */
  moment(before: number): number | null;
  holds(condition: Extract<Statement, { kind: 'if' }>['condition'], instance: Instance): boolean;
  /** Whether the arm looks back on such a signal. */
  cameBefore(arm: Extract<Arm, { kind: 'on' }>, instance: Instance): boolean;
  act(statement: Statement, instance: Instance): void;
  /** true: it is held */
  send(send: Send, instance: Instance, again: boolean): boolean;
  /** What an answer to it is known by. */
  call(instance: Instance): object;
  /** What everybody answers; null: it has failed. */
  readonly answer: number | null;
  handOver(handoff: Statement & { readonly kind: 'handoff' }, instance: Instance): object;
  run(run: Statement & { readonly kind: 'run' }, instance: Instance): Instance;
}

export function* walk(block: Block, instance: Instance, around: Surroundings): Flow {
  for (const statement of block) yield* step(statement, instance, around);
}

function* step(it: Statement, instance: Instance, around: Surroundings): Flow {
  const now = around.now();
  switch (it.kind) {
    case 'wait':
      yield [{ since: now, ways: [{ kind: 'at', time: now + it.hours * HOUR }] }];
      return;
    case 'wait until': {
      const today = now - (now % (24 * HOUR)) + it.clock * HOUR;
      yield [{ since: now, ways: [{ kind: 'at', time: today > now ? today : today + 24 * HOUR }] }];
      return;
    }
    case 'wait for moment': {
      const came = yield* moment(it.before, around);
      const outcome = came === 'absent' ? it.absent : came === 'past' ? it.past : null;
      if (outcome !== null) throw new Finish(outcome, true);
      return;
    }
    case 'countdown':
      yield* countdown(it, instance, around);
      return;
    case 'wait for':
      yield* race(
        [
          { kind: 'on', signal: it.signal, where: it.where, look: it.look, block: it.came },
          { kind: 'after', hours: it.hours, block: it.over },
        ],
        instance,
        around,
      );
      return;
    case 'race':
      yield* race(it.arms, instance, around);
      return;
    case 'if':
      yield* walk(around.holds(it.condition, instance) ? it.yes : it.no, instance, around);
      return;
    case 'repeat':
      yield* repeat(it, instance, around);
      return;
    case 'together':
      yield* sideBySide(
        it.branches.map((branch) => () => walk(branch, instance, around)),
        it.needed === 'all' ? it.branches.length : it.needed,
      );
      return;
    case 'send': {
      let held = around.send(it, instance, false);
      while (held) {
        yield [{ since: now, ways: [{ kind: 'held', send: it }] }];
        held = around.send(it, instance, true);
      }
      return;
    }
    case 'call': {
      const call = around.call(instance);
      const { way } = yield [
        {
          since: now,
          ways: [
            { kind: 'answer', call },
            { kind: 'at', time: now + 3 * HOUR },
          ],
        },
      ];
      if (way.kind !== 'answer' || around.answer === null) yield* walk(it.failed, instance, around);
      else around.act({ kind: 'set', to: around.answer }, instance);
      return;
    }
    case 'handoff': {
      const task = around.handOver(it, instance);
      if (it.ways === null) return;
      const { way } = yield [
        {
          since: now,
          ways: [
            { kind: 'closed', task, how: 'resolved' },
            { kind: 'closed', task, how: 'returned' },
          ],
        },
      ];
      if (way.kind === 'closed') yield* walk(it.ways[way.how], instance, around);
      return;
    }
    case 'run': {
      const run = around.run(it, instance);
      if (it.ways === null) return;
      yield [{ since: now, ways: [{ kind: 'ended', run }] }];
      if (run.outcome === 'one' || run.outcome === 'two') yield* walk(it.ways[run.outcome], instance, around);
      if (run.value !== null) around.act({ kind: 'set', to: run.value }, instance);
      return;
    }
    case 'finish':
      throw new Finish(it.outcome, true);
    default:
      around.act(it, instance);
  }
}

/** "One that moves into the past takes the way of `if past`, one that is taken away that of `if absent`." */
function* moment(before: number, around: Surroundings): Generator<readonly Wait[], 'come' | 'past' | 'absent', Woken> {
  const since = around.now();
  const first = around.moment(before);
  if (first !== null && first >= since) yield [{ since, ways: [{ kind: 'moment', before }] }];
  const last = around.moment(before);
  return last === null ? 'absent' : last < around.now() ? 'past' : 'come';
}

/** "What has passed when it is reached is skipped." */
function* countdown(it: Statement & { kind: 'countdown' }, instance: Instance, around: Surroundings): Flow {
  for (const { before, block } of it.steps) {
    const came = yield* moment(before, around);
    if (came === 'absent') {
      if (it.absent !== null) throw new Finish(it.absent, true);
      return;
    }
    if (came === 'come') yield* walk(block, instance, around);
  }
}

function* race(arms: readonly Arm[], instance: Instance, around: Surroundings): Flow {
  const already = arms.find(
    (arm) =>
      (arm.kind === 'when' && around.holds(arm.condition, instance)) ||
      (arm.kind === 'on' && around.cameBefore(arm, instance)),
  );
  if (already !== undefined) {
    yield* walk(already.block, instance, around);
    return;
  }
  const { way } = yield [{ since: around.now(), ways: arms.map((arm) => ({ kind: 'arm', arm })) }];
  if (way.kind === 'arm') yield* walk(way.arm.block, instance, around);
}

function* repeat(it: Statement & { kind: 'repeat' }, instance: Instance, around: Surroundings): Flow {
  for (let round = 0; round < it.times; round++) {
    if (it.until !== null && around.holds(it.until, instance)) return;
    yield* walk(it.block, instance, around);
    if (round === it.times - 1) return;
    if (it.until !== null && around.holds(it.until, instance)) return;
    const since = around.now();
    const next: Way = { kind: 'at', time: since + it.hours * HOUR };
    const until: Way[] =
      it.until === null ? [] : [{ kind: 'arm', arm: { kind: 'when', condition: it.until, block: [] } }];
    const { way } = yield [{ since, ways: [...until, next] }];
    if (way !== next) return;
  }
}

/** One run of a journey: its statements as a generator that stops at every wait. */
import { forItem } from './chosen.ts';
import { type Arm, type Block, type Fate, HOUR, type Journey, type Send, type Statement } from './language.ts';
import type { Fact } from './person.ts';
import type { Sent } from './policies.ts';
import { sideBySide } from './together.ts';

/** What a place waits for. A message that is held waits for its policies. */
export interface Wait {
  readonly since: number;
  readonly ways: readonly Way[];
}
export type Way =
  | { readonly kind: 'arm'; readonly arm: Exclude<Arm, { kind: 'fate' }> }
  | { readonly kind: 'fate'; readonly arm: Extract<Arm, { kind: 'fate' }>; readonly message: Sent | null }
  | { readonly kind: 'answer'; readonly call: object }
  | { readonly kind: 'closed'; readonly task: object; readonly how: Closing }
  | { readonly kind: 'ended'; readonly run: Instance }
  | { readonly kind: 'at'; readonly time: number }
  /** So many hours before the profile's moment: it comes, moves into the past, or is taken away. */
  | { readonly kind: 'moment'; readonly before: number }
  | { readonly kind: 'held'; readonly send: Send };
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
  /** "`on repeat collect` adds what comes to a list"; null: it does not. */
  readonly collected: Fact[] | null;
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
  send(send: Send, instance: Instance, again: boolean): Sent | 'held' | 'dropped';
  /** What is chosen, or decided. */
  way(it: Statement & { readonly kind: 'choose' | 'choose mood' | 'decide' }, instance: Instance): Block;
  /** What its list holds now. */
  items(instance: Instance): readonly number[];
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
        null,
      );
      return;
    case 'race':
      yield* race(it.arms, instance, around, null);
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
    case 'for each': {
      const rounds = around
        .items(instance)
        .map((item) => () => walk(forItem(it.block, it.item, item), instance, around));
      if (it.together) yield* sideBySide(rounds, rounds.length);
      else for (const round of rounds) yield* round();
      return;
    }
    case 'choose':
    case 'choose mood':
    case 'decide':
      yield* walk(around.way(it, instance), instance, around);
      return;
    case 'experiment':
      if (it.drawn !== 'Out') yield* walk(it.drawn === 'A' ? it.a : it.b, instance, around);
      else if (it.holdout === null) throw new Finish('holdout', false);
      else if (it.holdout !== 'none') yield* walk(it.holdout, instance, around);
      return;
    case 'send': {
      const became = yield* sending(it, instance, around, false);
      if (became === 'dropped' && it.otherwise !== null) throw new Finish(it.otherwise, true);
      return;
    }
    case 'letter':
      yield* letter(it, instance, around);
      return;
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

type Sending = Generator<readonly Wait[], Sent | 'held' | 'dropped', Woken>;

/** "A held message holds its step", unless it is given up. */
function* sending(it: Send, instance: Instance, around: Surroundings, givenUp: boolean): Sending {
  const since = around.now();
  let became = around.send(it, instance, false);
  while (became === 'held' && !givenUp) {
    yield [{ since, ways: [{ kind: 'held', send: it }] }];
    became = around.send(it, instance, true);
  }
  return became;
}

/** "Sends and then waits for the first of them"; "a later wait looks at the same message by its name". */
function* letter(it: Statement & { kind: 'letter' }, instance: Instance, around: Surroundings): Flow {
  const became = yield* sending(it.send, instance, around, it.held !== null);
  if (became === 'held') yield* walk(it.held ?? [], instance, around);
  else if (became !== 'dropped') {
    if (it.arms.length > 0) yield* race(it.arms, instance, around, became);
  } else if (it.unsaid) {
    const failed = it.arms.find((arm) => arm.kind === 'fate' && arm.fate.what === 'failed');
    if (failed !== undefined) yield* walk(failed.block, instance, around);
    else if (it.arms.length > 0) yield* race(it.arms, instance, around, null);
  } else if (it.send.otherwise !== null) throw new Finish(it.send.otherwise, true);
  if (it.later === null) return;
  yield [{ since: around.now(), ways: [{ kind: 'at', time: around.now() + it.later.hours * HOUR }] }];
  yield* race(it.later.arms, instance, around, typeof became === 'object' ? became : null);
}

/** Which of what has become of a message an arm asks for. */
export const isFate = (asked: Fate, { what, link }: Fate): boolean =>
  asked.what === what && (asked.link === null || asked.link === link);

function* race(arms: readonly Arm[], instance: Instance, around: Surroundings, message: Sent | null): Flow {
  const already = arms.find(
    (arm) =>
      (arm.kind === 'when' && around.holds(arm.condition, instance)) ||
      (arm.kind === 'on' && around.cameBefore(arm, instance)) ||
      (arm.kind === 'fate' && message?.fates.some((each) => isFate(arm.fate, each)) === true),
  );
  if (already !== undefined) {
    yield* walk(already.block, instance, around);
    return;
  }
  const { way } = yield [
    {
      since: around.now(),
      ways: arms.map((arm) => (arm.kind === 'fate' ? { kind: 'fate', arm, message } : { kind: 'arm', arm })),
    },
  ];
  if (way.kind === 'arm' || way.kind === 'fate') yield* walk(way.arm.block, instance, around);
}

function* repeat(it: Statement & { kind: 'repeat' }, instance: Instance, around: Surroundings): Flow {
  for (let round = 0; round < it.times; round++) {
    if (it.until !== null && around.holds(it.until, instance)) return;
    yield* walk(it.block, instance, around);
    if (round === it.times - 1) return;
    if (it.hours === null) continue;
    if (it.until !== null && around.holds(it.until, instance)) return;
    const since = around.now();
    const next: Way = { kind: 'at', time: since + it.hours * HOUR };
    const until: Way[] =
      it.until === null ? [] : [{ kind: 'arm', arm: { kind: 'when', condition: it.until, block: [] } }];
    const { way } = yield [{ since, ways: [...until, next] }];
    if (way !== next) return;
  }
}

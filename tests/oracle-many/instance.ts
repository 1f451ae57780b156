/** One run of a journey: its statements as a generator that stops at every wait; and whose it is. */
import { HOUR } from '../oracle/language.ts';
import type { Person } from '../oracle/person.ts';
import type { Sent } from '../oracle/policies.ts';
import { sideBySide } from '../oracle/together.ts';
import type { About, Arm, Block, Journey, Send, Statement, Told } from './language.ts';

export interface Wait {
  readonly since: number;
  readonly ways: readonly Way[];
}
export type Way =
  | { readonly kind: 'arm'; readonly arm: Arm }
  | { readonly kind: 'at'; readonly time: number }
  | { readonly kind: 'held'; readonly send: Send }
  /** What becomes of a message to somebody else. */
  | { readonly kind: 'heard'; readonly parcel: Parcel };
export interface Woken {
  readonly wait: Wait;
  readonly way: Way;
}
export type Flow = Generator<readonly Wait[], void, Woken>;

/** "What it is given is read when the step is reached." */
export interface Parcel {
  readonly send: Send;
  readonly number: number;
  readonly from: Instance;
  became: 'sent' | 'dropped' | null;
}

export interface Instance {
  readonly journey: Journey;
  readonly owner: Party;
  readonly key: string;
  readonly name: string;
  readonly startedAt: number;
  start: Told;
  flow: Flow;
  waits: readonly Wait[];
  outcome: string | null;
}

/** Whoever journeys are about: a customer, or a ticket. */
export interface Party {
  readonly name: string;
  readonly about: About;
  /** A ticket has but the history. */
  readonly person: Person;
  /** What was sent, and what of it has a place in caps. */
  readonly out: Sent[];
  readonly sent: Sent[];
  readonly instances: Instance[];
  /** Messages of others that are held here. */
  readonly parcels: Parcel[];
  readonly lastStart: Map<string, number>;
  /** until when time has passed for it */
  seen: number;
}

export class Finish extends Error {
  readonly outcome: string;
  constructor(outcome: string) {
    super(outcome);
    this.outcome = outcome;
  }
}

export interface Surroundings {
  now(): number;
  holds(condition: Extract<Statement, { kind: 'if' }>['condition'], instance: Instance): boolean;
  set(to: Extract<Statement, { kind: 'set' }>['to'], instance: Instance): void;
  /** true: it is held */
  send(send: Send, instance: Instance, again: boolean): boolean;
  toTeam(send: Send, instance: Instance): void;
  post(send: Send, instance: Instance): Parcel;
}

export function* walk(block: Block, instance: Instance, around: Surroundings): Flow {
  for (const statement of block) yield* step(statement, instance, around);
}

function* step(it: Statement, instance: Instance, around: Surroundings): Flow {
  const since = around.now();
  switch (it.kind) {
    case 'wait':
      yield [{ since, ways: [{ kind: 'at', time: since + it.hours * HOUR }] }];
      return;
    case 'race':
      yield* race(it.arms, instance, around);
      return;
    case 'if':
      yield* walk(around.holds(it.condition, instance) ? it.yes : it.no, instance, around);
      return;
    case 'set':
      around.set(it.to, instance);
      return;
    case 'send':
      yield* send(it, instance, around);
      return;
    case 'together':
      yield* sideBySide(
        it.branches.map((branch) => () => walk(branch, instance, around)),
        it.needed === 'all' ? it.branches.length : it.needed,
      );
      return;
    case 'finish':
      throw new Finish(it.outcome);
  }
}

function* send(it: Send, instance: Instance, around: Surroundings): Flow {
  const since = around.now();
  if (it.to === 'team') around.toTeam(it, instance);
  else if (it.to === 'oneself') {
    let held = around.send(it, instance, false);
    while (held) {
      yield [{ since, ways: [{ kind: 'held', send: it }] }];
      held = around.send(it, instance, true);
    }
  } else {
    const parcel = around.post(it, instance);
    // "The step waits until it has heard that it was sent."
    yield [{ since, ways: [{ kind: 'heard', parcel }] }];
    if (parcel.became === 'dropped' && it.otherwise !== null) throw new Finish(it.otherwise);
  }
}

function* race(arms: readonly Arm[], instance: Instance, around: Surroundings): Flow {
  const already = arms.find((arm) => arm.kind === 'when' && around.holds(arm.condition, instance));
  if (already !== undefined) {
    yield* walk(already.block, instance, around);
    return;
  }
  const { way } = yield [{ since: around.now(), ways: arms.map((arm) => ({ kind: 'arm', arm })) }];
  if (way.kind === 'arm') yield* walk(way.arm.block, instance, around);
}

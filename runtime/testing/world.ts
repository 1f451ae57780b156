/** Virtual time for tests: customers by name, a clock that only the test moves, and everything that was decided. */
import { NOBODY as NO_CUSTOMER, subjectName } from '../../compiler/graph/tests.ts';
import type { Json, MessageOutcome } from '../../compiler/graph/types.ts';
import { decide, isMeant } from '../core/decide.ts';
import { inTurn, wantedBy } from '../core/flow/each.ts';
import { createFollowing } from '../core/flow/following.ts';
import { whoHears } from '../core/flow/hear.ts';
import { heardAtOnce, NOBODY, stillWanted } from '../core/flow/parcels.ts';
import { join } from '../core/join.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer, Fact } from '../core/state/customer.ts';
import type { Happening, TaskAction } from '../core/state/input.ts';
import type { Decision, Effect } from '../core/state/output.ts';
import { safeName } from '../core/values/names.ts';
import { attach, type Keys, partKeys, type Subject } from '../identity/keys.ts';
import { createPeople, type Taken } from './people.ts';

export interface Happened {
  readonly time: number;
  readonly customer: string;
  /** the signal, or what else led to it */
  readonly cause: string;
  readonly decisions: readonly Decision[];
  readonly effects: readonly Effect[];
}

/** Two customers became one. `by`: the signal that brought keys of both; null: the test says so. */
export interface Join {
  readonly into: string;
  readonly from: string;
  readonly by: string | null;
}

export interface World {
  readonly clock: number;
  readonly happened: readonly Happened[];
  customer(name: string): Customer;
  subject(subject: Subject): Customer;
  /** As `customer`, but nobody is there for having been looked at. */
  look(name: string): Customer;
  /** Whether the two names are one customer's now. */
  isOne(name: string, other: string): boolean;
  /** The customer has these keys; not null: somebody else has that strong one already. */
  give(name: string, keys: Keys): Taken | null;
  /** The two turn out to be one, as where an `identify` brings the keys of both. */
  join(name: string, other: string): void;
  /** The customer is known from now on. */
  meet(name: string): void;
  /** Moves the clock; timers that are due before it fire, those due at it only with `inclusive`. */
  moveTo(time: number, inclusive: boolean): void;
  signal(customer: string, signal: string, data: Readonly<Record<string, Json>>, time: number): void;
  /** Closes the oldest open task of a team; false: there is none. */
  closeTask(team: string, action: TaskAction): boolean;
  /** Something becomes of the newest such message to a customer; false: none was sent. */
  delivery(customer: string, message: string, what: MessageOutcome, link: string | null): boolean;
  /** What every call of an action or a model gets from here on; null: it fails. */
  answers(name: string, given: { readonly value: Json } | null): void;
  readonly joins: readonly Join[];
  /** Actions that were called, for which nothing is given and nothing stands in. */
  readonly unanswered: readonly string[];
}

/** More timers than this in one step of a test is a journey that goes round for ever. */
const MOST_TIMERS = 100_000;

export function createWorld(programs: Programs, start: number): World {
  const people = createPeople(programs);
  const { of: customerOf, nameOf } = people;
  const happened: Happened[] = [];
  const given = new Map<string, { readonly value: Json } | null>();
  const unanswered: string[] = [];
  const joins: Join[] = [];
  const openTasks: { readonly id: string; readonly customer: string; team: string }[] = [];
  let clock = start;
  let seq = 0;

  const put = (
    customer: string,
    cause: string,
    outcome: { decisions: readonly Decision[]; effects: readonly Effect[] },
  ) => {
    happened.push({ time: clock, customer, cause, ...outcome });
    for (const effect of outcome.effects) {
      if (effect.kind === 'task') openTasks.push({ id: effect.id, customer, team: effect.team });
      const index = openTasks.findIndex((task) => 'id' in effect && task.id === effect.id);
      const task = openTasks[index];
      if (effect.kind === 'task_moved' && task !== undefined) task.team = effect.team;
      const ended = effect.kind === 'task_closed' || effect.kind === 'task_cancelled';
      if (ended && index >= 0) openTasks.splice(index, 1);
    }
    followAll(customer, outcome.effects);
  };
  /** As the engine does: what leads to something of its own at once. */
  const follow = (customer: string, effect: Effect): void => {
    const tell = (name: string, cause: string, input: Happening): void =>
      put(name, cause, decide(programs, customerOf(name), { ...input, seq: ++seq, now: clock }));
    switch (effect.kind) {
      case 'call':
        reply(customer, effect);
        return;
      case 'emit': {
        const { signal, fact, depth } = effect;
        tell(customer, signal, { kind: 'signal', signal, fact, depth });
        return;
      }
      case 'parcel': {
        const { id, key, value, parcel } = effect;
        if (!stillWanted(customerOf(customer), id)) return;
        const name = people.nameWith(key, value);
        if (name !== null) tell(name, `from ${customer}`, { kind: 'parcel', parcel });
        else
          tell(customer, NOBODY, {
            kind: 'heard',
            ...heardAtOnce(parcel, { parcel: id, how: 'dropped', reason: NOBODY }),
          });
        return;
      }
      case 'recall':
        tell(nameOf(effect.customer), 'recalled', { kind: 'recall', id: effect.id });
        return;
      case 'heard':
        tell(nameOf(effect.customer), `${effect.heard.how} elsewhere`, { kind: 'heard', ...effect.heard });
        return;
      default:
        return;
    }
  };
  const followAll = createFollowing(follow);
  /** Others answer at once: what the test gives them, else as if they had failed. */
  const reply = (customer: string, { id, name }: Effect & { readonly kind: 'call' }): void => {
    const value = given.get(name);
    const { actions, models } = programs.current.graph;
    if (value === undefined && actions?.[name] !== undefined && actions[name].otherwise === undefined) {
      unanswered.push(name);
      return;
    }
    if (value === undefined && models?.[name] !== undefined) return;
    const answer =
      value === undefined || value === null
        ? ({ call: id, ok: false, error: 'the test lets it fail' } as const)
        : ({ call: id, ok: true, value: value.value, wire: false } as const);
    put(
      customer,
      `answer of ${name}`,
      decide(programs, customerOf(customer), { kind: 'answer', seq: ++seq, now: clock, ...answer }),
    );
  };
  const nextDue = (): { readonly name: string; readonly due: number } | null => {
    let best: { name: string; due: number } | null = null;
    for (const [name, { wake }] of people.all) {
      if (wake !== null && (best === null || wake < best.due)) best = { name, due: wake };
    }
    return best;
  };
  const moveTo = (time: number, inclusive: boolean): void => {
    for (let fired = 0; fired < MOST_TIMERS; fired++) {
      const next = nextDue();
      if (next === null || (inclusive ? next.due > time : next.due >= time)) break;
      clock = Math.max(clock, next.due);
      put(next.name, 'time', decide(programs, customerOf(next.name), { kind: 'wake', seq: ++seq, now: clock }));
    }
    clock = Math.max(clock, time);
  };

  /** As the engine does: to everybody who may be meant, in turn. */
  const tellAll = (signal: string, fact: Fact): void => {
    seq++;
    const about = { signal: safeName(signal), fact, now: clock };
    for (const { customer, instance } of whoHears(programs, people.all.values(), about)) {
      const to = { journey: instance.journey, instance: instance.id };
      const input = { kind: 'told', seq: ++seq, now: clock, signal: about.signal, fact, ...to } as const;
      put(nameOf(customer.number), signal, decide(programs, customer, input));
    }
    for (const { journey, most, had } of wantedBy(programs.current, safeName(signal), fact, clock)) {
      let started = 0;
      for (const name of inTurn(people.all, had)) {
        const customer = customerOf(name);
        const meant = isMeant(programs, customer, { journey, fact, now: clock });
        if (started >= most || meant === 'no' || (meant === 'passed' && most !== Number.POSITIVE_INFINITY)) continue;
        if (meant === 'yes') started++;
        const input = {
          kind: 'told',
          seq: ++seq,
          now: clock,
          signal: about.signal,
          journey: journey.name,
          fact,
        } as const;
        put(name, signal, decide(programs, customer, input));
      }
    }
  };

  /** As the engine does where keys show it; the names are of those who turn out to be one. */
  const joinAll = ([into = '', ...others]: readonly string[], by: string | null): void => {
    for (const from of others) {
      joins.push({ into, from, by });
      const outcome = join(programs, customerOf(into), customerOf(from), { seq: ++seq, now: clock });
      people.merge(into, from);
      put(into, `${from} is ${into}`, outcome);
    }
  };

  return {
    get clock() {
      return clock;
    },
    happened,
    unanswered,
    joins,
    delivery(name, message, what, link) {
      const mine = happened.filter((item) => people.isOne(item.customer, name)).flatMap((item) => item.effects);
      const sent = mine.findLast((effect) => effect.kind === 'message' && effect.message === message);
      if (sent?.kind !== 'message') return false;
      const delivery = { kind: 'delivery', message: sent.id, what, link } as const;
      const sender = nameOf(Number(sent.instance.split('-')[0]));
      for (const each of new Set([people.nameNow(name), sender]))
        put(each, `${message} ${what}`, decide(programs, customerOf(each), { ...delivery, seq: ++seq, now: clock }));
      return true;
    },
    answers: (name, answer) => given.set(name, answer),
    customer: customerOf,
    subject: people.subject,
    look: people.look,
    isOne: people.isOne,
    give: people.give,
    join(name, other) {
      const both = [name, other].map((each) => customerOf(each).number);
      joinAll([...new Set(both)].sort((a, b) => a - b).map(nameOf), null);
    },
    meet(name) {
      if (programs.current.watches.all.length === 0) return;
      put(name, 'time', decide(programs, customerOf(name), { kind: 'identify', seq: ++seq, now: clock, profile: {} }));
    },
    moveTo,
    signal(name, signal, data, time) {
      moveTo(time, false);
      const declared = programs.current.signals.get(safeName(signal));
      const fact: Record<string, Json> & Fact = { at: time, id: `test-${seq + 1}` };
      for (const [field, value] of Object.entries(data)) if (field !== 'at') fact[safeName(field)] = value;
      if (declared?.withoutCustomer === true) {
        tellAll(signal, fact);
        return;
      }
      const tell = (to: string, customer: Customer): void =>
        put(
          to,
          signal,
          decide(programs, customer, { kind: 'signal', seq: ++seq, now: clock, signal: safeName(signal), fact }),
        );
      const all = keysOf(declared?.keys ?? [], fact);
      const { keys, subjects } = partKeys(all, programs.current.subjects);
      if (name === NO_CUSTOMER) seq++;
      else {
        const sent = people.asSent(name, keys);
        joinAll(people.meant(name, sent), signal);
        const customer = customerOf(name);
        attach(customer, sent);
        tell(people.nameNow(name), customer);
      }
      for (const subject of subjects) tell(subjectName(subject.kind, subject.value), people.subject(subject));
    },
    closeTask(team, action) {
      const task = openTasks.find((open) => open.team === team);
      if (task === undefined) return false;
      const input = { kind: 'task', seq: ++seq, now: clock, task: task.id, action } as const;
      put(task.customer, `${team} ${action}`, decide(programs, customerOf(task.customer), input));
      return true;
    },
  };
}

/** What the fields of a signal say of whom it is. */
function keysOf(fields: readonly { readonly field: string; readonly key: string }[], fact: Fact): Keys {
  const keys: Record<string, string> = {};
  for (const { field, key } of fields) {
    const value = fact[field];
    if (typeof value === 'string') keys[key] ??= value;
  }
  return keys;
}

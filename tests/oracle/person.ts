/** What is known of the one customer, and what conditions say of it. */
import type { Channel, Condition, Given, Mood, Op, SignalName, Statement } from './language.ts';
import { HOUR } from './language.ts';

export interface Fact {
  readonly signal: SignalName;
  readonly k: string;
  readonly n: number;
  readonly at: number;
}

export interface Person {
  num: number;
  tag: boolean;
  mood: Mood;
  moment: number | null;
  email: boolean;
  phone: boolean;
  /** To `Offers`, where consent is asked for. */
  general: boolean;
  readonly byChannel: Map<Channel, boolean>;
  /** When it was withdrawn last, on a channel or (null) for all. */
  readonly withdrawn: Map<Channel | null, number>;
  /** On which the customer last did something with a message. */
  liked: Channel | null;
  readonly history: Fact[];
}

export const newPerson = (asked: boolean): Person => ({
  num: 0,
  tag: false,
  mood: 'calm',
  moment: null,
  email: true,
  phone: true,
  general: !asked,
  byChannel: new Map(),
  withdrawn: new Map(),
  liked: null,
  history: [],
});

/** "Withdrawn for all of a purpose, it is withdrawn on every channel; withdrawn on one channel, it stays so until it is granted on that channel again." */
function note(person: Person, grant: boolean, on: Channel | null, at: number): void {
  const all = person.withdrawn.get(null) ?? Number.NEGATIVE_INFINITY;
  // "An agreement from before a withdrawal, whose signal comes late, grants nothing."
  if (grant && at < Math.max(all, person.withdrawn.get(on) ?? all)) return;
  if (!grant) person.withdrawn.set(on, Math.max(at, person.withdrawn.get(on) ?? at));
  if (on !== null) person.byChannel.set(on, grant);
  else {
    person.general = grant;
    if (!grant) for (const [channel, given] of person.byChannel) if (given) person.byChannel.delete(channel);
  }
}

/** What a journey or a handler does to the person. */
export function change(person: Person, it: Statement, start: Fact, now: number): void {
  switch (it.kind) {
    case 'set':
      person.num = it.to === 'one more' ? person.num + 1 : numberOf(it.to, start);
      return;
    case 'mood':
      person.mood = it.to;
      return;
    case 'tag':
      person.tag = it.present;
      return;
    case 'moment':
      person.moment = it.hours === null ? null : now + it.hours * HOUR;
      return;
    case 'address':
      person[it.channel === 'email' ? 'email' : 'phone'] = it.present;
      return;
    case 'consent':
      note(person, it.grant, it.on, start.at);
      return;
    default:
      throw new Error(`${it.kind} changes nobody`);
  }
}

export const hasAddress = ({ email, phone }: Person, channel: Channel): boolean =>
  channel === 'email' ? email : phone;

export const hasConsent = (person: Person, channel: Channel): boolean =>
  person.byChannel.get(channel) ?? person.general;

/** "It takes one item after the other": by then each has been put in its place. */
export function numberOf(given: Given, start: Fact | null): number {
  if (given === 's.n') return start?.n ?? Number.NaN;
  if (typeof given === 'number') return given;
  throw new Error(`${given} stands in no loop`);
}

export interface Sight {
  readonly person: Person;
  readonly now: number;
  readonly start: Fact | null;
  readonly it: Fact | null;
}

const compare = (left: number, op: Op, right: number): boolean =>
  op === '>' ? left > right : op === '<' ? left < right : left === right;

export function holds(asked: Condition, sight: Sight): boolean {
  const { person, now, start, it } = sight;
  switch (asked.kind) {
    case 'number': {
      const { of } = asked;
      const value = of === 'profile.num' ? person.num : of === 'it.n' ? (it?.n ?? Number.NaN) : numberOf(of, start);
      return compare(value, asked.op, numberOf(asked.value, null));
    }
    case 'same key':
      return it?.k === start?.k;
    case 'tagged':
      return person.tag;
    case 'consent':
      return person.general;
    case 'count': {
      const { signal, hours, op, value } = asked;
      // "`in last 2 days` are the last 48 hours, and what is exactly so old still counts."
      const from = hours === null ? Number.NEGATIVE_INFINITY : now - hours * HOUR;
      const found = person.history.filter((fact) => fact.signal === signal && fact.at >= from && fact.at <= now);
      return compare(found.length, op, value);
    }
    case 'not':
      return !holds(asked.of, sight);
    case 'and':
      return holds(asked.left, sight) && holds(asked.right, sight);
    case 'or':
      return holds(asked.left, sight) || holds(asked.right, sight);
  }
}

/** The instants at which a condition may change by time alone. */
export function turns(asked: Condition, person: Person): number[] {
  switch (asked.kind) {
    case 'count': {
      const { hours, signal } = asked;
      if (hours === null) return [];
      return person.history.filter((fact) => fact.signal === signal).map(({ at }) => at + hours * HOUR + 1);
    }
    case 'not':
      return turns(asked.of, person);
    case 'and':
    case 'or':
      return [...turns(asked.left, person), ...turns(asked.right, person)];
    default:
      return [];
  }
}

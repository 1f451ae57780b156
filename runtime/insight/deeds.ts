/** What journeys have done for each customer, counted and compared. */
import type { Decision } from '../core/state/output.ts';
import { invariant } from '../core/values/invariant.ts';
import { openView } from '../engine/view.ts';
import { decodeDecisions } from '../store/decisions.ts';
import { readLog } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { createJoined, type Joined } from './joined.ts';

/** In the order in which they happen. `running`: it has not ended when the log ends. */
const WHATS = ['started', 'held', 'sent', 'dropped', 'handed', 'unanswered', 'goal', 'ended', 'running'] as const;
export type What = (typeof WHATS)[number];

/** Something that a journey does. */
export interface Deed {
  readonly journey: string;
  readonly what: What;
  /** the message, team, action or outcome; '' where there is none */
  readonly name: string;
}

export interface Difference extends Deed {
  /** how often in all */
  readonly before: number;
  readonly after: number;
  /** how many customers meet it more or less often */
  readonly customers: number;
  /** how many meet it as often, at another time */
  readonly moved: number;
}

/** One customer's difference. Times are milliseconds since 1970 UTC, the earliest first. */
export interface Otherwise extends Deed {
  readonly customer: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** the customers, and subjects, that meet anything otherwise */
  readonly concerned: readonly number[];
  /** of the first of them, one after another */
  readonly otherwise: readonly Otherwise[];
  /** how many instances still run when it is over, in the second one */
  readonly running: number;
}

/** Customer -> deed, time, deed, time, ..: there may be millions of them. */
type Deeds = ReadonlyMap<number, readonly number[]>;

export interface Ledger {
  /** What was done in a database from that time on, and what still runs. */
  read(database: Database, from: number): Deeds;
  /** `most`: so many customers are told one by one. */
  compare(before: Deeds, after: Deeds, most: number): Comparison;
}

export function createLedger(): Ledger {
  const list: Deed[] = [];
  const numbers = new Map<string, number>();

  function numberOf(deed: Deed): number {
    const key = JSON.stringify([deed.journey, deed.what, deed.name]);
    let number = numbers.get(key);
    if (number === undefined) {
      number = list.push(deed) - 1;
      numbers.set(key, number);
    }
    return number;
  }

  function read(database: Database, from: number): Deeds {
    const deeds = new Map<number, number[]>();
    const joined = createJoined();
    for (const record of readLog(database)) {
      joined.note(record);
      const { time, customer, decisions } = record;
      if (time < from || customer === null || decisions === null) continue;
      for (const decision of decodeDecisions(decisions)) {
        const deed = deedOf(decision);
        if (deed !== null) add(deeds, customer, deed, time);
      }
    }
    for (const { customer, journey, time } of runningAtEnd(database))
      add(deeds, customer, { journey, what: 'running', name: '' }, time);
    return byPerson(deeds, joined);
  }

  function add(deeds: Map<number, number[]>, customer: number, deed: Deed, time: number): void {
    const own = deeds.get(customer);
    if (own === undefined) deeds.set(customer, [numberOf(deed), time]);
    else own.push(numberOf(deed), time);
  }

  function compare(before: Deeds, after: Deeds, most: number): Comparison {
    const totals = new Map<number, Total>();
    const otherwise: Otherwise[] = [];
    const concerned: number[] = [];
    for (const customer of [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)) {
      const own = compareOne(totals, timesOf(before.get(customer)), timesOf(after.get(customer)));
      if (own.length === 0) continue;
      if (concerned.length < most) otherwise.push(...own.map((each) => ({ customer, ...each })));
      concerned.push(customer);
    }
    const all = [...totals].map(([number, total]): Difference => ({ ...deed(number), ...total }));
    const running = all.filter(({ what }) => what === 'running').reduce((sum, each) => sum + each.after, 0);
    const differences = all.filter((each) => each.customers + each.moved > 0).sort(byDeed);
    return { differences, concerned, otherwise, running };
  }

  /** Adds up what one customer meets; gives what is otherwise. */
  function compareOne(totals: Map<number, Total>, before: Times, after: Times): Omit<Otherwise, 'customer'>[] {
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((number) => {
      const old = before.get(number) ?? [];
      const fresh = after.get(number) ?? [];
      const total = totals.get(number) ?? { before: 0, after: 0, customers: 0, moved: 0 };
      totals.set(number, total);
      total.before += old.length;
      total.after += fresh.length;
      if (old.length === fresh.length && old.every((time, index) => time === fresh[index])) return [];
      if (old.length === fresh.length) total.moved++;
      else total.customers++;
      return [{ ...deed(number), before: old, after: fresh }];
    });
  }

  function deed(number: number): Deed {
    const known = list[number];
    if (known === undefined) invariant(`there is no deed ${number}`);
    return known;
  }

  return { read, compare };
}

/** Whoever has joined another is one with them, whichever of the two it happened to. */
function byPerson(deeds: ReadonlyMap<number, readonly number[]>, { who }: Joined): Deeds {
  const people = new Map<number, readonly number[]>();
  for (const [customer, own] of deeds) {
    const person = who(customer);
    const known = people.get(person);
    people.set(person, known === undefined ? own : [...known, ...own]);
  }
  return people;
}

/** What has not ended yet, with the time of its start. */
function* runningAtEnd(database: Database): Generator<{ customer: number; journey: string; time: number }> {
  for (const { number, instances } of openView(database).all())
    for (const { journey, outcome, startedAt } of instances)
      if (outcome === null) yield { customer: number, journey, time: startedAt };
}

/** Deed -> when. */
type Times = ReadonlyMap<number, readonly number[]>;

type Total = Record<'before' | 'after' | 'customers' | 'moved', number>;

function timesOf(deeds: readonly number[] = []): Times {
  const times = new Map<number, number[]>();
  for (let at = 0; at < deeds.length; at += 2) {
    const number = deeds[at] ?? 0;
    const time = deeds[at + 1] ?? 0;
    const own = times.get(number);
    if (own === undefined) times.set(number, [time]);
    else own.push(time);
  }
  // Of customers that have joined, those of the one stand behind those of the other.
  for (const own of times.values()) own.sort((a, b) => a - b);
  return times;
}

export function byDeed(a: Deed, b: Deed): number {
  if (a.journey !== b.journey) return a.journey < b.journey ? -1 : 1;
  if (a.what !== b.what) return WHATS.indexOf(a.what) - WHATS.indexOf(b.what);
  return a.name < b.name ? -1 : 1;
}

/** Null: customers do not notice it. */
function deedOf({
  kind,
  journey,
  subject,
  outcome,
}: Pick<Decision, 'kind' | 'journey' | 'subject' | 'outcome'>): Deed | null {
  if (journey === null) return null;
  switch (kind) {
    case 'started':
      return { journey, what: 'started', name: '' };
    case 'goal_reached':
      return { journey, what: 'goal', name: '' };
    case 'finished':
    case 'stopped':
      return { journey, what: 'ended', name: outcome ?? '' };
    case 'sent':
    case 'held':
    case 'dropped':
    case 'handed':
    case 'unanswered':
      return { journey, what: kind, name: subject ?? '' };
    case 'not_started':
    case 'goal_missed':
    case 'went_on':
    case 'moved':
    case 'migrated':
    case 'kept':
    case 'branched':
    case 'still_held':
    case 'escalated':
    case 'late':
    case 'task_closed':
    case 'claimed':
    case 'paused':
    case 'set':
    case 'consent':
    case 'cancelled':
    case 'passed':
    case 'heard':
    case 'emitted':
    case 'called':
    case 'delivery':
    case 'resent':
    case 'answered':
    case 'decided':
    case 'assigned':
    case 'stuck':
      return null;
  }
}

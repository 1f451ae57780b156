/**
 * Who had which signal, with which value: so that a signal without a customer is put to those whom it can mean, not to everybody.
 * An index is made when it is first asked for, by one look at all customers, and kept up to date from then on. It may name more
 * customers than are meant, never fewer.
 */
import type { Json } from '../../compiler/graph/types.ts';
import { isMeant } from '../core/decide.ts';
import { type Wanted, wantedBy } from '../core/flow/each.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer, Fact } from '../core/state/customer.ts';
import type { Resident } from './residents.ts';

type Had = NonNullable<Wanted['had']>;

export interface Reach {
  /** Customers who may be meant, those first who had it first; null as `had`: everybody. */
  candidates(had: Had | null): readonly number[];
  /** A customer has had a signal. */
  note(signal: string, fact: Fact, customer: number): void;
}

interface Index {
  readonly field: string | null;
  /** customers by value, in the order in which they had it */
  readonly byValue: Map<Json, Set<number>>;
}

export function createReach(everybody: () => Iterable<Customer>): Reach {
  const bySignal = new Map<string, Index[]>();

  function indexOf({ signal, field }: Had): Index {
    const known = bySignal.get(signal) ?? [];
    const found = known.find((index) => index.field === field);
    if (found !== undefined) return found;
    const made: Index = { field, byValue: new Map() };
    const facts: { readonly fact: Fact; readonly customer: number }[] = [];
    for (const { history, number } of everybody())
      for (const fact of history[signal] ?? []) facts.push({ fact, customer: number });
    facts.sort((a, b) => a.fact.at - b.fact.at || a.customer - b.customer);
    for (const { fact, customer } of facts) add(made, fact, customer);
    bySignal.set(signal, [...known, made]);
    return made;
  }

  return {
    candidates(had) {
      if (had === null) return [...everybody()].map(({ number }) => number);
      return [...(indexOf(had).byValue.get(had.field === null ? null : had.value) ?? [])];
    },
    note(signal, fact, customer) {
      for (const index of bySignal.get(signal) ?? []) add(index, fact, customer);
    },
  };
}

function add({ field, byValue }: Index, fact: Fact, customer: number): void {
  const value = field === null ? null : (fact[field] ?? null);
  const customers = byValue.get(value);
  if (customers === undefined) byValue.set(value, new Set([customer]));
  else customers.add(customer);
}

/**
 * Whom a signal without a customer is for, and which journey it may start. In batches, those who have had their turn are passed
 * over; else they are told, too, so that the log says why nothing started.
 */
export function* whoIsMeant(
  programs: Programs,
  { signal, fact, now }: { readonly signal: string; readonly fact: Fact; readonly now: number },
  reach: Reach,
  current: (number: number) => Resident,
): Generator<{ readonly journey: string; readonly resident: Resident }> {
  for (const { journey, most, had } of wantedBy(programs.current, signal, fact, now)) {
    let started = 0;
    // Two of them can have turned out to be one.
    const asked = new Set<Resident>();
    for (const number of reach.candidates(had)) {
      if (started >= most) break;
      const resident = current(number);
      if (asked.has(resident)) continue;
      asked.add(resident);
      const meant = isMeant(programs, resident.customer, { journey, fact, now });
      if (meant === 'no' || (meant === 'passed' && most !== Number.POSITIVE_INFINITY)) continue;
      if (meant === 'yes') started++;
      yield { journey: journey.name, resident };
    }
  }
}

/**
 * Who had which signal, with which value: so that a signal without a customer is put to those whom it can mean, not to everybody.
 * An index is made when it is first asked for, by one look at all customers, and kept up to date from then on. It may name more
 * customers than are meant, never fewer.
 */
import type { Json } from '../../compiler/graph/types.ts';
import { isMeant } from '../core/decide.ts';
import { type Had, hadSince, wantedBy } from '../core/flow/each.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer, Fact } from '../core/state/customer.ts';
import type { Resident } from './residents.ts';
import { createTimerHeap } from './timer-heap.ts';

export interface Reach {
  /** Customers who may be meant, each once, those first who first had all that is asked for; null as `had`: everybody. */
  candidates(had: Had | null): Iterable<Resident>;
  /** A customer has had a signal. */
  note(signal: string, fact: Fact, customer: number): void;
}

interface Index {
  readonly field: string | null;
  /** by value: since when customers have had it, or earlier, since what is forgotten is not looked for */
  readonly byValue: Map<Json, Map<number, number>>;
}

/** `current`: the customer of that number, or the one that it has joined. */
export function createReach(everybody: () => Iterable<Customer>, current: (number: number) => Resident): Reach {
  const bySignal = new Map<string, Index[]>();

  function indexOf({ signal, field }: Had): Index {
    const known = bySignal.get(signal) ?? [];
    const found = known.find((index) => index.field === field);
    if (found !== undefined) return found;
    const made: Index = { field, byValue: new Map() };
    for (const { history, number } of everybody()) for (const fact of history[signal] ?? []) add(made, fact, number);
    bySignal.set(signal, [...known, made]);
    return made;
  }

  /** The order follows from what is remembered now, however the index came about: after a restart it is the same. */
  function* inTurn(had: Had): Generator<Resident> {
    const since = indexOf(had).byValue.get(had.field === null ? null : had.value);
    if (since === undefined) return;
    const noted = [...since].sort(([, a], [, b]) => a - b);
    const later = createTimerHeap();
    const asked = new Set<number>();
    for (let place = 0; ; ) {
      const at = Math.min(noted[place]?.[1] ?? Number.POSITIVE_INFINITY, later.next() ?? Number.POSITIVE_INFINITY);
      if (at === Number.POSITIVE_INFINITY) return;
      const equal = new Set<number>();
      while (later.next() === at) equal.add(later.pop());
      for (let next = noted[place]; next?.[1] === at; next = noted[++place]) {
        const [before] = next;
        const { customer } = current(before);
        const { number } = customer;
        // Two of them can have turned out to be one.
        if (number !== before) since.delete(before);
        if (asked.has(number)) continue;
        const truly = hadSince(customer, had);
        if (truly === null) {
          since.delete(number);
          continue;
        }
        since.set(number, truly);
        // Its turn is when it had the rest, too, which another signal may ask otherwise.
        const turn = had.since(customer);
        if (turn === at) equal.add(number);
        else if (turn !== null) later.set(number, turn);
      }
      for (const number of [...equal].sort((a, b) => a - b)) {
        asked.add(number);
        yield current(number);
      }
    }
  }

  /** One after another: who is given out all at once can have left memory before anything happens to him, and is two then. */
  function* all(): Generator<Resident> {
    for (const { number } of everybody()) yield current(number);
  }

  return {
    candidates: (had) => (had === null ? all() : inTurn(had)),
    note(signal, fact, customer) {
      for (const index of bySignal.get(signal) ?? []) add(index, fact, customer);
    },
  };
}

function add({ field, byValue }: Index, fact: Fact, customer: number): void {
  const value = field === null ? null : (fact[field] ?? null);
  const since = byValue.get(value);
  if (since === undefined) byValue.set(value, new Map([[customer, fact.at]]));
  else since.set(customer, Math.min(since.get(customer) ?? fact.at, fact.at));
}

/**
 * Whom a signal without a customer is for, and which journey it may start. In batches, those who have had their turn are passed
 * over; else they are told, too, so that the log says why nothing started.
 */
export function* whoIsMeant(
  programs: Programs,
  { signal, fact, now }: { readonly signal: string; readonly fact: Fact; readonly now: number },
  reach: Reach,
): Generator<{ readonly journey: string; readonly resident: Resident }> {
  for (const { journey, most, had } of wantedBy(programs.current, signal, fact, now)) {
    let started = 0;
    for (const resident of reach.candidates(had)) {
      if (started >= most) break;
      const meant = isMeant(programs, resident.customer, { journey, fact, now });
      if (meant === 'no' || (meant === 'passed' && most !== Number.POSITIVE_INFINITY)) continue;
      if (meant === 'yes') started++;
      yield { journey: journey.name, resident };
    }
  }
}

/**
 * Which customers have an instance that listens to which signal without a customer. Made when it is first asked for, by one look at
 * all customers, and kept up to date from then on. It may name more customers than listen, never fewer.
 */
import type { Json } from '../../compiler/graph/types.ts';
import { listensTo } from '../core/flow/hear.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer, Fact } from '../core/state/customer.ts';

export interface Listeners {
  /** Those to whom the signal may matter. */
  candidates(signal: string, fact: Fact): readonly Customer[];
  /** Something has happened to the customer. */
  note(customer: Customer): void;
}

/** `current`: the customer of that number, or the one that it has joined. */
export function createListeners(
  library: { readonly programs: Programs },
  everybody: () => Iterable<Customer>,
  current: (number: number) => Customer,
): Listeners {
  const numbers = new Map<string, Set<number>>();
  const fields = new Map<string, Set<string>>();
  let made = false;

  function add(customer: Customer): void {
    if (customer.instances.length === 0 || !library.programs.hearsShared) return;
    for (const { signal, field, value } of listensTo(library.programs, customer)) {
      if (field !== null) fields.set(signal, (fields.get(signal) ?? new Set()).add(field));
      const key = keyOf(signal, field, value);
      numbers.set(key, (numbers.get(key) ?? new Set()).add(customer.number));
    }
  }

  /** Those of one key; who listens to it no more is forgotten. */
  function under(key: string): Customer[] {
    const known = numbers.get(key);
    if (known === undefined) return [];
    const found: Customer[] = [];
    for (const number of known) {
      const customer = current(number);
      const listens = listensTo(library.programs, customer).some(
        (each) => keyOf(each.signal, each.field, each.value) === key,
      );
      if (listens) found.push(customer);
      else known.delete(number);
    }
    if (known.size === 0) numbers.delete(key);
    return found;
  }

  return {
    candidates(signal, fact) {
      if (!library.programs.hearsShared) return [];
      if (!made) {
        for (const customer of everybody()) add(customer);
        made = true;
      }
      const found = new Set(under(keyOf(signal, null, null)));
      for (const field of fields.get(signal) ?? [])
        for (const customer of under(keyOf(signal, field, fact[field] ?? null))) found.add(customer);
      return [...found];
    },
    note(customer) {
      if (made) add(customer);
    },
  };
}

function keyOf(signal: string, field: string | null, value: Json): string {
  return field === null ? signal : JSON.stringify([signal, field, value]);
}

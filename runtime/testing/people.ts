/** Who is who in a test: customers by the names that it gives them, of which several may turn out to be one. */
import { subjectName } from '../../compiler/graph/tests.ts';
import type { Programs } from '../core/programs.ts';
import { type Customer, newCustomer } from '../core/state/customer.ts';
import { become, bringsStrong, isAnonymous, type Keys, resolve, type Subject } from '../identity/keys.ts';

/** A strong key, and whose it is. */
export interface Taken {
  readonly key: string;
  readonly by: string;
}

export interface People {
  /** Everybody, by name; who has been joined stands under the name of the one who goes on. */
  readonly all: ReadonlyMap<string, Customer>;
  /** The customer is there from now on. */
  of(name: string): Customer;
  /** As `of`, but nobody is there for having been looked at. */
  look(name: string): Customer;
  subject(subject: Subject): Customer;
  /** The name of whom it is now: of the one that the customer has joined. */
  nameNow(name: string): string;
  isOne(name: string, other: string): boolean;
  /** Whose number that is, or was before the customer was joined; empty: nobody's. */
  nameOf(number: number): string;
  /** Whoever has that key; null: nobody. */
  nameWith(key: string, value: string): string | null;
  /**
   * The customer has these keys; the name is none of them where they make an anonymous visitor. Gives who has a strong one
   * of them already, who could be nobody else.
   */
  give(name: string, keys: Keys): Taken | null;
  /** With the customer's own `user_id` where one is known: as on the wire, it counts more than what a field says. */
  asSent(name: string, keys: Keys): Keys;
  /** The names of all who turn out to be one where the customer comes with these keys, the one who goes on first. */
  meant(name: string, keys: Keys): readonly string[];
  /** The one is the other from now on. */
  merge(into: string, from: string): void;
}

export function createPeople(programs: Programs): People {
  const all = new Map<string, Customer>();
  const joined = new Map<string, string>();
  /** whom a number was given to first, of those in `all` and of those who are joined */
  const numbers = new Map<number, string>();
  /** names that stand for a `user_id` which no test and no signal has given */
  const madeUp = new Set<string>();

  const nameNow = (name: string): string => {
    let now = name;
    for (let next = joined.get(now); next !== undefined; next = joined.get(now)) now = next;
    return now;
  };
  const look = (name: string): Customer => {
    const known = all.get(nameNow(name));
    if (known !== undefined) return known;
    const stranger = newCustomer(numbers.size + 1);
    stranger.keys.user_id = [name];
    return stranger;
  };
  const enter = (name: string, customer: Customer): Customer => {
    if (!numbers.has(customer.number)) {
      numbers.set(customer.number, name);
      madeUp.add(name);
    }
    all.set(nameNow(name), customer);
    return customer;
  };
  const of = (name: string): Customer => enter(name, look(name));
  const nameWith = (key: string, value: string): string | null => {
    for (const [name, { keys }] of all) if (keys[key]?.includes(value) === true) return name;
    return null;
  };
  const nameOf = (number: number): string => nameNow(numbers.get(number) ?? '');

  return {
    all,
    of,
    look,
    nameNow,
    isOne: (name, other) => nameNow(name) === nameNow(other),
    nameOf,
    nameWith,
    subject(subject) {
      const name = subjectName(subject.kind, subject.value);
      const found = enter(name, all.get(name) ?? newCustomer(numbers.size + 1));
      become(found, subject);
      return found;
    },
    give(name, keys) {
      const customer = of(name);
      const { identity } = programs.current.graph;
      for (const [key, value] of Object.entries(keys)) {
        const by = bringsStrong({ [key]: value }, identity) ? nameWith(key, value) : null;
        if (by !== null && by !== nameNow(name)) return { key, by };
        customer.keys[key] = [value];
      }
      if (keys.user_id !== undefined) madeUp.delete(name);
      const onlyNamed = customer.keys.user_id?.every((value) => madeUp.has(value));
      if (onlyNamed && Object.keys(keys).length > 0 && !bringsStrong(keys, identity)) delete customer.keys.user_id;
      return null;
    },
    asSent(name, keys) {
      const own = look(name).keys.user_id?.find((value) => !madeUp.has(value));
      return own === undefined || keys.user_id === undefined ? keys : { ...keys, user_id: own };
    },
    meant(name, keys) {
      const { identity } = programs.current.graph;
      const customer = of(name);
      // Nobody is joined through a weak key alone.
      if (isAnonymous(customer, identity) && !bringsStrong(keys, identity)) return [nameNow(name)];
      const index = {
        find: (key: string, value: string): number | undefined => {
          const found = nameWith(key, value);
          const holder = found === null ? undefined : all.get(found);
          return holder?.about === undefined ? holder?.number : undefined;
        },
      };
      const anonymous = (number: number): boolean => isAnonymous(look(nameOf(number)), identity);
      const found = resolve(keys, identity, index, anonymous, customer.number);
      return found.customer === null ? [nameNow(name)] : [found.customer, ...found.join].map(nameOf);
    },
    merge(into, from) {
      const name = nameNow(from);
      all.delete(name);
      joined.set(name, nameNow(into));
    },
  };
}

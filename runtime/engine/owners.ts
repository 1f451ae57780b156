/** Whose a signal is: whoever has its keys, or somebody new. Customers that turn out to be one are joined. */
import { join } from '../core/join.ts';
import { type Customer, newCustomer } from '../core/state/customer.ts';
import type { Outcome } from '../core/state/output.ts';
import { attach, become, isAnonymous, onlyKeyOf, resolve, type Subject, weakNames } from '../identity/keys.ts';
import type { KeyTable } from '../store/keys.ts';
import type { RecordKind } from '../store/record.ts';
import type { Taken } from './apply.ts';
import type { Library } from './library.ts';
import type { Progress } from './progress.ts';
import type { Resident, Residents } from './residents.ts';

export interface Owners {
  /** The customer of a signal; new keys are attached. */
  whose(taken: Taken): Resident;
  /** The subject that is named, from now on if it was not. */
  subjectOf(subject: Subject): Resident;
}

/** What it needs of the engine. */
export interface Registry {
  readonly library: Library;
  readonly progress: Progress;
  readonly residents: Residents;
  readonly keys: KeyTable;
  /** the newest record's place */
  seq(): number;
  /** Writes a record; gives its place. */
  write(kind: RecordKind, resident: Resident, body: Buffer, outcome: Outcome): number;
  /** Puts another state in the place of a customer's. */
  replace(resident: Resident, customer: Customer, seq: number): void;
  /** The customer is written with the next commit. */
  hurry(resident: Resident): void;
  /** Somebody has a key by which another is found: who that is, is written with the next commit. */
  dispute(): void;
}

export function createOwners(registry: Registry): Owners {
  const { library, progress, residents, keys } = registry;

  /** Whoever has that key, from now on if nobody had it. */
  function holderOf(name: string, value: string): Resident {
    const known = keys.find(name, value);
    if (known !== undefined) return residents.get(known);
    const created = residents.create(++progress.customers);
    created.customer.keys[name] = [value];
    keys.add(name, value, created.customer.number);
    return created;
  }

  function joinCustomers(into: Resident, from: Resident): void {
    keys.move(from.customer, into.customer.number);
    const seq = registry.seq() + 1;
    const body = Buffer.from(JSON.stringify({ from: from.customer.number, head: from.seq }));
    const outcome = join(library.programs, into.customer, from.customer, { seq, now: progress.clock });
    progress.joined = (progress.joined ?? 0) + 1;
    // Before what the record leads to: what is for the one is the other's from now on.
    registry.replace(from, newCustomer(from.customer.number, into.customer.number), seq);
    // What a crash would need of the one is gone from the other: both are written with the record.
    registry.hurry(into);
    registry.write('join', into, body, outcome);
  }

  return {
    whose(taken) {
      const { identity } = library.programs.current.graph;
      const only = taken.alias === undefined ? onlyKeyOf(taken.keys, identity) : null;
      if (only !== null) return holderOf(only, taken.keys[only] ?? '');
      const anonymous = (number: number): boolean => isAnonymous(residents.get(number).customer, identity);
      const other = taken.alias === undefined ? undefined : keys.find('user_id', taken.alias);
      const found = resolve(taken.keys, identity, keys, anonymous, other);
      const resident = found.customer === null ? residents.create(++progress.customers) : residents.get(found.customer);
      for (const other of found.join) joinCustomers(resident, residents.get(other));
      const { number } = resident.customer;
      const added = attach(resident.customer, taken.keys);
      for (const [name, value] of Object.entries(taken.keys)) {
        // A weak key stays with whom it names, until that one is forgotten; strong keys of somebody new are nobody's.
        const free = found.customer === null && !weakNames(identity).includes(name);
        if (free || keys.find(name, value) === undefined) keys.add(name, value, number);
        else if (added.some(([each]) => each === name)) registry.dispute();
      }
      return resident;
    },
    subjectOf(subject) {
      const before = progress.customers;
      const resident = holderOf(subject.key, subject.value);
      become(resident.customer, subject);
      if (progress.customers > before) {
        const { subjects = {} } = progress;
        progress.subjects = { ...subjects, [subject.kind]: (subjects[subject.kind] ?? 0) + 1 };
      }
      return resident;
    },
  };
}

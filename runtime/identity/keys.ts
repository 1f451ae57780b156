/** Which customer a signal is about. Strong keys join profiles at once; a weak one only through a strong one. */
import type { Identity } from '../../compiler/graph/types.ts';
import type { Customer } from '../core/state/customer.ts';
import { safeName } from '../core/values/names.ts';

/** Keys of one signal: key name -> value. */
export type Keys = Readonly<Record<string, string>>;

export interface KeyIndex {
  /** The customer that holds a key, or undefined. */
  find(name: string, value: string): number | undefined;
}

export type Resolution =
  /** `join`: others that turn out to be the same person, to be joined into `customer` */
  | { readonly customer: number; readonly join: readonly number[] }
  | { readonly customer: null; readonly join: readonly [] };

/** `anonymous` tells whether a customer has no strong key yet. `other`: somebody of whom it is known that this is the same person. */
export function resolve(
  keys: Keys,
  identity: Identity,
  index: KeyIndex,
  anonymous: (customer: number) => boolean,
  other?: number,
): Resolution {
  const named = holders(keys, strongNames(identity), index);
  const strong = other === undefined || named.includes(other) ? named : [...named, other].sort((a, b) => a - b);
  const weak = holders(keys, weakNames(identity), index);
  const [owner] = strong;
  if (owner !== undefined) {
    const others = [
      ...strong.slice(1),
      ...weak.filter((customer) => !strong.includes(customer) && anonymous(customer)),
    ];
    return { customer: owner, join: others };
  }
  const strongly = bringsStrong(keys, identity);
  const candidates = strongly ? weak.filter(anonymous) : weak;
  const [first] = candidates;
  return first === undefined
    ? { customer: null, join: [] }
    : { customer: first, join: strongly ? candidates.slice(1) : [] };
}

export function bringsStrong(keys: Keys, identity: Identity): boolean {
  return strongNames(identity).some((name) => keys[safeName(name)] !== undefined);
}

/** Why a signal with these keys alone is nobody's: each would make somebody new, whom nothing finds again. Null: they name somebody. */
export function namesNobody(keys: Keys, identity: Identity): string | null {
  // The usual case, for every signal.
  if (keys[USER_ID] !== undefined) return null;
  const names = Object.keys(keys);
  if (names.some((name) => strongNames(identity).includes(name) || weakNames(identity).includes(name))) return null;
  const [verb, them] = names.length === 1 ? ['names', 'it'] : ['name', 'them'];
  const told = names.map((name) => `\`${name}\``).join(' and ');
  return `${told} ${verb} nobody, since \`identity\` does not declare ${them}: give \`subject\`, or one of its keys.`;
}

/** Whether a customer has no strong key yet. */
export function isAnonymous({ keys }: Customer, identity: Identity): boolean {
  return !strongNames(identity).some((name) => keys[name] !== undefined);
}

/** The name of the one key of a signal that brings no other: the usual case, with nothing to join. Null: it brings more. */
export function onlyKeyOf(keys: Keys, identity: Identity): string | null {
  let only: string | null = null;
  for (const name in keys) {
    if (only !== null) return null;
    only = name;
  }
  if (only === null) return null;
  return only === USER_ID || identity.strong.includes(only) || weakNames(identity).includes(only) ? only : null;
}

const USER_ID = 'user_id';
/** What clients call a visitor who has not logged in. */
const ANONYMOUS_ID = 'anonymous_id';

/** The wire's `subject` is a strong `user_id`, whether or not `identity` speaks of it. */
function strongNames({ strong }: Identity): readonly string[] {
  return strong.includes(USER_ID) ? strong : [USER_ID, ...strong];
}

/** The `anonymousId` of clients is a weak key, whether or not `identity` speaks of it: without it each page would make somebody new. */
export function weakNames({ strong, weak }: Identity): readonly string[] {
  return weak.includes(ANONYMOUS_ID) || strong.includes(ANONYMOUS_ID) ? weak : [...weak, ANONYMOUS_ID];
}

function holders(keys: Keys, names: readonly string[], index: KeyIndex): number[] {
  const found: number[] = [];
  for (const name of names) {
    const value = keys[safeName(name)];
    const customer = value === undefined ? undefined : index.find(safeName(name), value);
    if (customer !== undefined && !found.includes(customer)) found.push(customer);
  }
  // The one who came first goes on.
  return found.sort((a, b) => a - b);
}

/** What a signal is about besides its customer. */
export interface Subject {
  readonly kind: string;
  readonly key: string;
  readonly value: string;
}

const NO_SUBJECTS: readonly Subject[] = [];

/** Parts the keys of a signal: those that name its customer, and the subjects that others name. `names`: key -> subject. */
export function partKeys(
  all: Keys,
  names: ReadonlyMap<string, string> | null,
): { readonly keys: Keys; readonly subjects: readonly Subject[] } {
  if (names === null) return { keys: all, subjects: NO_SUBJECTS };
  const keys: Record<string, string> = {};
  const subjects: Subject[] = [];
  for (const [key, value] of Object.entries(all)) {
    const kind = names.get(key);
    if (kind === undefined) keys[key] = value;
    else subjects.push({ kind, key, value });
  }
  return { keys, subjects };
}

/** Whether a customer has the key now. What names subjects is no person's, also where an earlier graph has said otherwise. */
export function holds(
  { about, keys }: Customer,
  name: string,
  value: string,
  subjects: ReadonlyMap<string, string> | null,
): boolean {
  return keys[name]?.includes(value) === true && (subjects?.has(name) === true) === (about !== undefined);
}

/** What people call a subject by: `ticket:T1`. */
export function subjectCall(kind: string, value: string): string {
  return `${kind}:${value}`;
}

/** The customer is that subject. */
export function become(customer: Customer, { kind, key, value }: Subject): void {
  customer.about = kind;
  attach(customer, { [key]: value });
}

/** Remembers the keys at the customer; gives those that are new. */
export function attach(customer: Customer, keys: Keys): [name: string, value: string][] {
  const added: [string, string][] = [];
  for (const name in keys) {
    const value = keys[name];
    if (value === undefined) continue;
    const known = customer.keys[name];
    if (known === undefined) customer.keys[name] = [value];
    else if (known.includes(value)) continue;
    else known.push(value);
    added.push([name, value]);
  }
  return added;
}

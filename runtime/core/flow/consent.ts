/** What customers have said of consent: to a purpose, or to a purpose on one channel. */
import type { Customer } from '../state/customer.ts';

const ON = ' on ';

/** As it is kept: `Marketing`, or `Marketing on email`. */
export function consentName(purpose: string, channel: string | null): string {
  return channel === null ? purpose : `${purpose}${ON}${channel}`;
}

/** What came of saying it: `outdated` was said before a withdrawal that is known, and comes late. */
export type Noted = 'noted' | 'unchanged' | 'outdated';

/** Whoever withdraws consent for all of a purpose withdraws what was given for single channels, too. `at`: when it was said. */
export function noteConsent(customer: Customer, name: string, granted: boolean, at: number): Noted {
  const { consents } = customer;
  if (granted) {
    if (consents[name] === true) return 'unchanged';
    if (at < withdrawnAt(customer, name)) return 'outdated';
  } else noteWithdrawal(customer, name, at);
  const given = granted ? [] : Object.keys(consents).filter((each) => each.startsWith(name + ON) && consents[each]);
  if (consents[name] === granted && given.length === 0) return 'unchanged';
  for (const each of given) delete consents[each];
  consents[name] = granted;
  return 'noted';
}

/** For that, or for all of its purpose. */
function withdrawnAt({ withdrawn = {} }: Customer, name: string): number {
  const [purpose = name] = name.split(ON);
  return Math.max(withdrawn[name] ?? Number.NEGATIVE_INFINITY, withdrawn[purpose] ?? Number.NEGATIVE_INFINITY);
}

function noteWithdrawal(customer: Customer, name: string, at: number): void {
  const before = customer.withdrawn?.[name];
  if (before === undefined || before < at) customer.withdrawn = { ...customer.withdrawn, [name]: at };
}

/** What either has refused is refused; what only one has said counts for both. */
export function joinConsents(into: Customer, from: Customer): void {
  const both = [{ ...into.consents }, from.consents];
  for (const name of new Set(both.flatMap(Object.keys))) {
    const [purpose = name] = name.split(ON);
    const said = both.map((consents) => consents[name] ?? consents[purpose]);
    into.consents[name] = !said.includes(false);
  }
  for (const [name, at] of Object.entries(from.withdrawn ?? {})) noteWithdrawal(into, name, at);
}

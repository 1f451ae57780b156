/** What customers have said of consent: to a purpose, or to a purpose on one channel. */
import type { Customer } from '../state/customer.ts';

const ON = ' on ';

/** As it is kept: `Marketing`, or `Marketing on email`. */
export function consentName(purpose: string, channel: string | null): string {
  return channel === null ? purpose : `${purpose}${ON}${channel}`;
}

/** Whoever withdraws consent for all of a purpose withdraws what was given for single channels, too. False: nothing has changed. */
export function noteConsent({ consents }: Customer, name: string, granted: boolean): boolean {
  const given = granted ? [] : Object.keys(consents).filter((each) => each.startsWith(name + ON) && consents[each]);
  if (consents[name] === granted && given.length === 0) return false;
  for (const each of given) delete consents[each];
  consents[name] = granted;
  return true;
}

/** What either has refused is refused; what only one has said counts for both. */
export function joinConsents(into: Customer, from: Customer): void {
  const both = [{ ...into.consents }, from.consents];
  for (const name of new Set(both.flatMap(Object.keys))) {
    const [purpose = name] = name.split(ON);
    const said = both.map((consents) => consents[name] ?? consents[purpose]);
    into.consents[name] = !said.includes(false);
  }
}

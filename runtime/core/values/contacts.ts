/** Every contact with a customer: signals that are contacts, and messages that were sent. */
import type { Graph } from '../../../compiler/graph/types.ts';
import type { Customer } from '../state/customer.ts';
import { safeName } from './names.ts';

/** `on`: where such a contact takes place, where the signal says it. */
export interface ContactSignal {
  readonly signal: string;
  readonly on: string | null;
}

/** `at`: milliseconds since 1970. `what`: the signal, or the message. */
export interface Contact {
  readonly at: number;
  readonly what: string;
  readonly channel: string | null;
}

export function contactSignals({ signals }: Pick<Graph, 'signals'>): ContactSignal[] {
  return Object.values(signals).flatMap(({ name, meanings }) => {
    const contact = meanings.find((meaning) => meaning.kind === 'contact');
    return contact === undefined ? [] : [{ signal: safeName(name), on: contact.on ?? null }];
  });
}

/** Those from `from` on, the oldest first. */
export function contactsOf(
  customer: Customer,
  signals: readonly ContactSignal[],
  from: number,
  now: number,
): Contact[] {
  const found: Contact[] = [];
  for (const { signal, on } of signals)
    for (const { at } of customer.history[signal] ?? [])
      if (at >= from && at <= now) found.push({ at, what: signal, channel: on });
  for (const { at, message, channel, failed } of customer.sent)
    if (at >= from && failed !== true) found.push({ at, what: message, channel });
  return found.sort((a, b) => a.at - b.at);
}

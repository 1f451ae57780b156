/** What is remembered of a customer: signals by event time, and messages sent. */
import type { Fact } from '../state/customer.ts';
import type { Context } from './context.ts';
import { signalIsStale } from './stale.ts';

/** Remembers a signal as far as anything reads it. A late one takes its place by event time. */
export function remember(context: Context, signal: string, fact: Fact): void {
  signalIsStale(context, signal);
  const retention = context.programs.retention(signal);
  if (retention === undefined) return;
  const { history } = context.customer;
  const kept: Record<string, Fact[string]> & { at: number; id: string } = { at: fact.at, id: fact.id };
  for (const field of retention.fields) kept[field] = fact[field] ?? null;
  const facts = history[signal];
  if (facts === undefined) {
    history[signal] = [kept];
    return;
  }
  if (retention.keep === 'latest') {
    const [last] = facts;
    if (last === undefined || last.at <= fact.at) facts[0] = kept;
    return;
  }
  let place = facts.length;
  while (place > 0 && (facts[place - 1]?.at ?? 0) > fact.at) place--;
  facts.splice(place, 0, kept);
  if (retention.keep === 'window') forgetBefore(facts, context.now - retention.forMs, retention.latest ? 1 : 0);
}

/** Removes what is older than `time` from the front, but leaves at least `spare`. */
export function forgetBefore(facts: { readonly at: number }[], time: number, spare = 0): void {
  const most = facts.length - spare;
  let count = 0;
  while (count < most && (facts[count]?.at ?? 0) < time) count++;
  if (count > 0) facts.splice(0, count);
}

/** What is remembered of a customer: signals by event time, and messages sent. */
import type { Fact } from '../state/customer.ts';
import type { Context } from './context.ts';
import { signalIsStale } from './stale.ts';
import { areForgotten, isNew } from './turns.ts';

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
  let place = facts.length;
  while (place > 0 && (facts[place - 1]?.at ?? 0) > fact.at) place--;
  facts.splice(place, 0, kept);
  isNew(context, signal, kept);
  if (retention.keep === 'ever') return;
  const from = retention.keep === 'latest' ? Number.POSITIVE_INFINITY : context.now - retention.forMs;
  const forgotten = forgetBefore(facts, from, retention.latest ? newest(facts, context.now) : facts.length);
  areForgotten(context, signal, forgotten);
}

/** The place of the newest one by now: those that have come early stand behind it until their time has come. */
function newest(facts: readonly Fact[], now: number): number {
  return facts.findLastIndex(({ at }) => at <= now);
}

/** Removes what is older than `time` from the front, but nothing from place `end` on; gives what is gone. */
export function forgetBefore<T extends { readonly at: number }>(
  facts: T[],
  time: number,
  end = facts.length,
): readonly T[] {
  let count = 0;
  while (count < end && (facts[count]?.at ?? 0) < time) count++;
  return count > 0 ? facts.splice(0, count) : [];
}

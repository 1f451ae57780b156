/** Whether a message may go now: every policy that covers it, at the moment of sending. */
import type { Frame, Message, PolicyRule } from '../compile/parts.ts';
import type { Sent } from '../state/customer.ts';
import type { Because } from '../state/output.ts';
import { isZone, localAt, nextShown } from '../values/calendar.ts';
import { changesAt } from './conditions.ts';
import { seen } from './context.ts';
import type { Ahead } from './voices.ts';

/** `until` null: until something else happens to the customer. */
export interface Objection {
  readonly policy: string;
  readonly drop: boolean;
  readonly until: number | null;
  readonly because: Because;
}

/** What stands against the message, on any channel (`channel` null) or on that one. */
export function objections(message: Message, channel: string | null, frame: Frame, ahead: Ahead): Objection[] {
  const found: Objection[] = [];
  for (const policy of message.policies) {
    for (const rule of policy.rules) {
      const own = rule.kind === 'at_most' ? rule.channel : null;
      if (own !== channel) continue;
      const objection = judge(policy.name, rule, frame, ahead);
      if (objection !== null) found.push(objection);
    }
  }
  return found;
}

function judge(policy: string, rule: PolicyRule, frame: Frame, ahead: Ahead): Objection | null {
  const against = (until: number | null, values: Because['values']): Objection => ({
    policy,
    drop: rule.drop,
    until,
    because: { rule: rule.rule.number, values },
  });
  switch (rule.kind) {
    case 'quiet': {
      const named = rule.zone(frame, null);
      const zone = typeof named === 'string' && isZone(named) ? named : 'UTC';
      const from = Number(rule.from(frame, null));
      const to = Number(rule.to(frame, null));
      const { minutes } = localAt(frame.now, zone);
      const quiet = from <= to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
      if (!quiet) return null;
      const until = nextShown(frame.now, to, zone);
      return against(until, [minutes, zone, until]);
    }
    case 'at_most': {
      const { sent } = frame.customer;
      const from = frame.now - rule.perMs;
      let counted = 0;
      let leaving: Sent | undefined;
      // Many can have been sent within its time: no list is made of them.
      for (let place = sent.length - 1; place >= 0; place--) {
        const each = sent[place];
        if (each === undefined || each.at <= from || !counts(rule, each)) continue;
        counted++;
        if (counted === rule.count) leaving = each;
      }
      if (counted < rule.count) return null;
      const until = leaving === undefined ? null : leaving.at + rule.perMs;
      return against(until, [counted, rule.count, until]);
    }
    case 'at_most_journeys': {
      // Those that speak: behind them, so many can wait that each would name all others.
      const before = ahead(rule.of, rule.count);
      if (before === null || before.length < rule.count) return null;
      return against(null, [before.join(', '), rule.count]);
    }
    case 'hold_after': {
      const facts = frame.customer.history[rule.signal] ?? [];
      const latest = facts.findLast(
        (fact) => fact.at <= frame.now && (rule.where === null || rule.where(frame, fact) === true),
      );
      if (latest === undefined || latest.at + rule.forMs <= frame.now) return null;
      return against(latest.at + rule.forMs, [latest.at, latest.at + rule.forMs]);
    }
    case 'hold_while': {
      if (rule.condition.test(frame, null) !== true) return null;
      return against(changesAt(rule.condition.dependence, frame), seen(rule.condition, frame).values);
    }
  }
}

function counts(rule: PolicyRule & { kind: 'at_most' }, sent: Sent): boolean {
  if (sent.failed === true) return false;
  if (rule.channel !== null && sent.channel !== rule.channel) return false;
  if (rule.covers.kind === 'all') return true;
  return rule.covers.name === (rule.covers.kind === 'purpose' ? sent.purpose : sent.message);
}

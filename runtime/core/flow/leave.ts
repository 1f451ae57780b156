/**
 * What stands against something that was decided and has not left yet: its journey is paused, consent was withdrawn, or a message was
 * decided a while ago and would not be decided now. Caps do not stand against what has its place in them; what was given up has given it back, and asks for
 * it again as anything does that is sent. A look changes nothing; who sends looks once more before he does.
 */
import { hasConsent } from '../compile/helpers.ts';
import type { Message } from '../compile/parts.ts';
import type { Programs } from '../programs.ts';
import type { Customer } from '../state/customer.ts';
import type { Resend } from '../state/input.ts';
import { type Context, decide } from './context.ts';
import { type Objection, objections } from './policies.ts';
import { isTeamChannel, takeOut, takePlace } from './post.ts';
import { hadItsTurn } from './voices.ts';

/** `until`: milliseconds since 1970 UTC; `why`: what stands against it, in plain words */
export type Leave =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: number; readonly why: string }
  | { readonly kind: 'never'; readonly why: string };

/** What has no end of its own is looked at again so often. */
const LOOK_MS = 15 * 60_000;
/** Who lets a journey go on lets go what waits for that; this is for what was looked at in between. */
const PAUSE_LOOK_MS = 60_000;

export const whyPaused = (journey: string): string => `journey ${journey} is paused`;

/** What is to leave. `late`: it was decided a while ago, so policies are asked again; `message` '': it is none. */
export interface Outgoing extends Resend {
  readonly late: boolean;
}

export function mayLeave(programs: Programs, customer: Customer, sent: Outgoing, now: number): Leave {
  if (programs.paused.has(sent.journey)) {
    return { kind: 'wait', until: now + PAUSE_LOOK_MS, why: whyPaused(sent.journey) };
  }
  return maySend(programs, customer, sent, now).leave;
}

/** Whether it can leave only by a record of its own: no cap counts it any more, or nobody knows any more that it was sent. */
export function asksForPlace(programs: Programs, customer: Customer, sent: Outgoing, now: number): boolean {
  const { current, longestCapMs, sentMs } = programs;
  if (!sent.late || isTeamChannel(sent.channel) || !current.messages.has(sent.message)) return false;
  const since = longestCapMs > 0 ? now - longestCapMs : Number.NEGATIVE_INFINITY;
  return sentMs > 0 && !customer.sent.some(({ id, at, failed }) => id === sent.id && at > since && failed !== true);
}

/** It takes its place, or is dropped; what only has to wait is looked at again by who sends. */
export function resend(context: Context, sent: Resend): void {
  const { programs, customer, now, seq } = context;
  const { id, instance, journey, channel } = sent;
  const message = programs.current.messages.get(sent.message);
  if (message === undefined) return;
  const { leave, against } = maySend(programs, customer, { ...sent, late: true }, now);
  const about = { instance: { id: instance, journey }, subject: message.name };
  switch (leave.kind) {
    case 'go':
      takeOut(context, id);
      takePlace(context, message, { id, channel, resent: seq });
      decide(context, programs.current, 'resent', [], { ...about, outcome: channel });
      return;
    case 'never': {
      const reasons = against.map(({ because }) => because);
      decide(context, programs.current, 'dropped', reasons, { ...about, outcome: against[0]?.policy ?? 'no consent' });
      return;
    }
    case 'wait':
      return;
  }
}

/** `against`: the policies that keep it back, those that drop it alone where any does. */
function maySend(
  programs: Programs,
  customer: Customer,
  sent: Outgoing,
  now: number,
): { readonly leave: Leave; readonly against: readonly Objection[] } {
  const declared = programs.message(sent.message);
  // What goes to a team asks no customer.
  if (declared === undefined || isTeamChannel(sent.channel)) return { leave: { kind: 'go' }, against: [] };
  const { name, consent } = declared.purpose;
  if (!hasConsent(customer, name, sent.channel, consent === 'assumed')) {
    // What was decided under other files may have needed no consent then.
    const why = hasConsent(customer, name, sent.channel, true)
      ? `there is no consent for ${name}`
      : `consent for ${name} was withdrawn`;
    return { leave: { kind: 'never', why }, against: [] };
  }
  const message = programs.current.messages.get(sent.message);
  // Consent can be withdrawn at any moment. Policies have just been asked, or none stands above it: no file declares it any more.
  if (!sent.late || message === undefined) return { leave: { kind: 'go' }, against: [] };
  const frame = { customer, variables: {}, now, startedAt: now };
  const judged = asksForPlace(programs, customer, sent, now) ? message : withoutCaps(message);
  const against = [null, sent.channel].flatMap((channel) => objections(judged, channel, frame, hadItsTurn));
  const dropping = against.filter((objection) => objection.drop);
  const [drop] = dropping;
  if (drop !== undefined) return { leave: { kind: 'never', why: `policy ${drop.policy}` }, against: dropping };
  const [first] = against;
  if (first === undefined) return { leave: { kind: 'go' }, against };
  const until = Math.max(...against.map((objection) => objection.until ?? now + LOOK_MS));
  return { leave: { kind: 'wait', until, why: `policy ${first.policy}` }, against };
}

function withoutCaps(message: Message): Message {
  const policies = message.policies.map(({ rules, ...policy }) => ({
    ...policy,
    rules: rules.filter(({ kind }) => kind !== 'at_most'),
  }));
  return { ...message, policies };
}

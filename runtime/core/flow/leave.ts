/**
 * What stands against something that was decided and has not left yet: its journey is paused, or a message was decided a while ago
 * and would not be decided now. Caps do not: it has its place in them. Nothing is decided here and nothing changes; who sends looks once
 * more before he does.
 */
import { hasConsent } from '../compile/helpers.ts';
import type { Message } from '../compile/parts.ts';
import type { Programs } from '../programs.ts';
import type { Customer } from '../state/customer.ts';
import { objections } from './policies.ts';
import { isTeamChannel } from './post.ts';

/** `until`: milliseconds since 1970 UTC; `why`: what stands against it, in plain words */
export type Leave =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly until: number; readonly why: string }
  | { readonly kind: 'never'; readonly why: string };

/** What has no end of its own is looked at again so often. */
const LOOK_MS = 15 * 60_000;
/** Whoever lets a journey go on wants to see it go on. */
const PAUSE_LOOK_MS = 60_000;

/** What is to leave. `late`: it was decided a while ago; `message` '': it is none. */
export interface Outgoing {
  readonly journey: string;
  readonly message: string;
  readonly channel: string;
  readonly late: boolean;
}

export function mayLeave(programs: Programs, customer: Customer, sent: Outgoing, now: number): Leave {
  if (programs.paused.has(sent.journey)) {
    return { kind: 'wait', until: now + PAUSE_LOOK_MS, why: `journey ${sent.journey} is paused` };
  }
  return sent.late ? maySend(programs, customer, sent, now) : { kind: 'go' };
}

function maySend(programs: Programs, customer: Customer, sent: Outgoing, now: number): Leave {
  const message = programs.current.messages.get(sent.message);
  // No file declares it any more: what was decided stays decided. What goes to a team asks no customer.
  if (message === undefined || isTeamChannel(sent.channel)) return { kind: 'go' };
  const { name, consent } = message.purpose;
  if (!hasConsent(customer, name, sent.channel, consent === 'assumed'))
    return { kind: 'never', why: `consent for ${name} was withdrawn` };
  const frame = { customer, variables: {}, now, startedAt: now };
  const against = objections(withoutCaps(message), null, frame);
  const drop = against.find((objection) => objection.drop);
  if (drop !== undefined) return { kind: 'never', why: `policy ${drop.policy}` };
  const [first] = against;
  if (first === undefined) return { kind: 'go' };
  const until = Math.max(...against.map((objection) => objection.until ?? now + LOOK_MS));
  return { kind: 'wait', until, why: `policy ${first.policy}` };
}

function withoutCaps(message: Message): Message {
  const policies = message.policies.map(({ rules, ...policy }) => ({
    ...policy,
    rules: rules.filter(({ kind }) => kind !== 'at_most'),
  }));
  return { ...message, policies };
}

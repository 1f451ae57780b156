/** Whether a message may go, and on which channel: consent, reach and policies are judged now, whatever was true before. */
import { hasConsent, saidOf } from '../compile/helpers.ts';
import type { SendNode } from '../compile/nodes.ts';
import type { Channel, Frame, Message } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Because } from '../state/output.ts';
import { because } from './context.ts';
import { type Objection, objections } from './policies.ts';
import type { Ahead } from './voices.ts';

/** `passed`: what stood against the channels before that one. `held`: when it is looked at again (null: with every input), and by what it is held. */
export type Verdict =
  | { readonly kind: 'send'; readonly channel: Channel; readonly to: string; readonly passed: readonly Because[] }
  | { readonly kind: 'hold'; readonly against: readonly Objection[]; readonly held: Held }
  | { readonly kind: 'drop'; readonly outcome: string; readonly reasons: readonly Because[] };

interface Held {
  /** milliseconds since 1970 */
  readonly until: number | null;
  readonly policy: string;
}

/** A channel that could be taken, or why it cannot. */
type Way =
  | { readonly kind: 'open'; readonly channel: Channel; readonly to: string }
  | { readonly kind: 'shut'; readonly consented: boolean; readonly because: Because };

export interface Sender {
  /** the message waits already */
  readonly held: boolean;
  readonly ahead: Ahead;
}

/** `frame`: of the customer who would get it. */
export function judge(node: SendNode, program: Program, frame: Frame, sender: Sender): Verdict {
  const { message } = node;
  const ways = channelsOf(node, program, frame).map((channel) => wayOn(channel, message, frame));
  const shut = ways.filter((way) => way.kind === 'shut');
  if (shut.length === ways.length) {
    const outcome = shut.some(({ consented }) => consented) ? 'no address' : 'no consent';
    return { kind: 'drop', outcome, reasons: shut.map((way) => way.because) };
  }
  const against = decisive(objections(message, null, frame, sender.ahead), sender);
  const dropping = against.filter((objection) => objection.drop);
  if (dropping.length === 0 && against.length > 0) return { kind: 'hold', against, held: latest(against) };
  const verdict = firstFree(message, ways, frame, sender);
  return dropping.length === 0 || (sender.held && verdict.kind === 'hold') ? verdict : dropped(dropping);
}

/**
 * What would drop it has a say when it is sent, and again when it is released: not while something else holds it still, when only
 * what else happens to the customer would decide whether it is looked at.
 */
function decisive(against: readonly Objection[], { held }: Sender): readonly Objection[] {
  const holding = against.filter((objection) => !objection.drop);
  return held && holding.length > 0 ? holding : against;
}

function wayOn(channel: Channel, message: Message, frame: Frame): Way {
  const { name, consent } = message.purpose;
  const consented = hasConsent(frame.customer, name, channel.name, consent === 'assumed');
  const to = channel.to(frame, null);
  const known = typeof to === 'string' && to !== '';
  if (consented && known && message.contents.has(channel.name)) return { kind: 'open', channel, to };
  const said = saidOf(frame.customer, name, channel.name) ?? (consent === 'assumed' ? 'assumed' : 'never given');
  return { kind: 'shut', consented, because: because(channel.rule, [said, known ? 'known' : 'absent']) };
}

/** The first channel that no policy of its own stands against; else the one that is free soonest. */
function firstFree(message: Message, ways: readonly Way[], frame: Frame, sender: Sender): Verdict {
  const blocked: (readonly Objection[])[] = [];
  const passed: Because[] = [];
  for (const way of ways) {
    if (way.kind === 'shut') {
      passed.push(way.because);
      continue;
    }
    const { channel, to } = way;
    const against = decisive(objections(message, channel.name, frame, sender.ahead), sender);
    if (against.length === 0) return { kind: 'send', channel, to, passed };
    blocked.push(against);
    passed.push(...against.map((objection) => objection.because));
  }
  const waiting = blocked.filter((against) => !against.some((objection) => objection.drop));
  const [first] = waiting;
  if (first === undefined) return { ...dropped(blocked.flat()), reasons: passed };
  const against = waiting.reduce((a, b) => (freeAt(b) < freeAt(a) ? b : a), first);
  const { until, policy } = latest(against);
  // A channel that it would not have waited for is taken all the same where it is free before.
  const soonest = Math.min(until ?? Number.POSITIVE_INFINITY, ...blocked.map(freeAt));
  return { kind: 'hold', against, held: { until: Number.isFinite(soonest) ? soonest : null, policy } };
}

function dropped(against: readonly Objection[]): Verdict & { readonly kind: 'drop' } {
  return {
    kind: 'drop',
    outcome: against[0]?.policy ?? 'policy',
    reasons: against.map((objection) => objection.because),
  };
}

const freeAt = (against: readonly Objection[]): number =>
  Math.max(...against.map((objection) => objection.until ?? Number.POSITIVE_INFINITY));

/** The objection that lasts longest. One without an end is looked at again with every input; a time among others still counts. */
function latest(against: readonly Objection[]): Held {
  const open = against.find((objection) => objection.until === null);
  const times = against.flatMap((objection) => objection.until ?? []);
  const until = times.length === 0 ? null : Math.max(...times);
  const last = against.find((objection) => objection.until === until) ?? open;
  return { until, policy: (open ?? last)?.policy ?? '' };
}

/** Channels in the order in which they are tried. */
function channelsOf(node: SendNode, program: Program, frame: Frame): readonly Channel[] {
  if (!node.best) return node.channels;
  const preferred = program.profile.get('preferred_channel')?.(frame, null) ?? null;
  const rank = ({ name }: Channel): number => (name === preferred ? 0 : name === frame.customer.answeredOn ? 1 : 2);
  return [...node.channels].sort((a, b) => rank(a) - rank(b));
}

/** Whether a message may go, and on which channel: consent, reach and policies are judged now, whatever was true before. */
import { hasConsent } from '../compile/helpers.ts';
import type { SendNode } from '../compile/nodes.ts';
import type { Channel, Frame, Message } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Because } from '../state/output.ts';
import { because } from './context.ts';
import { type Objection, objections } from './policies.ts';

export type Verdict =
  | { readonly kind: 'send'; readonly channel: Channel; readonly to: string }
  | { readonly kind: 'hold'; readonly against: readonly Objection[] }
  | { readonly kind: 'drop'; readonly outcome: string; readonly reasons: readonly Because[] };

/** `frame`: of the customer who would get it. */
export function judge(node: SendNode, program: Program, frame: Frame): Verdict {
  const { message } = node;
  const reachable: { channel: Channel; to: string }[] = [];
  const reasons: Because[] = [];
  let consented = false;
  for (const channel of channelsOf(node, program, frame)) {
    if (!allowed(message, channel, frame)) {
      reasons.push(because(channel.rule));
      continue;
    }
    consented = true;
    const to = channel.to(frame, null);
    if (typeof to === 'string' && to !== '' && message.contents.has(channel.name)) reachable.push({ channel, to });
    else reasons.push(because(channel.rule));
  }
  if (reachable.length === 0) return { kind: 'drop', outcome: consented ? 'no address' : 'no consent', reasons };
  const against = objections(message, null, frame);
  const dropping = against.filter((objection) => objection.drop);
  if (dropping.length > 0) return dropped(dropping);
  if (against.length > 0) return { kind: 'hold', against };
  return firstFree(message, reachable, frame);
}

/** The first channel that no policy of its own stands against; else the one that is free soonest. */
function firstFree(message: Message, reachable: readonly { channel: Channel; to: string }[], frame: Frame): Verdict {
  const blocked: Objection[][] = [];
  for (const { channel, to } of reachable) {
    const against = objections(message, channel.name, frame);
    if (against.length === 0) return { kind: 'send', channel, to };
    blocked.push(against);
  }
  const waiting = blocked.filter((against) => !against.some((objection) => objection.drop));
  const [first] = waiting;
  if (first === undefined) return dropped(blocked.flat());
  const soonest = waiting.reduce((a, b) => (freeAt(b) < freeAt(a) ? b : a), first);
  return { kind: 'hold', against: soonest };
}

function dropped(against: readonly Objection[]): Verdict {
  return {
    kind: 'drop',
    outcome: against[0]?.policy ?? 'policy',
    reasons: against.map((objection) => objection.because),
  };
}

function allowed(message: Message, channel: Channel, frame: Frame): boolean {
  return hasConsent(frame.customer, message.purpose.name, channel.name, message.purpose.consent === 'assumed');
}

const freeAt = (against: readonly Objection[]): number =>
  Math.max(...against.map((objection) => objection.until ?? Number.POSITIVE_INFINITY));

/** The objection that lasts longest. One without an end is looked at again with every input; a time among others still counts. */
export function latest(against: readonly Objection[]): { until: number | null; policy: string } {
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

/** Sending: consent, reach and policies are judged now, whatever was true when the journey came here. */

import { hasConsent } from '../compile/helpers.ts';
import type { Node } from '../compile/nodes.ts';
import type { Channel, Content, Frame, Message } from '../compile/parts.ts';
import type { Program } from '../compile/program.ts';
import type { Because } from '../state/output.ts';
import { because, type Context, decide, frameOf, ownVariables, type Running, type Step } from './context.ts';
import { forgetBefore } from './history.ts';
import { type Objection, objections } from './policies.ts';

type SendNode = Node & { readonly kind: 'send' };

type Verdict =
  | { readonly kind: 'send'; readonly channel: Channel; readonly to: string }
  | { readonly kind: 'hold'; readonly against: readonly Objection[] }
  | { readonly kind: 'drop'; readonly outcome: string; readonly reasons: readonly Because[] };

export function trySend(context: Context, found: Running, node: SendNode): Step {
  const { instance, program } = found;
  const frame = frameOf(context, found);
  const verdict = judge(node, channelsOf(node, program, frame), frame);
  const subject = node.message.name;
  switch (verdict.kind) {
    case 'send': {
      const reasons = [because(node.rule)];
      decide(context, program, 'sent', reasons, { instance, subject, outcome: verdict.channel.name });
      post(context, found, node, verdict.channel, verdict.to, frame);
      return { go: node.next };
    }
    case 'hold': {
      const held = latest(verdict.against);
      const before = found.at.held;
      const changed = before?.until !== held.until || before.policy !== held.policy;
      found.at.held = held;
      const reasons = [...verdict.against.map((objection) => objection.because), because(node.rule)];
      if (changed)
        decide(context, program, before === null ? 'held' : 'still_held', reasons, {
          instance,
          subject,
          outcome: held.policy,
        });
      return 'stay';
    }
    case 'drop':
      decide(context, program, 'dropped', [...verdict.reasons, because(node.rule)], {
        instance,
        subject,
        outcome: verdict.outcome,
      });
      return { go: node.failed ?? node.next };
  }
}

function judge(node: SendNode, channels: readonly Channel[], frame: Frame): Verdict {
  const reachable: { channel: Channel; to: string }[] = [];
  const reasons: Because[] = [];
  let consented = false;
  for (const channel of channels) {
    if (!allowed(node.message, channel, frame)) {
      reasons.push(because(channel.rule));
      continue;
    }
    consented = true;
    const to = channel.to(frame, null);
    if (typeof to === 'string' && to !== '' && node.message.contents.has(channel.name)) reachable.push({ channel, to });
    else reasons.push(because(channel.rule));
  }
  if (reachable.length === 0) return { kind: 'drop', outcome: consented ? 'no address' : 'no consent', reasons };
  const against = objections(node.message, null, frame);
  const dropping = against.filter((objection) => objection.drop);
  if (dropping.length > 0) return dropped(dropping);
  if (against.length > 0) return { kind: 'hold', against };
  return firstFree(node, reachable, frame);
}

/** The first channel that no policy of its own stands against; else the one that is free soonest. */
function firstFree(node: SendNode, reachable: readonly { channel: Channel; to: string }[], frame: Frame): Verdict {
  const blocked: Objection[][] = [];
  for (const { channel, to } of reachable) {
    const against = objections(node.message, channel.name, frame);
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
function latest(against: readonly Objection[]): { until: number | null; policy: string } {
  const open = against.find((objection) => objection.until === null);
  const times = against.flatMap((objection) => objection.until ?? []);
  const until = times.length === 0 ? null : Math.max(...times);
  const last = against.find((objection) => objection.until === until) ?? open;
  return { until, policy: (open ?? last)?.policy ?? '' };
}

/** The content in the customer's language: `de-AT`, else `de`, else the default. */
function inLanguage({ program }: Running, contents: readonly Content[], frame: Frame): Content['parts'] {
  const [first] = contents;
  if (contents.length < 2) return first?.parts ?? [];
  const own = program.profile.get('locale')?.(frame, null);
  const locale = (typeof own === 'string' ? own : program.graph.settings.locale).toLowerCase();
  const language = locale.split('-')[0];
  const written = (wanted: string | undefined): Content | undefined =>
    contents.find((content) => content.locale?.toLowerCase() === wanted);
  const fallback = contents.find((content) => content.locale === null) ?? first;
  return (written(locale) ?? written(language) ?? fallback)?.parts ?? [];
}

/** Channels in the order in which they are tried. */
function channelsOf(node: SendNode, program: Program, frame: Frame): readonly Channel[] {
  if (!node.best) return node.channels;
  const preferred = program.profile.get('preferred_channel')?.(frame, null) ?? null;
  const rank = ({ name }: Channel): number => (name === preferred ? 0 : name === frame.customer.answeredOn ? 1 : 2);
  return [...node.channels].sort((a, b) => rank(a) - rank(b));
}

/** Renders the message, puts it into the outbox and takes its place in the caps. */
function post(context: Context, found: Running, node: SendNode, channel: Channel, to: string, frame: Frame): void {
  const { message } = node;
  const variables = Object.fromEntries(
    message.parameters.map((name, index) => [name, node.arguments[index]?.(frame, null) ?? null]),
  );
  const inside: Frame = { ...frame, variables };
  const content: Record<string, string> = {};
  for (const part of inLanguage(found, message.contents.get(channel.name) ?? [], frame))
    content[part.name] = String(part.value(inside, null) ?? '');
  const { sent } = context.customer;
  const id = `m-${context.seq}-${context.effects.length}`;
  if (node.as !== null) ownVariables(found)[node.as] = { id, channel: channel.name };
  forgetBefore(sent, context.now - context.programs.longestCapMs);
  if (context.programs.longestCapMs > 0) {
    sent.push({ at: context.now, message: message.name, purpose: message.purpose.name, channel: channel.name, id });
  }
  context.effects.push({
    kind: 'message',
    id,
    instance: found.instance.id,
    journey: found.journey.name,
    message: message.name,
    channel: channel.name,
    to,
    content,
  });
}

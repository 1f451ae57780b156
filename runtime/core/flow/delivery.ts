/** What becomes of messages: delivered, opened, clicked, replied, bounced, failed. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Arm } from '../compile/arms.ts';
import type { Node } from '../compile/nodes.ts';
import type { Target } from '../compile/parts.ts';
import type { Delivery } from '../state/input.ts';
import {
  because,
  type Context,
  decide,
  isAlive,
  positionsOf,
  type Running,
  running,
  type Step,
  standing,
  variablesOf,
} from './context.ts';
import { giveBack } from './post.ts';
import { noteCame } from './tried.ts';

type Advance = (context: Context, found: Running, target: Target | null) => void;
type MessageArm = Arm & { readonly kind: 'message' };

/** Notes it with every name that stands for the message, then lets go on who waits for it. */
export function takeDelivery(context: Context, delivery: Delivery, advance: Advance): void {
  const sent = context.customer.sent.find(({ id }) => id === delivery.message);
  if (sent !== undefined && ANSWERS.has(delivery.what)) context.customer.answeredOn = sent.channel;
  if (delivery.what === 'failed' || delivery.what === 'bounced') giveBack(context, delivery.message);
  noteCame(context.customer.instances, delivery.message, delivery.what);
  const before = context.decisions.length;
  for (const found of running(context)) note(context, found, delivery);
  // Its journey may have ended; why it did not arrive is told all the same.
  if (context.decisions.length === before && delivery.reason !== undefined) {
    const about = { subject: delivery.message, outcome: outcomeOf(delivery) };
    decide(context, context.programs.current, 'delivery', [], about);
  }
  for (const found of standing(context)) {
    const node = isAlive(found) && found.at.stuck !== true ? found.journey.nodes.get(found.at.node) : undefined;
    if (node?.kind !== 'wait') continue;
    const step = waitHears(context, found, node, delivery);
    if (step !== 'stay') advance(context, found, step.go);
  }
}

const ANSWERS: ReadonlySet<string> = new Set(['opened', 'clicked', 'replied']);

function outcomeOf({ what, reason }: Delivery): string {
  return reason === undefined ? what : `${what}: ${reason}`;
}

function note(context: Context, found: Running, delivery: Delivery): void {
  const { message, what, link } = delivery;
  const { instance } = found;
  for (const { at } of positionsOf(found)) {
    const variables =
      at === instance ? instance.variables : instance.threads?.find((thread) => thread === at)?.variables;
    for (const [name, value] of Object.entries(variables ?? {})) {
      if (variables === undefined || !isSent(value) || value.id !== message) continue;
      variables[name] = {
        ...value,
        [what]: context.now,
        ...(link === null ? {} : { [`${what} ${link}`]: context.now }),
      };
      const own = value.other !== true;
      if (own && ANSWERS.has(what) && typeof value.channel === 'string') context.customer.answeredOn = value.channel;
      decide(context, found.program, 'delivery', [], { instance, subject: message, outcome: outcomeOf(delivery) });
    }
  }
}

function isSent(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'channel' in value;
}

function waitHears(context: Context, found: Running, node: Node & { readonly kind: 'wait' }, delivery: Delivery): Step {
  for (const arm of node.arms) {
    if (arm.kind !== 'message' || arm.what !== delivery.what) continue;
    const sent = variablesOf(found)[arm.of] ?? null;
    if (isSent(sent) && sent.id === delivery.message && hasHappened(found, arm)) return takeArm(context, found, arm);
  }
  return 'stay';
}

/** Whether it has happened to the message already: one's own message is looked at from its sending on. */
export function hasHappened(found: Running, { of, what, link }: MessageArm): boolean {
  const sent = variablesOf(found)[of] ?? null;
  return isSent(sent) && sent[link === null ? what : `${what} ${link}`] !== undefined;
}

export function takeArm(context: Context, found: Running, arm: MessageArm): Step {
  decide(context, found.program, 'went_on', [because(arm.rule)], { instance: found.instance, outcome: arm.what });
  return { go: arm.next };
}

/** Handing a customer to people, with all that they need to know. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Node, Share } from '../compile/nodes.ts';
import type { Frame } from '../compile/parts.ts';
import type { Task } from '../state/customer.ts';
import {
  because,
  type Context,
  decide,
  frameOf,
  ownVariables,
  type Running,
  type Step,
  variablesOf,
} from './context.ts';

type HandoffNode = Node & { readonly kind: 'handoff' };

export function handOver(context: Context, found: Running, node: HandoffNode): Step {
  const { instance, program, journey } = found;
  const frame = frameOf(context, found);
  const id = `t-${context.seq}-${context.effects.length}`;
  const due = node.within === null ? null : context.now + node.within.ms;
  const task: Task = { id, team: node.team, instance: instance.id, due, escalateTo: node.within?.escalateTo ?? null };
  if (node.waits || due !== null) context.customer.tasks.push(task);
  if (node.as !== null) ownVariables(found)[node.as] = { id, team: node.team };
  context.effects.push({
    kind: 'task',
    id,
    instance: instance.id,
    journey: journey.name,
    team: node.team,
    because: node.because === null ? '' : String(node.because(frame, null) ?? ''),
    context: contextOf(context, found, node, frame),
    complete: node.complete,
    due,
  });
  decide(context, program, 'handed', [because(node.rule)], { instance, subject: node.team, outcome: id });
  if (!node.waits) return { go: node.next };
  found.at.task = id;
  return 'stay';
}

function contextOf(context: Context, found: Running, node: HandoffNode, frame: Frame): Record<string, Json> {
  const shared: Record<string, Json> = {};
  for (const share of node.share)
    shared[share.kind === 'value' ? share.name : share.kind] = shareOf(context, found, share, frame);
  return shared;
}

function shareOf(context: Context, found: Running, share: Share, frame: Frame): Json {
  switch (share.kind) {
    case 'value':
      return share.value(frame, null);
    case 'contacts':
      return contacts(context, share.forMs);
    case 'journey':
      return { name: found.journey.name, started: found.instance.startedAt, knows: variablesOf(found) };
    case 'profile':
      return Object.fromEntries([...found.program.profile].map(([field, value]) => [field, value(frame, null)]));
  }
}

/** Every contact in the window, the oldest first: signals that are contacts, and messages that were sent. */
function contacts(context: Context, forMs: number | null): Json {
  const { customer, now, programs } = context;
  const from = forMs === null ? Number.NEGATIVE_INFINITY : now - forMs;
  const found: { at: number; what: string; channel: string | null }[] = [];
  for (const signal of programs.current.signals.values()) {
    if (signal.contact === null) continue;
    for (const fact of customer.history[signal.name] ?? []) {
      if (fact.at >= from && fact.at <= now) found.push({ at: fact.at, what: signal.name, channel: signal.contact.on });
    }
  }
  for (const sent of customer.sent) {
    if (sent.at >= from) found.push({ at: sent.at, what: sent.message, channel: sent.channel });
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Handing a customer to people, with all that they need to know. */
import type { Node, Within } from '../compile/nodes.ts';
import type { Frame } from '../compile/parts.ts';
import type { Task } from '../state/customer.ts';
import { afterOpenTime } from '../values/hours.ts';
import { because, type Context, decide, frameOf, ownVariables, type Running, type Step } from './context.ts';
import { sharedBy } from './shares.ts';

/** A task that comes at night is not late before the team was there for so long. */
function dueWithin({ ms, hours }: Within, frame: Frame): number {
  return hours === null ? frame.now + ms : afterOpenTime(frame.now, ms, hours(frame));
}

type HandoffNode = Node & { readonly kind: 'handoff' };

export function handOver(context: Context, found: Running, node: HandoffNode): Step {
  const { instance, program, journey } = found;
  const frame = frameOf(context, found);
  const id = `t-${context.seq}-${context.effects.length}`;
  const due = node.within === null ? null : dueWithin(node.within, frame);
  // Of what is open, before this task is: it is told of the others.
  const shared = sharedBy(context, found, node.share, frame);
  const task: Task = { id, team: node.team, instance: instance.id, due, escalateTo: node.within?.escalateTo ?? null };
  if (node.waits) context.customer.tasks.push(task);
  else if (due !== null) {
    const asked = { graph: instance.graph, journey: journey.name, node: node.id };
    context.customer.tasks.push({ ...task, asked });
  }
  if (node.as !== null) ownVariables(found)[node.as] = { id, team: node.team };
  context.effects.push({
    kind: 'task',
    id,
    instance: instance.id,
    journey: journey.name,
    team: node.team,
    because: node.because === null ? '' : String(node.because(frame, null) ?? ''),
    context: shared,
    complete: node.complete,
    due,
  });
  decide(context, program, 'handed', [because(node.rule)], { instance, subject: node.team, outcome: id });
  if (!node.waits) return { go: node.next };
  found.at.task = id;
  return 'stay';
}

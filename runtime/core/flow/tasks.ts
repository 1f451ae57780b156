/** What becomes of a task: somebody closes it, or nobody takes it in time. */
import type { Task } from '../state/customer.ts';
import type { TaskAction } from '../state/input.ts';
import { advance } from './advance.ts';
import { because, type Context, decide, locate, positionsOf } from './context.ts';

/** A team has resolved or handed back a task. */
export function closeTask(context: Context, id: string, action: TaskAction): void {
  const { customer } = context;
  const index = customer.tasks.findIndex((task) => task.id === id);
  const task = customer.tasks[index];
  const instance = customer.instances.find((candidate) => candidate.id === task?.instance);
  if (task !== undefined) customer.tasks.splice(index, 1);
  context.effects.push({ kind: 'task_closed', id, action });
  const main = instance === undefined ? null : locate(context, instance);
  const found = main === null ? undefined : positionsOf(main).find(({ at }) => at.task === id);
  if (found === undefined) return;
  const node = found.journey.nodes.get(found.at.node);
  if (node?.kind !== 'handoff') return;
  decide(context, found.program, 'task_closed', [because(node.rule)], {
    instance: found.instance,
    subject: task?.team ?? node.team,
    outcome: action,
  });
  found.at.task = null;
  advance(context, found, node.answers[action] ?? node.next);
}

/** Nobody took it in time: it goes to the team above, or stays and is marked as late. */
export function escalate(context: Context, task: Task): void {
  task.due = null;
  const instance = context.customer.instances.find((candidate) => candidate.id === task.instance);
  const found = instance === undefined ? null : locate(context, instance);
  if (task.escalateTo !== null) {
    task.team = task.escalateTo;
    context.effects.push({ kind: 'task_moved', id: task.id, team: task.team });
  }
  const at = found === null ? undefined : positionsOf(found).find((position) => position.at.task === task.id);
  const node = found?.journey.nodes.get(at?.at.node ?? found.instance.node);
  if (found === null || node === undefined) return;
  decide(context, found.program, 'escalated', [because(node.rule)], {
    instance: found.instance,
    subject: task.team,
    outcome: task.id,
  });
}

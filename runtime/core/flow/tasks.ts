/** What becomes of a task: somebody closes it, or nobody takes it in time. */
import type { Node } from '../compile/nodes.ts';
import type { Program } from '../compile/program.ts';
import type { Instance, Task } from '../state/customer.ts';
import type { Happening, TaskAction } from '../state/input.ts';
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
  const found = askedFor(context, task);
  if (task.escalateTo !== null) {
    task.team = task.escalateTo;
    context.effects.push({ kind: 'task_moved', id: task.id, team: task.team });
  }
  letGo(context, task);
  if (found?.node === undefined) return;
  decide(context, found.program, task.escalateTo === null ? 'late' : 'escalated', [because(found.node.rule)], {
    instance: found.instance,
    subject: task.team,
    outcome: task.id,
  });
}

/** Who takes a task on in time keeps it from going to the team above. */
export function claimTask(context: Context, { task: id, by }: Extract<Happening, { readonly kind: 'claim' }>): void {
  const task = context.customer.tasks.find((each) => each.id === id);
  context.effects.push({ kind: 'task_claimed', id, by });
  if (task === undefined) return;
  task.due = null;
  const found = askedFor(context, task);
  letGo(context, task);
  if (found === null) return;
  decide(context, found.program, 'claimed', [], { instance: found.instance, subject: task.team, outcome: `by ${by}` });
}

interface Asked {
  readonly program: Program;
  readonly instance: Pick<Instance, 'id' | 'journey'>;
  readonly node: Node | undefined;
}

/** Where a task was asked for; null where nobody knows any more. */
function askedFor(context: Context, { id, instance: of, asked }: Task): Asked | null {
  if (asked !== undefined) {
    const program = context.programs.get(asked.graph);
    const node = program?.journeys.get(asked.journey)?.nodes.get(asked.node);
    return program === undefined ? null : { program, instance: { id: of, journey: asked.journey }, node };
  }
  const instance = context.customer.instances.find((candidate) => candidate.id === of);
  const found = instance === undefined ? null : locate(context, instance);
  if (found === null) return null;
  const at = positionsOf(found).find((position) => position.at.task === id)?.at ?? found.instance;
  return { program: found.program, instance: found.instance, node: found.journey.nodes.get(at.node) };
}

/** With its time limit goes all that is remembered of a task that no journey waits for. */
function letGo({ customer }: Context, task: Task): void {
  const index = task.asked === undefined ? -1 : customer.tasks.indexOf(task);
  if (index >= 0) customer.tasks.splice(index, 1);
}

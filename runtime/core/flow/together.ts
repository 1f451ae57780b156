/** Several positions at once: the branches of `together`, the items of `for each .. together`. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { EachNode, Node } from '../compile/nodes.ts';
import type { Target } from '../compile/parts.ts';
import type { Thread } from '../state/customer.ts';
import { because, type Context, decide, frameOf, isAlive, ownVariables, type Running, type Step } from './context.ts';

import { dropAwaited } from './instances.ts';

type TogetherNode = Node & { readonly kind: 'together' };

/** Walks a position on; handed in, since walking leads here. */
type Advance = (context: Context, found: Running, target: Target | null) => void;

export function branchOut(context: Context, found: Running, node: TogetherNode, advance: Advance): Step {
  const targets = node.branches;
  return spawn(
    context,
    found,
    node.id,
    targets.map((target) => ({ target, variables: {} })),
    advance,
  );
}

export function eachAtOnce(context: Context, found: Running, node: EachNode, advance: Advance): Step {
  const list = node.list(frameOf(context, found), null);
  if (!Array.isArray(list) || list.length === 0) return { go: node.next };
  const items = list.map((item: Json) => ({
    target: node.round,
    variables: node.as === null ? {} : { [node.as]: item },
  }));
  return spawn(context, found, node.id, items, advance);
}

/** All of them are there before the first one moves, so that one which ends at once does not end the wait for the others. */
function spawn(
  context: Context,
  found: Running,
  node: string,
  branches: readonly { readonly target: Target | null; readonly variables: Record<string, Json> }[],
  advance: Advance,
): Step {
  const { instance, at } = found;
  const threads = instance.threads ?? [];
  const parent = idOf(found);
  let id = threads.reduce((most, thread) => Math.max(most, thread.id), 0);
  const own = at === instance ? {} : ownVariables(found);
  const started = branches.map(({ target, variables }) => {
    id++;
    const thread: Thread = {
      id,
      parent,
      variables: { ...own, ...variables },
      node,
      since: context.now,
      timers: [],
      held: null,
      task: null,
    };
    return { thread, target, running: { ...found, at: thread } };
  });
  // Behind the branch that they are in, so that at one instant they have their turn as they are written.
  const place = threads.findIndex((each) => each.id === parent) + 1;
  instance.threads = threads.toSpliced(place, 0, ...started.map(({ thread }) => thread));
  for (const { target, running } of started) if (isAlive(running)) advance(context, running, target);
  return 'stay';
}

/** A branch has come to its end. When enough of them have, the others are cancelled and the one that waited goes on. */
export function joinUp(context: Context, found: Running, of: string, advance: Advance): void {
  const { instance, journey } = found;
  const thread = instance.threads?.find((each) => each === found.at);
  if (thread === undefined) return;
  remove(instance, new Set([thread]));
  const node = journey.nodes.get(of);
  const waiting = instance.threads?.filter((each) => each.parent === thread.parent) ?? [];
  const done = node?.kind === 'together' ? node.branches.length - waiting.length : 0;
  const enough = node?.kind === 'together' ? done >= node.until : waiting.length === 0;
  if (node === undefined || !enough) return;
  for (const other of waiting) cancel(context, { ...found, at: other });
  const parent = thread.parent === 0 ? instance : instance.threads?.find((each) => each.id === thread.parent);
  if (parent === undefined) return;
  if (instance.threads?.length === 0) delete instance.threads;
  decide(context, found.program, 'went_on', [because(node.rule)], { instance, outcome: 'together' });
  const target = node.kind === 'together' || node.kind === 'each' ? node.next : null;
  advance(context, { ...found, at: parent }, target);
}

/** A branch that is no longer needed ends with all that it waits for, and all branches inside it. */
function cancel(context: Context, found: Running): void {
  const { instance, program, journey } = found;
  const gone = new Set<Thread>();
  const gather = (thread: Thread): void => {
    gone.add(thread);
    for (const each of instance.threads ?? []) if (each.parent === thread.id) gather(each);
  };
  for (const thread of instance.threads ?? []) if (thread === found.at) gather(thread);
  for (const thread of gone) {
    closeWork(context, instance, thread);
    const node = journey.nodes.get(thread.node);
    if (node !== undefined) decide(context, program, 'cancelled', [because(node.rule)], { instance, outcome: node.id });
  }
  remove(instance, gone);
}

/** The open task or the answer that a position waits for is no longer wanted. */
function closeWork(context: Context, instance: Running['instance'], thread: Thread): void {
  dropAwaited(context, instance, thread);
  const { tasks } = context.customer;
  const index = tasks.findIndex((task) => task.id === thread.task);
  const task = tasks[index];
  if (task === undefined) return;
  context.effects.push({ kind: 'task_cancelled', id: task.id, outcome: null });
  tasks.splice(index, 1);
}

function remove(instance: Running['instance'], gone: ReadonlySet<Thread>): void {
  const { threads } = instance;
  if (threads !== undefined) instance.threads = threads.filter((thread) => !gone.has(thread));
}

function idOf({ instance, at }: Running): number {
  return instance.threads?.find((thread) => thread === at)?.id ?? 0;
}

/** The life of an instance: it starts, its goal is settled, it ends. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Journey } from '../compile/journey.ts';
import type { Program } from '../compile/program.ts';
import { type Fact, type Instance, PARCEL, type Position } from '../state/customer.ts';
import type { Because, DecisionKind } from '../state/output.ts';
import { because, type Context, decide, locate, ownVariables, type Running } from './context.ts';

/** As the graph calls it. */
export const PROFILE_AT_START = 'profile at start';

export function newInstance(
  context: Context,
  program: Program,
  journey: Journey,
  key: string | null,
  bound: readonly (readonly [as: string | null, fact: Fact])[],
): Running {
  const { customer, now } = context;
  customer.started++;
  const goalUntil = journey.goal?.withinMs == null ? null : now + journey.goal.withinMs;
  const instance: Instance = {
    id: `${customer.number}-${customer.started}`,
    journey: journey.name,
    graph: program.hash,
    key,
    startedAt: now,
    variables: {},
    node: journey.entry.to,
    since: now,
    timers: [],
    held: null,
    task: null,
    expireAt: journey.expire === null ? null : now + journey.expire.afterMs,
    goal: journey.goal === null ? 'none' : 'open',
    goalUntil,
    outcome: null,
  };
  customer.instances.push(instance);
  const found: Running = { instance, at: instance, program, journey };
  if (journey.snapshot !== null) {
    const frame = { customer, variables: {}, now, startedAt: now };
    const fields = journey.snapshot.map(({ field, value }) => [field, value(frame, null)] as const);
    instance.variables[PROFILE_AT_START] = Object.fromEntries(fields);
  }
  const collects = journey.start.repeat === 'collect';
  for (const [as, fact] of bound) {
    if (collects) collectSignal(found, as, fact);
    else bindSignal(found, as, fact);
  }
  return found;
}

/** Binds a signal to a name, as far as the journey can read it. */
export function bindSignal(found: Running, as: string | null, fact: Fact): void {
  const kept = as === null ? undefined : found.journey.kept.get(as);
  if (as === null || kept === undefined) return;
  if (kept === 'all') {
    ownVariables(found)[as] = fact;
    return;
  }
  const copy: Record<string, Json> & { at: number; id: string } = { at: fact.at, id: fact.id };
  for (const field of kept) copy[field] = fact[field] ?? null;
  ownVariables(found)[as] = copy;
}

/** Adds a signal to the list that a name stands for. */
export function collectSignal(found: Running, as: string | null, fact: Fact): void {
  if (as === null || found.journey.kept.get(as) === undefined) return;
  const { variables } = found.instance;
  const known = variables[as];
  variables[as] = Array.isArray(known) ? [...known, fact] : [fact];
}

/** Ends an instance: its waits, its held message and its open tasks end with it; a goal with a time limit stays open. */
export function end(
  context: Context,
  { instance, program, journey }: Running,
  kind: DecisionKind,
  outcome: string,
  reasons: readonly Because[],
  subject: string | null = null,
  finishedWith: Json = null,
): void {
  instance.outcome = outcome;
  dropAllAwaited(context, instance);
  instance.timers = [];
  instance.held = null;
  instance.expireAt = null;
  instance.task = null;
  delete instance.awaits;
  delete instance.stuck;
  delete instance.threads;
  delete instance.loops;
  decide(context, program, kind, reasons, { instance, outcome, subject });
  cancelTasks(context, instance);
  if (instance.goal === 'open' && instance.goalUntil === null && journey.goal !== null) {
    settleGoal(context, { instance, at: instance, program, journey }, 'missed', [because(journey.goal.rule)]);
  }
  if (journey.start.on.kind === 'called') {
    context.ended.push({ id: instance.id, outcome, value: finishedWith });
  }
  forgetEnded(context, instance);
}

/** Nobody waits any more for an answer, for a parcel, or for a journey that was run: that one ends too. */
export function dropAwaited(context: Context, instance: Instance, { awaits, held, node }: Position): void {
  if (awaits === undefined) return;
  if (awaits.startsWith(PARCEL)) {
    if (held?.by !== undefined) context.effects.push({ kind: 'recall', id: awaits, customer: held.by });
    return;
  }
  const run = context.customer.instances.find((instance) => instance.id === awaits);
  const found = run === undefined || run.outcome !== null ? null : locate(context, run);
  // Whose line it was that ran it: it ends because nobody waits there any more.
  const from = found === null || instance.graph !== found.instance.graph ? null : locate(context, instance);
  const line = from?.journey.nodes.get(node)?.rule;
  if (found !== null) end(context, found, 'stopped', 'stopped', line === undefined ? [] : [because(line)]);
  else if (run === undefined) context.effects.push({ kind: 'call_ended', id: awaits, how: 'cancelled' });
}

export function dropAllAwaited(context: Context, instance: Instance): void {
  dropAwaited(context, instance, instance);
  if (instance.threads !== undefined) for (const thread of instance.threads) dropAwaited(context, instance, thread);
}

/** Nobody need do any more what the instance waited for. */
export function cancelTasks(context: Context, instance: Instance): void {
  const { tasks } = context.customer;
  for (let i = tasks.length - 1; i >= 0; i--) {
    const task = tasks[i];
    if (task === undefined || task.instance !== instance.id || task.asked !== undefined) continue;
    context.effects.push({ kind: 'task_cancelled', id: task.id, outcome: instance.outcome });
    tasks.splice(i, 1);
  }
}

/** Writes down that a goal is reached or missed. A reached one that `ends` also ends a running instance. */
export function settleGoal(
  context: Context,
  found: Running,
  result: 'reached' | 'missed',
  reasons: readonly Because[],
): void {
  const { instance, program, journey } = found;
  instance.goal = result;
  decide(context, program, result === 'reached' ? 'goal_reached' : 'goal_missed', reasons, { instance });
  if (instance.outcome !== null) forgetEnded(context, instance);
  else if (result === 'reached' && journey.goal?.ends === true) end(context, found, 'finished', 'goal', reasons);
}

function forgetEnded(context: Context, instance: Instance): void {
  if (instance.goal === 'open') return;
  const index = context.customer.instances.indexOf(instance);
  if (index >= 0) context.customer.instances.splice(index, 1);
}

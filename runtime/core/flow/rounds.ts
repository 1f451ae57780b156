/** Going round: `repeat`, and `for each` item after the other. */
import type { EachNode, Node, RepeatNode } from '../compile/nodes.ts';
import type { Frame } from '../compile/parts.ts';
import type { Loop } from '../state/customer.ts';
import { withinReach } from '../values/calendar.ts';
import { because, type Context, decide, frameOf, ownVariables, type Running, type Step, seen } from './context.ts';

type AgainNode = Node & { readonly kind: 'again' };

export function beginRepeat(context: Context, found: Running, node: RepeatNode): Step {
  return round(context, found, node, node, 1);
}

/** One more round, unless it was the last one or what it goes on until has come. */
function round(context: Context, found: Running, node: RepeatNode, ways: RepeatNode | AgainNode, number: number): Step {
  const over = repeatIsOver(context, found, node, ways);
  if (over !== null) return over;
  if (number > timesOf(context, found, node)) return leave(context, found, node, ways);
  keep(found, node.id, { round: number });
  decide(context, found.program, 'branched', [because(node.rule)], {
    instance: found.instance,
    outcome: `round ${number}`,
  });
  return { go: ways.round };
}

/** Where its `until` holds now, the way out; else null. */
function repeatIsOver(context: Context, found: Running, node: RepeatNode, ways: RepeatNode | AgainNode): Step | null {
  if (node.until === null) return null;
  const frame = frameOf(context, found);
  if (node.until.test(frame, null) !== true) return null;
  forget(found, node.id);
  decide(context, found.program, 'branched', [seen(node.until, frame)], { instance: found.instance, outcome: 'over' });
  return { go: ways.next };
}

function leave(
  context: Context,
  found: Running,
  node: RepeatNode | EachNode,
  ways: { readonly next: AgainNode['next'] },
): Step {
  forget(found, node.id);
  decide(context, found.program, 'branched', [because(node.rule)], { instance: found.instance, outcome: 'over' });
  return { go: ways.next };
}

export function beginEach(context: Context, found: Running, node: EachNode): Step {
  const list = node.list(frameOf(context, found), null);
  return nextItem(context, found, node, node, Array.isArray(list) ? list : []);
}

function nextItem(
  context: Context,
  found: Running,
  node: EachNode,
  ways: EachNode | AgainNode,
  items: Extract<Loop, { rest: unknown }>['rest'],
): Step {
  const [item, ...rest] = items;
  if (item === undefined) return leave(context, found, node, ways);
  if (node.as !== null) ownVariables(found)[node.as] = item;
  keep(found, node.id, { rest });
  return { go: ways.round };
}

/** The end of a round. Whoever jumped into the body has no round to count: it was the first one of a `repeat`, the last of a list. */
export function goAgain(context: Context, found: Running, node: AgainNode): Step {
  const begun = found.journey.nodes.get(node.of);
  const loop = found.at.loops?.[node.of];
  if (begun?.kind === 'each')
    return nextItem(context, found, begun, node, loop !== undefined && 'rest' in loop ? loop.rest : []);
  if (begun?.kind !== 'repeat') return { go: node.next };
  const number = roundOf(loop) + 1;
  if (begun.every === null || number > timesOf(context, found, begun))
    return round(context, found, begun, node, number);
  const over = repeatIsOver(context, found, begun, node);
  if (over !== null) return over;
  found.at.timers = [nextRound(begun.every, frameOf(context, found))];
  return 'stay';
}

/** A round has ended `now`: when the next one begins. */
export function nextRound(every: NonNullable<RepeatNode['every']>, frame: Frame): number {
  return withinReach(frame.now + Math.max(0, Number(every(frame, null))));
}

/** The time between two rounds is over. */
export function roundIsDue(context: Context, found: Running, node: AgainNode): Step {
  const begun = found.journey.nodes.get(node.of);
  if (begun?.kind !== 'repeat') return 'stay';
  return round(context, found, begun, node, roundOf(found.at.loops?.[node.of]) + 1);
}

/** Between two rounds: has what it goes on until come? */
export function roundHolds(context: Context, found: Running, node: AgainNode): Step {
  const begun = found.journey.nodes.get(node.of);
  if (begun?.kind !== 'repeat') return 'stay';
  return repeatIsOver(context, found, begun, node) ?? 'stay';
}

function timesOf(context: Context, found: Running, node: RepeatNode): number {
  return Number(node.times(frameOf(context, found), null));
}

function roundOf(loop: Loop | undefined): number {
  return loop !== undefined && 'round' in loop ? loop.round : 1;
}

function keep({ at }: Running, id: string, loop: Loop): void {
  at.loops ??= {};
  at.loops[id] = loop;
}

function forget({ at }: Running, id: string): void {
  if (at.loops === undefined) return;
  delete at.loops[id];
  if (Object.keys(at.loops).length === 0) delete at.loops;
}

/** What is known at each node of a journey, on every way that leads there. */
import { depthFirst } from '../checks/depth-first.ts';
import type { Condition, Edge, Journey, Node, Place, RepeatNode, Start, Trigger, Type } from '../graph/types.ts';
import { type Assumed, assume, type Fact, type State, unknown } from './assume.ts';
import { nodesOf } from './bursts.ts';
import type { Whole } from './rule.ts';
import { domainKey, joinDomains } from './sets.ts';
import { renameIt } from './terms.ts';
import type { Scope } from './types.ts';

export interface Known {
  /** by node id; a node that is missing cannot be reached */
  readonly at: ReadonlyMap<string, readonly State[]>;
  /** ids of edges that no way leads along */
  readonly closed: ReadonlySet<string>;
  /** at the very start */
  readonly entered: readonly State[];
  /** right after the start, once only what is frozen is still sure */
  readonly started: readonly State[];
}

/** So many ways into a node are told apart. */
const mostWays = 24;
/** A node in a loop that brings something new so often is taken as a place of which nothing is known. */
const mostVisits = 12;

/** What the names of a journey stand for, and which of them stand for other signals as time passes. */
export function scopeOf(graph: Scope['graph'], { variables, start: { on, repeat } }: Journey): Scope {
  const triggers = on.kind === 'sequence' ? on.triggers : 'trigger' in on ? [on.trigger] : [];
  if (repeat === 'refresh') return { graph, variables, swapped: triggers };
  if (repeat !== 'collect') return { graph, variables };
  // Of a list it is not known which of its signals is looked at.
  return { graph, variables, swapped: triggers.slice(-1).map(({ where: _where, ...trigger }) => trigger) };
}

export function knownIn(graph: Whole, journey: Journey): Known {
  const scope = scopeOf(graph, journey);
  const first = afterStart(scope, journey.start);
  const at = new Map<string, readonly State[]>();
  const closed = new Set<string>();
  const visits = new Map<string, number>();
  const edges = grouped(journey.edges);
  const order = inOrder(journey, edges);
  const reached = new Set(order.map(({ id }) => id));
  const arriving = new Map<string, readonly State[]>([[journey.entry, first]]);
  // Sweeps in the order of the flow: without a loop each node is looked at once, when all that leads to it is known.
  while (arriving.size > 0) {
    for (const node of order) {
      const states = arriving.get(node.id);
      if (states === undefined) continue;
      arriving.delete(node.id);
      const count = (visits.get(node.id) ?? 0) + 1;
      visits.set(node.id, count);
      const before = at.get(node.id);
      const now = count > mostVisits ? unknown : join(before ?? [], states);
      if (before !== undefined && sameStates(before, now)) continue;
      at.set(node.id, now);
      for (const edge of edges.get(node.id) ?? []) {
        const after = along(scope, journey, node, edge, now);
        if (after.length === 0) closed.add(edge.id);
        else {
          closed.delete(edge.id);
          if (reached.has(edge.to)) arriving.set(edge.to, [...(arriving.get(edge.to) ?? []), ...after]);
        }
      }
    }
  }
  return { at, closed, entered: first, started: timePasses(scope, first) };
}

/** Nodes that the entry leads to, each behind all that lead to it but by a loop. */
function inOrder(journey: Journey, edges: ReadonlyMap<string, readonly Edge[]>): readonly Node[] {
  const nodes = new Map(journey.nodes.map((node) => [node.id, node]));
  const done: Node[] = [];
  depthFirst(journey.entry, {
    next: (id) => (edges.get(id) ?? []).map(({ to }) => to),
    leave: (id) => {
      const node = nodes.get(id);
      if (node !== undefined) done.push(node);
    },
  });
  return done.reverse();
}

/** What a start proves. A list of signals, or what was judged before a wait for quiet, proves nothing that is still sure. */
function afterStart(scope: Scope, { on, quietMs, repeat }: Start): readonly State[] {
  switch (on.kind) {
    case 'signal': {
      const first = repeat === 'collect' ? unknown : afterTrigger(scope, unknown, on.trigger).states;
      return quietMs === undefined ? first : timePasses(scope, first);
    }
    case 'count':
    case 'each':
      return afterTrigger(scope, unknown, on.trigger).states;
    case 'called':
      return unknown;
    case 'becoming':
      return judged(scope, unknown, on.condition, true).states;
    case 'silence':
    case 'schedule':
    case 'anchored':
      return on.condition === undefined ? unknown : judged(scope, unknown, on.condition, true).states;
    case 'sequence':
      return on.triggers.reduce<readonly State[]>((known, each) => afterTrigger(scope, known, each).states, unknown);
  }
}

function grouped(edges: readonly Edge[]): Map<string, Edge[]> {
  const map = new Map<string, Edge[]>();
  for (const edge of edges) {
    const known = map.get(edge.from);
    if (known === undefined) map.set(edge.from, [edge]);
    else known.push(edge);
  }
  return map;
}

/** What is known after a node was left by one of its edges. */
function along(scope: Scope, journey: Journey, node: Node, edge: Edge, states: readonly State[]): readonly State[] {
  switch (node.kind) {
    case 'branch':
      return judged(scope, states, node.condition, edge.on === 'yes').states;
    case 'choose':
      return edge.on === 'case' ? chosen(scope, node, edge.index ?? 0, states).states : unchosen(scope, node, states);
    case 'wait': {
      const later = timePasses(scope, states);
      const arm = edge.on === 'arm' ? node.arms[edge.index ?? 0] : undefined;
      if (arm?.kind === 'signal') return afterTrigger(scope, later, arm.trigger).states;
      if (arm?.kind === 'condition') return judged(scope, later, arm.condition, true).states;
      return later;
    }
    case 'set': {
      const set = { op: '==', left: { op: 'profile', field: node.field }, right: node.value } as const;
      const later = timePasses(scope, states);
      return node.value.op === 'literal' && node.value.value !== null
        ? assume(scope, later, set, true, node.place).states
        : later;
    }
    // A message can be held, people take their time, and consent is a matter of the moment.
    case 'send':
    case 'handoff':
    case 'consent':
      return timePasses(scope, states);
    // A round binds its item anew, and of the rounds before nothing is known.
    case 'each':
      return without(timePasses(scope, states), ({ variables }) => node.as !== undefined && variables.has(node.as));
    case 'again': {
      const begun = nodesOf(journey).get(node.of);
      return edge.on === 'round' && begun?.kind === 'repeat' ? goingOn(scope, begun, unknown) : unknown;
    }
    case 'repeat':
      return edge.on === 'round' ? goingOn(scope, node, timePasses(scope, states)) : timePasses(scope, states);
    case 'run':
    case 'call':
      return without(timePasses(scope, states), ({ variables }) => node.as !== undefined && variables.has(node.as));
    case 'decide':
      return without(states, ({ variables }) => node.as !== undefined && variables.has(node.as));
    // Other branches run meanwhile.
    case 'together':
    case 'emit':
      return timePasses(scope, states);
    case 'experiment':
      return states;
    case 'join':
    case 'finish':
      return [];
  }
}

/** Where a round begins: what it goes on until has not come. */
function goingOn(scope: Scope, { until }: RepeatNode, states: readonly State[]): readonly State[] {
  return until === undefined ? states : judged(scope, states, until, false).states;
}

export function judged(scope: Scope, states: readonly State[], condition: Condition, truth: boolean): Assumed {
  return assume(scope, states, condition.expression, truth, condition.place);
}

export function chosen(
  scope: Scope,
  node: Extract<Node, { kind: 'choose' }>,
  index: number,
  states: readonly State[],
): Assumed {
  const values = node.cases[index] ?? [];
  const all = values.map((value) =>
    assume(scope, states, { op: '==', left: node.subject, right: value }, true, node.place),
  );
  return { states: all.flatMap((each) => each.states), conflicts: all.flatMap((each) => each.conflicts) };
}

function unchosen(scope: Scope, node: Extract<Node, { kind: 'choose' }>, states: readonly State[]): readonly State[] {
  let rest = states;
  for (const value of node.cases.flat()) {
    rest = assume(scope, rest, { op: '==', left: node.subject, right: value }, false, node.place).states;
  }
  return rest;
}

/** A signal has come: what was known of the name it is bound to is about an older one. */
export function afterTrigger(scope: Scope, states: readonly State[], trigger: Trigger): Assumed {
  const bound = without(states, ({ variables }) => trigger.as !== undefined && variables.has(trigger.as));
  if (trigger.where === undefined) return { states: bound, conflicts: [] };
  const { expression, place } = trigger.where;
  const type: Type = { kind: 'signal', name: trigger.signal };
  const inner: Scope = { ...scope, variables: { ...scope.variables, it: type } };
  const { states: after, conflicts } = assume(inner, bound, renameIt(expression, trigger.as), true, place);
  return { states: without(after, ({ variables }) => variables.has('it')), conflicts };
}

/** Only what is frozen stays known. What the start asks of its signals holds of those that take their place, too. */
export function timePasses(scope: Scope, states: readonly State[]): readonly State[] {
  const { swapped = [] } = scope;
  const names = swapped.flatMap(({ as }) => as ?? []);
  const kept = without(states, ({ live, variables }) => live || names.some((name) => variables.has(name)));
  if (names.length === 0 || kept === states) return kept;
  const known = swapped.reduce((before, trigger) => afterTrigger(scope, before, trigger).states, kept);
  return without(known, ({ live }) => live);
}

function without(
  states: readonly State[],
  gone: (term: { readonly live: boolean; readonly variables: ReadonlySet<string> }) => boolean,
): readonly State[] {
  let changed = false;
  const kept = states.map((state) => {
    let left: Map<string, Fact> | undefined;
    for (const [key, fact] of state) {
      if (!gone(fact.term)) continue;
      left ??= new Map(state);
      left.delete(key);
      changed = true;
    }
    return left ?? state;
  });
  return changed ? join([], kept) : states;
}

/** All ways, each once; too many are drawn together to what all of them allow. */
function join(a: readonly State[], b: readonly State[]): readonly State[] {
  if (a.length + b.length === 1) return a.length === 1 ? a : b;
  if (a.some(isUnknown) || b.some(isUnknown)) return unknown;
  const all = new Map<string, State>();
  for (const states of [a, b]) for (const state of states) all.set(stateKey(state), state);
  if (all.size <= mostWays) return [...all.values()];
  const [first, ...rest] = all.values();
  const drawn = new Map(first);
  for (const [key, fact] of drawn) {
    let { domain } = fact;
    const places: Place[] = [...fact.from];
    let everywhere = true;
    for (const state of rest) {
      const other = state.get(key);
      if (other === undefined) everywhere = false;
      else domain = joinDomains(domain, other.domain);
    }
    if (everywhere) drawn.set(key, { ...fact, domain, from: places });
    else drawn.delete(key);
  }
  return [drawn];
}

function isUnknown({ size }: State): boolean {
  return size === 0;
}

function sameStates(a: readonly State[], b: readonly State[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  const keys = new Set(a.map(stateKey));
  return b.every((state) => keys.has(stateKey(state)));
}

const stateKeys = new WeakMap<State, string>();

function stateKey(state: State): string {
  const known = stateKeys.get(state);
  if (known !== undefined) return known;
  const facts: string[] = [];
  for (const [key, fact] of state) facts.push(`${key} ${domainKey(fact.domain)}`);
  const key = facts.length < 2 ? (facts[0] ?? '') : facts.sort().join('\n');
  stateKeys.set(state, key);
  return key;
}

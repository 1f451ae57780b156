/** J4050, J4051, J4052, J4053: conditions that can never hold or always hold, and cases that cannot occur. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Condition, Edge, Journey, Node, Place, Start, Trigger } from '../graph/types.ts';
import { type Conflict, type State, unknown } from './assume.ts';
import { afterTrigger, chosen, judged, knownIn, scopeOf, timePasses } from './flow.ts';
import type { GraphRule, JourneyRule, Reasoned } from './rule.ts';
import { isEmpty, meetDomains } from './sets.ts';
import type { Scope } from './types.ts';
import { showDomain, showTerm } from './words.ts';

type Found = (finding: Reasoned) => void;

export const deadConditions: GraphRule = (graph, found) => {
  const scope: Scope = { graph, variables: {} };
  for (const handler of Object.values(graph.handlers)) trigger(scope, unknown, handler.trigger, found);
  for (const { parameters = [], candidates } of Object.values(graph.decisions ?? {})) {
    const given = { graph, variables: Object.fromEntries(parameters.map(({ name, type }) => [name, type])) };
    for (const { when } of candidates) if (when !== undefined) condition(given, unknown, when, found);
  }
  for (const policy of Object.values(graph.policies)) {
    for (const rule of policy.rules) {
      if (rule.kind === 'hold_while') {
        condition(scope, unknown, rule.condition, found);
        always(scope, unknown, rule.condition, found);
      }
      if (rule.kind === 'hold_after' && rule.where !== undefined) {
        trigger(scope, unknown, { signal: rule.signal, where: rule.where, place: rule.place }, found);
      }
    }
  }
};

export const deadWays: JourneyRule = (graph, journey, found) => {
  const scope = scopeOf(graph, journey);
  start(scope, journey.start, found);
  const known = knownIn(graph, journey);
  if (known.started.length === 0) return;
  for (const stop of journey.stops) {
    if (stop.kind === 'signal') trigger(scope, known.started, stop.trigger, found);
    else {
      condition(scope, known.started, stop.condition, found);
      always(scope, known.entered, stop.condition, found);
    }
  }
  if (journey.goal?.trigger !== undefined) trigger(scope, known.started, journey.goal.trigger, found);
  if (journey.goal?.condition !== undefined) {
    condition(scope, known.started, journey.goal.condition, found);
    always(scope, known.entered, journey.goal.condition, found);
  }
  // Where some way leads along each edge there is nothing to say of what has edges only.
  const doubtful = new Set(journey.edges.flatMap(({ id, from }) => (known.closed.has(id) ? [from] : [])));
  for (const node of journey.nodes) {
    const states = known.at.get(node.id);
    if (states !== undefined && (doubtful.has(node.id) || asksBesides(node)))
      atNode(scope, journey, node, states, found);
  }
};

/** The signals that must not come, what ends a repeat early, and what holds before it is waited for, have no edge of their own. */
function asksBesides(node: Node): boolean {
  if (node.kind === 'repeat') return node.until !== undefined;
  if (node.kind !== 'wait') return false;
  return node.arms.some(
    (arm) => arm.kind === 'condition' || (arm.kind === 'after' && arm.without?.where !== undefined),
  );
}

/** Conditions of a start that can never hold. */
function start(scope: Scope, { on }: Start, found: Found): void {
  switch (on.kind) {
    case 'signal':
    case 'count':
      trigger(scope, unknown, on.trigger, found);
      return;
    case 'sequence':
      for (const each of on.triggers) trigger(scope, unknown, each, found);
      return;
    case 'each':
      trigger(scope, unknown, on.trigger, found);
      condition(scope, unknown, on.whom, found);
      return;
    case 'called':
      return;
    case 'becoming':
      condition(scope, unknown, on.condition, found);
      always(scope, unknown, on.condition, found);
      return;
    case 'silence':
      trigger(scope, unknown, on.trigger, found);
      if (on.condition !== undefined) condition(scope, unknown, on.condition, found);
      return;
    case 'schedule':
    case 'anchored':
      if (on.condition !== undefined) condition(scope, unknown, on.condition, found);
      return;
  }
}

function atNode(scope: Scope, journey: Journey, node: Node, states: readonly State[], found: Found): void {
  switch (node.kind) {
    case 'branch': {
      const yes = judged(scope, states, node.condition, true);
      const no = judged(scope, states, node.condition, false);
      if (yes.states.length === 0) {
        found({
          wording: say.branchNever({ why: whyNever(scope, yes.conflicts, node.condition.place) }),
          place: node.condition.place,
          related: sources(yes.conflicts, node.condition.place),
        });
      } else if (no.states.length === 0) {
        found({
          wording: say.branchAlways({ why: whyAlways(scope, no.conflicts, node.condition.place) }),
          place: node.condition.place,
          related: sources(no.conflicts, node.condition.place),
        });
      }
      return;
    }
    case 'choose':
      for (const [index, values] of node.cases.entries()) {
        const { states: left, conflicts } = chosen(scope, node, index, states);
        if (left.length > 0 || values.length === 0) continue;
        found({
          wording: say.caseNever({ why: whyNever(scope, conflicts, node.place) }),
          place: caseOf(journey, node, index)?.place ?? node.place,
          related: sources(conflicts, node.place),
        });
      }
      return;
    case 'repeat':
      if (node.until !== undefined) {
        condition(scope, timePasses(scope, states), node.until, found);
        // It is judged before the first round, when no time has passed.
        always(scope, states, node.until, found);
      }
      return;
    case 'wait': {
      const frozen = timePasses(scope, states);
      for (const arm of node.arms) {
        if (arm.kind === 'signal') trigger(scope, frozen, arm.trigger, found);
        if (arm.kind === 'condition') {
          condition(scope, frozen, arm.condition, found);
          always(scope, states, arm.condition, found);
        }
        if (arm.kind === 'after' && arm.without !== undefined) trigger(scope, frozen, arm.without, found);
      }
      return;
    }
    case 'send':
    case 'handoff':
    case 'set':
    case 'consent':
    case 'together':
    case 'each':
    case 'again':
    case 'join':
    case 'emit':
    case 'experiment':
    case 'decide':
    case 'call':
    case 'run':
    case 'finish':
      return;
  }
}

function caseOf(journey: Journey, node: Node, index: number): Edge | undefined {
  return journey.edges.find((edge) => edge.from === node.id && edge.on === 'case' && edge.index === index);
}

function trigger(scope: Scope, states: readonly State[], t: Trigger, found: Found): void {
  if (t.where === undefined) return;
  const after = afterTrigger(scope, states, t);
  if (after.states.length === 0) never(scope, t.where, after.conflicts, found);
}

function condition(scope: Scope, states: readonly State[], c: Condition, found: Found): void {
  const { states: left, conflicts } = judged(scope, states, c, true);
  if (left.length === 0) never(scope, c, conflicts, found);
}

/** What holds before anybody waits for it. Who writes `true` means it. */
function always(scope: Scope, states: readonly State[], c: Condition, found: Found): void {
  const { states: left, conflicts } = judged(scope, states, c, false);
  if (left.length > 0 || conflicts.length === 0) return;
  const why = whyAlways(scope, conflicts, c.place);
  found({ wording: say.branchAlways({ why }), place: c.place, related: sources(conflicts, c.place) });
}

function never(scope: Scope, { place }: Condition, conflicts: readonly Conflict[], found: Found): void {
  const related = sources(conflicts, place);
  found({ wording: say.conditionNever({ why: whyNever(scope, conflicts, place) }), place, related });
}

function whyNever(scope: Scope, conflicts: readonly Conflict[], place: Place): string {
  const reasons = conflicts.map((conflict) => {
    const { term, had, asked, from } = conflict;
    const [is, wanted] = [showDomain(term, had), showDomain(term, asked)];
    if (from.length === 0 && !isEmpty(meetDomains(had, asked, false)))
      return `${showTerm(scope, term)} is always a whole number, never ${wanted}`;
    if (from.some((each) => samePlace(each, place)))
      return `${showTerm(scope, term)} would have to be ${is} and ${wanted} at once`;
    return from.length === 0
      ? `${showTerm(scope, term)} is always ${is}, never ${wanted}`
      : `${showTerm(scope, term)} is ${is} here, not ${wanted}`;
  });
  return listed(reasons, 'no value makes it true');
}

/** What only its own parts rule out is true of every value. */
function whyAlways(scope: Scope, conflicts: readonly Conflict[], place: Place): string {
  const reasons = conflicts
    .filter(({ had, asked, from }) => {
      const isOwn = from.some((each) => samePlace(each, place));
      return !isOwn && isEmpty(meetDomains(had, asked, false));
    })
    .map(({ term, had }) => `${showTerm(scope, term)} is ${showDomain(term, had)} here`);
  return listed(reasons, 'every value makes it true');
}

function listed(reasons: readonly string[], none: string): string {
  const each = [...new Set(reasons)].slice(0, 3);
  return each.length === 0 ? none : each.join('; and ');
}

/** The conditions on the way from which it is known. */
function sources(conflicts: readonly Conflict[], place: Place): { readonly place: Place; readonly message: string }[] {
  const places = new Map<string, Place>();
  for (const each of conflicts.flatMap(({ from }) => from)) if (!samePlace(each, place)) places.set(each.join(), each);
  return [...places.values()].slice(0, 3).map((each) => ({ place: each, message: 'It is known from here.' }));
}

function samePlace(a: Place, b: Place): boolean {
  return a.join() === b.join();
}

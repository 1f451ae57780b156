/** J4114: what asks for a signal at the very instant at which it is given out: it comes in once the journey has gone on. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { EmitNode, Expression, Handler, Journey, Node } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { perObject } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { visit } from './terms.ts';
import { leaving, reachedFrom } from './ways.ts';

export const notInYet: GraphRule = (graph, found) => {
  for (const journey of Object.values(graph.journeys)) {
    const told = new Set<Node>();
    for (const { id, emits } of givingOut(graph, journey)) {
      for (const node of atOnceBehind(graph, journey, id)) {
        const asked = askedBy(node);
        const emit = asked && emits.find(({ signal }) => tellsOf(graph, asked, signal));
        if (emit === undefined || told.has(node)) continue;
        told.add(node);
        found({
          wording: say.askedBeforeItIsIn({ signal: emit.signal }),
          place: node.place,
          related: [{ place: emit.place, message: 'It is given out here.' }],
        });
      }
    }
  }
};

interface GivingOut {
  readonly id: string;
  readonly emits: readonly EmitNode[];
}

/** What gives out signals: an `emit`, or the `run` of a journey that is through at once. */
function givingOut(graph: Whole, { nodes }: Journey): GivingOut[] {
  return nodes.flatMap((node): GivingOut[] => {
    if (node.kind === 'emit') return [{ id: node.id, emits: [node] }];
    const emits = node.kind === 'run' && node.waits ? givenOutAtOnce(graph, node.journey) : undefined;
    return emits === undefined ? [] : [{ id: node.id, emits }];
  });
}

/** By the journey that is run; undefined: it, or one that it runs, takes its time. */
const atOnceByJourney = perObject((_: Whole) => new Map<string, readonly EmitNode[] | undefined>());

/** What a journey gives out that is through at once, with all that it runs. */
function givenOutAtOnce(graph: Whole, name: string): readonly EmitNode[] | undefined {
  const known = atOnceByJourney(graph);
  if (known.has(name)) return known.get(name);
  // Whoever comes back to itself is never through.
  known.set(name, undefined);
  const nodes = graph.journeys[name]?.nodes ?? [];
  const isThrough = nodes.length > 0 && nodes.every((node) => node.kind === 'finish' || isAtOnce(graph, node));
  const emits = isThrough ? [...new Set(givingOutIn(graph, nodes))] : undefined;
  known.set(name, emits);
  return emits;
}

function givingOutIn(graph: Whole, nodes: readonly Node[]): EmitNode[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'emit') return [node];
    return node.kind === 'run' && node.waits ? [...(givenOutAtOnce(graph, node.journey) ?? [])] : [];
  });
}

/** A message to the customer that no policy holds goes on at once, as one to a team does; one to somebody else is waited for. */
function isAtOnce(graph: Whole, node: Node): boolean {
  if (node.kind === 'send') return node.to?.kind !== 'customer';
  if (node.kind === 'run') return !node.waits || givenOutAtOnce(graph, node.journey) !== undefined;
  return AT_ONCE.has(node.kind);
}

/** What happens before anything else can come in. What calls others is left out: that may take its time. */
const AT_ONCE: ReadonlySet<Node['kind']> = new Set([
  'branch',
  'choose',
  'set',
  'consent',
  'emit',
  'experiment',
  'decide',
]);

function atOnceBehind(graph: Whole, journey: Journey, id: string): readonly Node[] {
  const nodes = nodesOf(journey);
  const first = (leaving(journey).get(id) ?? []).map(({ to }) => to);
  const passes = (at: string): boolean => {
    const node = nodes.get(at);
    return node !== undefined && isAtOnce(graph, node);
  };
  return [...reachedFrom(journey, first, ({ from }) => passes(from))].flatMap((id) => nodes.get(id) ?? []);
}

function askedBy(node: Node): Expression | undefined {
  if (node.kind === 'branch') return node.condition.expression;
  return node.kind === 'choose' ? node.subject : undefined;
}

/** By itself, or by a field of the profile that is computed from it or set by it. */
function tellsOf({ profile, handlers }: Whole, asked: Expression, signal: string): boolean {
  const seen = new Set<string>();
  const tells = (e: Expression): boolean => {
    let found = false;
    visit(e, (inner) => {
      if (found) return;
      if (inner.op === 'aggregate') found = inner.signal === signal;
      if (inner.op !== 'profile' || seen.has(inner.field)) return;
      seen.add(inner.field);
      const computed = profile[inner.field]?.computed;
      found = computed === undefined ? handlers.some((each) => sets(each, signal, inner.field)) : tells(computed);
    });
    return found;
  };
  return tells(asked);
}

function sets({ trigger, actions }: Handler, signal: string, field: string): boolean {
  return trigger.signal === signal && actions.some((action) => action.kind === 'set' && action.field === field);
}

/** J4114: what asks for a signal at the very instant at which it is given out: it comes in once the journey has gone on. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { EmitNode, Expression, Handler, Journey, Node } from '../graph/types.ts';
import { nodesOf } from './bursts.ts';
import { nodesIn } from './nodes.ts';
import type { GraphRule, Whole } from './rule.ts';
import { visit } from './terms.ts';
import { leaving, reachedFrom } from './ways.ts';

export const notInYet: GraphRule = (graph, found) => {
  for (const journey of Object.values(graph.journeys)) {
    const told = new Set<Node>();
    for (const { node: emit } of nodesIn(journey).emits) {
      for (const node of atOnceBehind(journey, emit)) {
        const asked = askedBy(node);
        if (asked === undefined || told.has(node) || !tellsOf(graph, asked, emit.signal)) continue;
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

/** What surely happens before anything else can come in. What calls or runs others is left out: that may take its time. */
const AT_ONCE: ReadonlySet<Node['kind']> = new Set([
  'branch',
  'choose',
  'set',
  'consent',
  'emit',
  'experiment',
  'decide',
]);

function atOnceBehind(journey: Journey, emit: EmitNode): readonly Node[] {
  const nodes = nodesOf(journey);
  const first = (leaving(journey).get(emit.id) ?? []).map(({ to }) => to);
  const passes = (id: string): boolean => AT_ONCE.has(nodes.get(id)?.kind ?? 'wait');
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

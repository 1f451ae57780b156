/** J4062, J4063: journeys that contradict each other, each with both places. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Journey, SendNode, SetNode, Start, Type } from '../graph/types.ts';
import { assume, unknown } from './assume.ts';
import { longestBurst } from './bursts.ts';
import type { Group } from './groups.ts';
import { allNodes, type Found } from './nodes.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Whole } from './rule.ts';
import { capsOf, sendsUnder } from './sending.ts';
import type { Shared } from './shared.ts';
import { renameVariable, visit } from './terms.ts';
import { period } from './words.ts';

/** Two journeys that both write one attribute, and not the same value: who comes last wins. */
export const twoWriters: GraphRule = (graph, found) => {
  const writers = new Map<string, Found<SetNode>[]>();
  for (const writer of allNodes(graph).sets) {
    const known = writers.get(writer.node.field);
    if (known === undefined) writers.set(writer.node.field, [writer]);
    else known.push(writer);
  }
  for (const [field, all] of writers) {
    const told = new Set<Journey>();
    for (const { journey, node } of all) {
      const value = written(journey, node);
      const other = all.find(
        (each) =>
          each.journey.name < journey.name &&
          written(each.journey, each.node) !== value &&
          !runs(graph, journey, each.journey) &&
          !runs(graph, each.journey, journey),
      );
      if (other === undefined || told.has(journey)) continue;
      told.add(journey);
      found({
        wording: say.twoWriters({ field, first: other.journey.name, second: journey.name }),
        place: node.place,
        related: [{ place: other.node.place, message: `${other.journey.name} writes it here.` }],
      });
    }
  }
};

/** What is written, in one form; a name stands for what it is bound to: `s.plan` of two signals is not one value. */
const written = perPair(({ variables }: Journey, { value }: SetNode): string => {
  const bound: Record<string, Type | null> = {};
  visit(value, (inner) => {
    if (inner.op === 'variable') bound[inner.name] = variables[inner.name] ?? null;
  });
  return canonicalJson([value, bound]);
});

/** Does the one wait while the other runs, by itself or by what it runs? Then it is clear who writes last. */
function runs(graph: Whole, one: Journey, other: Journey): boolean {
  return other.start.on.kind === 'called' && runBy(graph, one).has(other.name);
}

const known = perObject((_: Whole) => new Map<string, ReadonlySet<string>>());

/** What a journey runs and waits for, and what that runs. */
function runBy(graph: Whole, { name: own }: Journey): ReadonlySet<string> {
  const before = known(graph).get(own);
  if (before !== undefined) return before;
  const run = new Set([own]);
  // A set that grows while it is gone through is gone through to its end.
  for (const name of run) for (const next of directly(graph).get(name) ?? []) run.add(next);
  known(graph).set(own, run);
  return run;
}

const directly = perObject((graph: Whole): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { journey, node } of allNodes(graph).runs) {
    if (!node.waits) continue;
    const others = found.get(journey.name);
    if (others === undefined) found.set(journey.name, [node.journey]);
    else others.push(node.journey);
  }
  return found;
});

interface Run {
  readonly journey: Journey;
  readonly first: SendNode;
  readonly length: number;
}

/** What a journey sends at once under each cap, in the order of the caps; null: nothing that more of others could drive over it. */
const runsOf = perPair((shared: Shared, journey: Journey): readonly (Run | null)[] =>
  capsOf(shared).map((cap) => {
    if (instantOf(journey) === null) return null;
    const run = longestBurst(journey, journey.entry, sendsUnder(shared, journey, cap));
    const [first] = run;
    if (first === undefined || run.length > cap.rule.count) return null;
    return { journey, first, length: run.length };
  }),
);

/** By the caps. */
const runsIn = perPair((shared: Shared, { journeys }: Group): readonly (readonly Run[])[] => {
  const all = journeys.map((journey) => runsOf(shared, journey));
  return capsOf(shared).map((_, index) => all.flatMap((runs) => runs[index] ?? []));
});

/** Two journeys that start at the same instant and at once send more than a cap lets through. */
export const capContention: GraphRule = (graph, found) => {
  for (const [index, { policy, rule }] of capsOf(graph.shared).entries()) {
    const all = graph.groups.flatMap((group) => runsIn(graph.shared, group)[index] ?? []);
    const longest = all.reduce((most, { length }) => Math.max(most, length), 0);
    const byInstant = new Map<string, Run[]>();
    for (const second of all) {
      const instant = instantOf(second.journey);
      if (instant === null || second.length + longest <= rule.count) continue;
      const before = byInstant.get(instant.key) ?? [];
      byInstant.set(instant.key, before);
      const first = before.find(
        (each) => each.length + second.length > rule.count && startTogether(graph, each.journey, second.journey),
      );
      before.push(second);
      if (first === undefined) continue;
      found({
        wording: say.capForTwo({
          first: first.journey.name,
          second: second.journey.name,
          when: instant.text,
          policy: policy.name,
          count: rule.count,
          period: period(rule.perMs),
          what: rule.then === 'drop' ? 'one is dropped' : 'one waits',
        }),
        place: second.first.place,
        related: [
          { place: first.first.place, message: `${first.journey.name} sends here.` },
          { place: rule.place, message: 'The cap is here.' },
        ],
      });
    }
  }
};

/** What two starts have in common that come at the same instant, and how it is called; null: nobody can say. */
const instantOf = perObject(({ start }: Journey): { readonly key: string; readonly text: string } | null => {
  const { on, quietMs } = start;
  if (quietMs !== undefined) return null;
  switch (on.kind) {
    case 'signal':
      return { key: on.trigger.signal, text: `on \`${on.trigger.signal}\`` };
    case 'schedule':
      return {
        key: canonicalJson([on.rhythm, on.clock, on.zone, on.except ?? null]),
        text: `\`${withoutCondition(start)}\``,
      };
    case 'anchored':
      return { key: canonicalJson(on.due), text: `\`${withoutCondition(start)}\`` };
    case 'count':
    case 'sequence':
    case 'silence':
    case 'becoming':
    case 'each':
    case 'called':
      return null;
  }
});

function withoutCondition({ text }: Start): string {
  return text.split(' when ')[0] ?? text;
}

/** Can one instant start both? */
function startTogether(graph: Whole, a: Journey, b: Journey): boolean {
  const [one, two] = [conditionOf(a), conditionOf(b)];
  if (one === null || two === null) return true;
  const variables: Record<string, Type> = {};
  if (a.start.on.kind === 'signal') variables.it = { kind: 'signal', name: a.start.on.trigger.signal };
  const both = { op: 'and', left: one, right: two } as const;
  return assume({ graph, variables }, unknown, both, true, a.start.place).states.length > 0;
}

/** What a start asks for besides its instant; of a signal as `it`. */
function conditionOf({ start: { on } }: Journey): Expression | null {
  switch (on.kind) {
    case 'signal': {
      const { where, as } = on.trigger;
      if (where === undefined) return null;
      return as === undefined ? where.expression : renameVariable(where.expression, as, 'it');
    }
    case 'schedule':
    case 'anchored':
      return on.condition?.expression ?? null;
    case 'count':
    case 'sequence':
    case 'silence':
    case 'becoming':
    case 'each':
    case 'called':
      return null;
  }
}

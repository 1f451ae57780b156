/** Where the rules of decisions stand in the files. */
import type { Graph } from '../../compiler/graph/types.ts';
import { compileProgram } from '../core/compile/program.ts';
import type { Rule } from '../core/state/output.ts';
import type { View } from '../engine/view.ts';
import type { StoredDecision } from '../store/decisions.ts';

/** `rule`: its number, which is the same in every graph of that hash. */
export interface PlaceOfRule {
  readonly graph: string;
  readonly rule: number;
  readonly file: string;
  /** from 1 */
  readonly line: number;
}

export interface Places {
  /** The place of the rule that a decision follows: the node's own stands last; where candidates were compared, they stand behind it. */
  placeOf(decision: StoredDecision): PlaceOfRule | null;
  /** Where the journey of a decision begins: what a person has done follows no rule of it. */
  journeyOf(decision: StoredDecision): Omit<PlaceOfRule, 'rule'> | null;
  /** The hash of the graph that decided. */
  hashOf(decision: StoredDecision): string;
}

export function createPlaces(view: View): Places {
  const rules = new Map<number, readonly Rule[]>();
  const graphs = new Map<number, Graph>(view.graphs.map(({ id, graph }) => [id, graph]));
  const hashOf = ({ graph }: StoredDecision): string => graphs.get(graph)?.hash ?? '';
  return {
    hashOf,
    journeyOf({ graph: id, journey }) {
      const graph = graphs.get(id);
      const place = graph?.journeys[journey ?? '']?.place;
      if (graph === undefined || place === undefined) return null;
      return { graph: graph.hash, file: graph.files[place[0]] ?? '', line: place[1] + 1 };
    },
    placeOf(decision) {
      const { graph: id, because } = decision;
      const graph = graphs.get(id);
      const own = because.at(decision.kind === 'decided' ? 0 : -1);
      if (graph === undefined || own === undefined) return null;
      const known = rules.get(id) ?? compileProgram(graph).rules;
      rules.set(id, known);
      const place = known[own.rule]?.place;
      if (place === undefined) return null;
      return { graph: graph.hash, rule: own.rule, file: graph.files[place[0]] ?? '', line: place[1] + 1 };
    },
  };
}

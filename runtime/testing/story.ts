/** The decisions of a test in words, for its failure. */

import type { TestStep } from '../../compiler/graph/tests.ts';
import type { Node } from '../../compiler/graph/types.ts';
import type { Programs } from '../core/programs.ts';
import type { Decision } from '../core/state/output.ts';
import { explain } from '../core/values/format.ts';
import type { World } from './world.ts';

export interface Led {
  /** RFC 3339 */
  readonly time: string;
  readonly customer: string;
  readonly cause: string;
  /** `held BillExplained: NightRest` */
  readonly what: string;
  readonly because: readonly {
    readonly rule: string;
    readonly file: string;
    readonly line: number;
    readonly values: Readonly<Record<string, string>>;
  }[];
}

/** Those that have to do with what was expected; all of them where that is a condition, or a step that is no expectation. */
export function ledTo(programs: Programs, world: World, step: TestStep): Led[] {
  const journeys = concerned(programs, step);
  const customer = step.kind === 'expect' ? step.customer : null;
  const matters = (decision: Decision): boolean =>
    journeys === null || decision.journey === null || journeys.has(decision.journey);
  return world.happened.flatMap(({ time, customer: whose, cause, decisions }) =>
    decisions
      .filter((decision) => matters(decision) && (customer === null || world.isOne(customer, whose)))
      .map((decision) => ({
        time: new Date(time).toISOString(),
        customer: whose,
        cause,
        what: sentence(decision),
        because: decision.because.flatMap(({ rule: number, values }) => {
          const program = programs.get(decision.graph);
          const rule = program?.rules[number];
          if (program === undefined || rule === undefined) return [];
          const { graph } = program;
          const seen = rule.reads.map(
            (read, index) => [read.name, explain(values[index] ?? null, read.type, graph)] as const,
          );
          const file = graph.files[rule.place[0]] ?? '';
          return [{ rule: rule.text, file, line: rule.place[1] + 1, values: Object.fromEntries(seen) }];
        }),
      })),
  );
}

/** The journeys that an expectation is about; null: all. */
function concerned(programs: Programs, step: TestStep): ReadonlySet<string> | null {
  if (step.kind === 'team') return journeysWith(programs, (node) => node.kind === 'handoff');
  if (step.kind !== 'expect') return null;
  const { what } = step;
  switch (what.kind) {
    case 'journey':
    case 'goal':
      return new Set([what.journey]);
    case 'message':
      return journeysWith(programs, (node) => node.kind === 'send' && node.message === what.message);
    case 'handed':
      return journeysWith(programs, (node) => node.kind === 'handoff' && node.team === what.team);
    case 'nothing':
      return journeysWith(programs, (node) => node.kind === 'send');
    case 'happened':
    case 'holds':
      return null;
  }
}

function journeysWith(programs: Programs, fits: (node: Node) => boolean): ReadonlySet<string> {
  const { journeys } = programs.current.graph;
  return new Set(Object.values(journeys).flatMap((journey) => (journey.nodes.some(fits) ? [journey.name] : [])));
}

/** `CartRescue sent CartReminder: email` */
function sentence(decision: Decision): string {
  const parts = [decision.journey, decision.kind.replaceAll('_', ' '), decision.subject].filter(
    (part) => part !== null,
  );
  return decision.outcome === null ? parts.join(' ') : `${parts.join(' ')}: ${decision.outcome}`;
}

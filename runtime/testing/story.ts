/** The decisions of a test in words, for its failure. */

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

export function ledTo(programs: Programs, world: World): Led[] {
  return world.happened.flatMap(({ time, customer, cause, decisions }) =>
    decisions.map((decision) => ({
      time: new Date(time).toISOString(),
      customer,
      cause,
      what: sentence(decision),
      because: decision.because.flatMap(({ rule: number, values }) => {
        const program = programs.get(decision.graph);
        const rule = program?.rules[number];
        if (program === undefined || rule === undefined) return [];
        const seen = rule.reads.map((read, index) => [read.name, explain(values[index] ?? null, read.type)] as const);
        const file = program.graph.files[rule.place[0]] ?? '';
        return [{ rule: rule.text, file, line: rule.place[1] + 1, values: Object.fromEntries(seen) }];
      }),
    })),
  );
}

/** `CartRescue sent CartReminder: email` */
function sentence(decision: Decision): string {
  const parts = [decision.journey, decision.kind.replaceAll('_', ' '), decision.subject].filter(
    (part) => part !== null,
  );
  return decision.outcome === null ? parts.join(' ') : `${parts.join(' ')}: ${decision.outcome}`;
}

/** Which running instances of a journey can go on in another graph, and where in it; the others, and why they cannot. */
import { type MigrationPlan, planMigration } from '../../compiler/graph/migration.ts';
import { moveOf } from '../core/flow/migrate.ts';
import { type Retiming, retimingsOf } from '../core/flow/retime.ts';
import type { Programs } from '../core/programs.ts';
import type { Customer } from '../core/state/customer.ts';

export interface Migration {
  readonly customer: number;
  readonly instance: string;
  /** hash of the graph that it runs on */
  readonly from: string;
  /** where it stands: ids of nodes */
  readonly at: readonly string[];
  readonly move: { readonly nodes: Readonly<Record<string, string>> } | { readonly reason: string };
  /** of one that moves: times that run, and that the other graph would have set otherwise */
  readonly times: readonly Omit<Retiming, 'set'>[];
}

/** Null: there is no such graph. */
export function migrationsOf(
  programs: Programs,
  everybody: Iterable<Customer>,
  { journey, to }: { readonly journey: string; readonly to: string },
): Migration[] | null {
  const target = programs.get(to);
  if (target === undefined) return null;
  const plans = new Map<string, MigrationPlan | string>();
  const planFor = (hash: string): MigrationPlan | string => {
    const known = plans.get(hash);
    if (known !== undefined) return known;
    const from = programs.get(hash);
    const plan =
      from === undefined ? 'Its graph is not in the database.' : planMigration(from.graph, target.graph, journey);
    plans.set(hash, plan);
    return plan;
  };
  const found: Migration[] = [];
  for (const customer of everybody) {
    const { number } = customer;
    for (const instance of customer.instances) {
      if (instance.journey !== journey || instance.outcome !== null || instance.graph === to) continue;
      const { id, graph, threads = [] } = instance;
      const plan = planFor(graph);
      const move = typeof plan === 'string' ? { reason: plan } : moveOf(instance, target, plan);
      const at = threads.length === 0 ? [instance.node] : threads.map(({ node }) => node);
      const from = programs.get(graph);
      const times =
        from === undefined || 'reason' in move
          ? []
          : retimingsOf(customer, instance, { from, to: target }, move.nodes).map(({ set: _, ...time }) => time);
      found.push({ customer: number, instance: id, from: graph, at, move, times });
    }
  }
  return found;
}

/** Running instances, read from the customers. */
import type { Instance } from '../core/state/customer.ts';
import type { View } from '../engine/view.ts';
import { timeText } from './history.ts';

export interface InstanceRow {
  readonly id: string;
  readonly journey: string;
  /** a strong key of the customer, else `#number` */
  readonly customer: string;
  readonly key: string | null;
  readonly started: string;
  /** the node where it stands (several of them inside `together`), and since when */
  readonly node: string;
  readonly since: string;
  /** when time moves it on, if it does */
  readonly due: string | null;
  /** the policy that holds its message, if one does */
  readonly held: string | null;
  /** the team's task that it waits for, if it does */
  readonly task: string | null;
}

export function* runningInstances(view: View, journey?: string): Generator<InstanceRow> {
  const { strong } = view.library.programs.current.graph.identity;
  for (const customer of view.all()) {
    for (const instance of customer.instances) {
      if (instance.outcome !== null || (journey !== undefined && instance.journey !== journey)) continue;
      const key = ['user_id', ...strong].map((name) => customer.keys[name]?.[0]).find((value) => value !== undefined);
      yield row(instance, key ?? `#${customer.number}`);
    }
  }
}

function row(instance: Instance, customer: string): InstanceRow {
  const positions = [instance, ...(instance.threads ?? [])];
  const dues = [instance.expireAt, ...positions.flatMap(({ timers, held }) => [...timers, held?.until ?? null])].filter(
    (due) => due !== null,
  );
  return {
    id: instance.id,
    journey: instance.journey,
    customer,
    key: instance.key,
    started: timeText(instance.startedAt),
    node: instance.threads?.map(({ node }) => node).join(', ') ?? instance.node,
    since: timeText(instance.since),
    due: dues.length === 0 ? null : timeText(Math.min(...dues)),
    held: positions.find(({ held }) => held !== null)?.held?.policy ?? null,
    task: positions.find(({ task }) => task !== null)?.task ?? null,
  };
}

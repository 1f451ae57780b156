/** Running instances, read from the customers. */
import { labelsOfKeys } from '../../compiler/graph/key-labels.ts';
import type { Json } from '../../compiler/graph/types.ts';
import { known } from '../core/flow/shares.ts';
import type { Customer, Instance } from '../core/state/customer.ts';
import type { View } from '../engine/view.ts';
import { subjectCall } from '../identity/keys.ts';
import { timeText } from './history.ts';

export interface InstanceRow {
  readonly id: string;
  readonly journey: string;
  /** a strong key of the customer, else `#number`; of a subject `ticket:T1` */
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
  /** it went round without a wait, and was stopped where it stands */
  readonly stuck: boolean;
}

export function* runningInstances(view: View, journey?: string): Generator<InstanceRow> {
  for (const customer of view.all()) {
    for (const instance of customer.instances) {
      if (instance.outcome !== null || (journey !== undefined && instance.journey !== journey)) continue;
      yield row(instance, nameOf(view, customer));
    }
  }
}

export interface ShownInstance extends InstanceRow {
  readonly outcome: string | null;
  /** what `as` has bound, as on the wire */
  readonly variables: Readonly<Record<string, Json>>;
  /** of each branch of `together`: where it stands, and what was bound in it alone; absent: it stands at one place */
  readonly branches?: readonly { readonly node: string; readonly variables: Readonly<Record<string, Json>> }[];
}

/** An instance that runs, or whose goal is still open; its id begins with its customer's number. */
export function findInstance(view: View, id: string): ShownInstance | null {
  const customer = view.find(Number.parseInt(id, 10))?.customer;
  const instance = customer?.instances.find((each) => each.id === id);
  if (customer === undefined || instance === undefined) return null;
  const { journey, outcome, threads } = instance;
  const { programs } = view.library;
  const { graph } = programs.get(instance.graph) ?? programs.current;
  const told = (variables: Instance['variables']) => known(graph, journey, variables);
  return {
    ...row(instance, nameOf(view, customer)),
    outcome,
    variables: told(instance.variables),
    ...(threads === undefined
      ? {}
      : { branches: threads.map(({ node, variables }) => ({ node, variables: told(variables) })) }),
  };
}

/** A strong key of the customer, else `#number`; of a subject what it is and its key. */
export function customerName(view: View, number: number): string {
  const customer = currentOf(view, number);
  return customer === undefined ? `#${number}` : nameOf(view, customer);
}

/** As a team may read it: no key that is labelled with what the team is not cleared for. */
export function customerNameFor(view: View, team: string): (number: number) => string {
  const { signals, profile, teams } = view.library.programs.current.graph;
  const cleared = teams[team]?.cleared ?? [];
  const brought = labelsOfKeys(signals);
  const mayRead = (key: string): boolean =>
    [...(brought.get(key) ?? []), ...(profile[key]?.labels ?? [])].every((label) => cleared.includes(label));
  return (number) => {
    const customer = currentOf(view, number);
    return customer === undefined ? `#${number}` : nameOf(view, customer, mayRead);
  };
}

/** Who has joined another is that one. */
function currentOf(view: View, number: number): Customer | undefined {
  const customer = view.find(number)?.customer;
  return customer?.joined == null ? customer : currentOf(view, customer.joined);
}

function nameOf(view: View, { about, keys, number }: Customer, mayRead = (_key: string): boolean => true): string {
  const { strong, subjects = {} } = view.library.programs.current.graph.identity;
  if (about !== undefined) {
    // By its kind's key of an earlier graph nobody would find it.
    const key = subjects[about];
    const value = key === undefined || !mayRead(key) ? undefined : keys[key]?.[0];
    return value === undefined ? `#${number}` : subjectCall(about, value);
  }
  const names = ['user_id', ...strong].filter(mayRead);
  // By a key such as `#12` somebody else would be found.
  return names.map((name) => keys[name]?.[0]).find((value) => value !== undefined && !isNumber(value)) ?? `#${number}`;
}

const isNumber = (key: string): boolean => /^#\d+$/.test(key);

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
    stuck: positions.some(({ stuck }) => stuck === true),
  };
}

/**
 * A customer as the table keeps it: arrays instead of objects, 0 for what is empty, graphs by their number. A third of the
 * size of the plain JSON, and so a third of what a commit has to write.
 */
import type { Json } from '../../compiler/graph/types.ts';
import type { Customer, Fact, Held, Instance, Sent, Task, Watch } from '../core/state/customer.ts';

/** How graphs are numbered in this database. */
export interface GraphNumbers {
  idOf(hash: string): number;
  hashOf(id: number): string;
}

type Empty = 0;

type Common = readonly [
  id: string,
  journey: string,
  graph: number,
  key: string | Empty,
  startedAt: number,
  node: string,
  since: number,
  goal: number,
  variables: Record<string, Json> | Empty,
  timers: readonly (number | null)[] | Empty,
  held: Held | Empty,
  task: string | Empty,
  expireAt: number | null,
  goalUntil: number | null,
  outcome: string | null,
];

/** `rare`: what only few instances have; absent: nothing of it. */
type PackedInstance = readonly [...Common, rare?: RareParts];

type RareParts = Pick<Instance, 'threads' | 'loops' | 'awaits' | 'stuck' | 'tried'>;

type Packed = readonly [
  joined: number | Empty,
  keys: Record<string, string[]> | Empty,
  profile: Record<string, Json> | Empty,
  consents: Record<string, boolean> | Empty,
  history: Record<string, Fact[]> | Empty,
  starts: Record<string, number> | Empty,
  sent: readonly Sent[] | Empty,
  instances: readonly PackedInstance[] | Empty,
  tasks: readonly Task[] | Empty,
  started: number,
  /** what only few customers have; absent: nothing of it */
  rare?: RareFacts | Empty,
  watch?: PackedWatch,
];

type PackedWatch = readonly [
  graph: number,
  due: Watch['due'] | Empty,
  last: Watch['last'] | Empty,
  holds: Watch['holds'] | Empty,
  changes: Watch['changes'] | Empty,
  bursts: Watch['bursts'] | Empty,
  /** absent: none */
  used?: NonNullable<Watch['used']>,
];

type RareFacts = Pick<
  Customer,
  'experiments' | 'answers' | 'answeredOn' | 'parcels' | 'forgotten' | 'about' | 'rounds' | 'withdrawn'
>;

const GOALS = ['none', 'open', 'reached', 'missed'] as const;

export function pack(customer: Customer, graphs: GraphNumbers): string {
  const { joined, keys, profile, consents, history, starts, sent, instances, tasks, started, watch } = customer;
  const packed: Packed = [
    joined ?? 0,
    record(keys),
    record(profile),
    record(consents),
    record(history),
    record(starts),
    list(sent),
    instances.length === 0 ? 0 : instances.map((instance) => packInstance(instance, graphs)),
    list(tasks),
    started,
  ];
  const rare = rareFacts(customer);
  if (watch !== null) return JSON.stringify([...packed, rare ?? 0, packWatch(watch, graphs)]);
  return JSON.stringify(rare === null ? packed : [...packed, rare]);
}

/** `number` and `wake` are columns of their own. */
export function unpack(number: number, wake: number | null, text: string, graphs: GraphNumbers): Customer {
  const [joined, keys, profile, consents, history, starts, sent, instances, tasks, started, rare, watch] = JSON.parse(
    text,
  ) as Packed;
  return {
    number,
    joined: joined === 0 ? null : joined,
    keys: keys === 0 ? {} : keys,
    profile: profile === 0 ? {} : profile,
    consents: consents === 0 ? {} : consents,
    history: history === 0 ? {} : history,
    starts: starts === 0 ? {} : starts,
    sent: sent === 0 ? [] : [...sent],
    instances: instances === 0 ? [] : instances.map((instance) => unpackInstance(instance, graphs)),
    tasks: tasks === 0 ? [] : [...tasks],
    started,
    watch: watch === undefined ? null : unpackWatch(watch, graphs),
    wake,
    ...rare,
  };
}

function packWatch({ graph, due, last, holds, changes, bursts, used }: Watch, graphs: GraphNumbers): PackedWatch {
  const packed = [
    graphs.idOf(graph),
    record(due),
    record(last),
    record(holds),
    record(changes),
    bursts.length === 0 ? 0 : bursts,
  ] as const;
  return used === undefined ? packed : [...packed, used];
}

function unpackWatch([graph, due, last, holds, changes, bursts, used]: PackedWatch, graphs: GraphNumbers): Watch {
  return {
    graph: graphs.hashOf(graph),
    due: due === 0 ? {} : due,
    last: last === 0 ? {} : last,
    holds: holds === 0 ? {} : holds,
    changes: changes === 0 ? {} : changes,
    bursts: bursts === 0 ? [] : bursts,
    ...(used === undefined ? {} : { used }),
  };
}

function rareFacts({
  about,
  experiments,
  answers,
  answeredOn,
  parcels,
  forgotten,
  rounds,
  withdrawn,
}: Customer): RareFacts | null {
  if ((about ?? experiments ?? answers ?? answeredOn ?? parcels ?? forgotten ?? rounds ?? withdrawn) === undefined)
    return null;
  return {
    ...(about === undefined ? {} : { about }),
    ...(parcels === undefined ? {} : { parcels }),
    ...(experiments === undefined ? {} : { experiments }),
    ...(answers === undefined ? {} : { answers }),
    ...(answeredOn === undefined ? {} : { answeredOn }),
    ...(forgotten === undefined ? {} : { forgotten }),
    ...(rounds === undefined ? {} : { rounds }),
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
}

function packInstance(i: Instance, graphs: GraphNumbers): PackedInstance {
  const packed = packCommon(i, graphs);
  const rare = rareParts(i);
  return rare === null ? packed : [...packed, rare];
}

function rareParts({ threads, loops, awaits, stuck, tried }: Instance): RareParts | null {
  if ((threads ?? loops ?? awaits ?? stuck ?? tried) === undefined) return null;
  return {
    ...(threads === undefined ? {} : { threads }),
    ...(loops === undefined ? {} : { loops }),
    ...(awaits === undefined ? {} : { awaits }),
    ...(stuck === undefined ? {} : { stuck }),
    ...(tried === undefined ? {} : { tried }),
  };
}

function packCommon(i: Instance, graphs: GraphNumbers): Common {
  return [
    i.id,
    i.journey,
    graphs.idOf(i.graph),
    i.key ?? 0,
    i.startedAt,
    i.node,
    i.since,
    GOALS.indexOf(i.goal),
    record(i.variables),
    list(i.timers),
    i.held ?? 0,
    i.task ?? 0,
    i.expireAt,
    i.goalUntil,
    i.outcome,
  ];
}

function unpackInstance(packed: PackedInstance, graphs: GraphNumbers): Instance {
  const [
    id,
    journey,
    graph,
    key,
    startedAt,
    node,
    since,
    goal,
    variables,
    timers,
    held,
    task,
    expireAt,
    goalUntil,
    outcome,
    rare,
  ] = packed;
  return {
    id,
    journey,
    graph: graphs.hashOf(graph),
    key: key === 0 ? null : key,
    startedAt,
    variables: variables === 0 ? {} : variables,
    node,
    since,
    timers: timers === 0 ? [] : [...timers],
    held: held === 0 ? null : held,
    task: task === 0 ? null : task,
    expireAt,
    goal: GOALS[goal] ?? 'none',
    goalUntil,
    outcome,
    ...rare,
  };
}

function record<T>(value: Record<string, T>): Record<string, T> | Empty {
  for (const _ in value) return value;
  return 0;
}

function list<T>(value: readonly T[]): readonly T[] | Empty {
  return value.length === 0 ? 0 : value;
}

/** A row of the outbox as a connector takes it, or why there is nothing left to do. */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import { toWire } from '../core/values/wire.ts';
import type { Database } from '../store/open.ts';
import { type Names, namesOf } from '../store/origin.ts';
import { type CallRow, type OutboxRow, readCall } from '../store/outbox.ts';
import { readTask, type TaskNews, type TaskRow } from '../store/tasks.ts';
import { schemaOf } from './answer-schema.ts';
import type { Work } from './connector.ts';
import type { Addressed } from './lanes.ts';

export interface Sources {
  readonly graph: Graph;
  readonly names: Names;
  call(id: string): CallRow | undefined;
  task(id: string): TaskRow | undefined;
}

/** What a row of the outbox does not say itself stands in the tables beside it. */
export function sourcesOf(database: Database, graph: Graph): Sources {
  return {
    graph,
    names: namesOf(database),
    call: (id) => readCall(database, id),
    task: (id) => readTask(database, id),
  };
}

/** Content of a task's row. `task`: its id, where the row has another one. */
type TaskContent = { readonly task?: string } | ({ readonly task: string } & TaskNews);

/** useless: nobody waits for it any more; late: somebody does, but the time is over */
export type Prepared = { readonly work: Work } | 'useless' | 'late';

/** `now`: milliseconds since 1970 UTC. */
export function prepare(row: OutboxRow, lane: Addressed, now: number, sources: Sources): Prepared {
  const { id, time } = row;
  const { key, outward } = sources.names;
  const common = {
    key: key(id),
    id: outward(id),
    target: lane.target,
    time,
    journey: row.journey === '' ? null : row.journey,
    instance: row.instance === '' ? null : row.instance,
  };
  switch (row.kind) {
    case 'message': {
      const { message: name, way: channel, address: to } = row;
      const content = JSON.parse(row.content) as Readonly<Record<string, string>>;
      return { work: { ...common, kind: 'message', name, channel, to, content } };
    }
    case 'call': {
      const call = sources.call(id);
      // What an operator retries has no end: it is sent also where nobody waits any more.
      const retried = row.until === null;
      if (call === undefined || (call.status !== 'open' && !retried)) return 'useless';
      if (!retried && now >= call.due) return 'late';
      return { work: { ...common, kind: 'call', ...asked(call, lane, sources.graph) } };
    }
    case 'task': {
      const about = JSON.parse(row.content) as TaskContent;
      if ('ended' in about) {
        const { task, ...how } = about;
        return { work: { ...common, kind: 'task end', task: outward(task), team: row.way, how } };
      }
      if ('claimed' in about) {
        const { task, claimed: by } = about;
        const open = sources.task(task);
        // Somebody else has it by now, or nobody any more: the desk is told of that instead.
        if (open?.status !== 'open' || open.claimedBy !== by) return 'useless';
        return { work: { ...common, kind: 'task claim', task: outward(task), team: row.way, by } };
      }
      const task = sources.task(about.task ?? id);
      if (task === undefined || task.status !== 'open') return 'useless';
      const { team, because, due, claimedBy } = task;
      const context = JSON.parse(task.context) as Json;
      return { work: { ...common, kind: 'task', task: outward(task.id), team, because, context, due, claimedBy } };
    }
  }
}

function asked(call: CallRow, { parameters, result }: Addressed, graph: Graph) {
  const given = JSON.parse(call.arguments) as Readonly<Record<string, Json>>;
  return {
    name: call.name,
    arguments: Object.fromEntries(
      parameters.map(({ name, type }) => [name, toWire(given[name] ?? null, type, graph)] as const),
    ),
    result: result === null ? null : schemaOf(result, graph),
    due: call.due,
  };
}

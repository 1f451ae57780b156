/** What operators do: chosen from what there is, so it is the same again in the same state. */
import fc from 'fast-check';
import type { Json } from '../../compiler/graph/types.ts';
import type { Operation } from '../../runtime/engine/operation.ts';
import type { Mending } from '../../runtime/engine/retry.ts';
import type { Engine } from '../../runtime/engine/types.ts';
import { openView } from '../../runtime/engine/view.ts';
import { runningInstances } from '../../runtime/insight/instances.ts';
import type { Database } from '../../runtime/store/open.ts';
import { type OutboxRow, readOutbox } from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { wireValue } from '../../tests/wire-values.ts';
import type { Step } from './script.ts';

export const BY = 'simulator';

type Operated = Step & { readonly kind: 'operated' };

/** What was done; null: nothing, and nothing has happened. */
export function operate(engine: Engine, database: Database, step: Operated, now: number): Operation | null {
  const operation = operationOf(engine, database, step, now);
  return operation !== null && engine.operate(operation, now).ok ? operation : null;
}

function operationOf(engine: Engine, database: Database, { act, pick, ms }: Operated, now: number): Operation | null {
  const view = openView(database);
  const { current } = view.library.programs;
  switch (act) {
    case 'pause':
    case 'resume': {
      const journey = one([...current.journeys.keys()], pick);
      return journey === undefined ? null : { act, journey, by: BY };
    }
    case 'cancel':
    case 'cancel all':
    case 'move':
    case 'move to':
    case 'migrate':
    case 'migrate back': {
      const instance = one([...runningInstances(view)], pick);
      if (instance === undefined) return null;
      const { id, journey } = instance;
      if (act === 'cancel') return { act, instance: id, by: BY };
      if (act === 'cancel all') return { act, journey, by: BY };
      const retime = ms < 0 ? { retime: true as const } : {};
      if (act === 'migrate') return { act, journey, to: current.hash, ...retime, by: BY };
      if (act === 'migrate back') {
        const to = one(view.graphs, pick)?.graph.hash ?? '';
        return { act: 'migrate', journey, to, ...retime, by: BY };
      }
      const limit = pick % 3 === 0 ? 'expiry' : 'wait';
      return { act: 'move', instance: id, limit, to: act === 'move' ? { later: ms } : { time: now + ms }, by: BY };
    }
    case 'claim': {
      // Also one that is closed.
      const task = one(readTasks(database, { team: null, closed: pick % 4 === 0, limit: 100 }), pick);
      return task === undefined ? null : { act, task: task.id, by: pick % 2 === 0 ? BY : 'mia' };
    }
    case 'retry':
    case 'retry all':
    case 'mend': {
      const rows = readOutbox(database, { status: act === 'retry' || pick % 4 === 0 ? null : 'dead', limit: 100 });
      const row = one(rows, pick);
      if (act === 'retry all' || row === undefined) return { act: 'retry', id: null, by: BY };
      const mending = act === 'mend' ? { mending: mendingOf(row, engine, view.library.programs.current.graph) } : {};
      return { act: 'retry', id: row.id, ...mending, by: BY };
    }
    case 'forget':
      return { act, customer: 1 + (pick % Math.max(1, engine.customers)), by: BY };
  }
}

function mendingOf(row: OutboxRow, { clock }: Engine, graph: Parameters<typeof wireValue>[1]): Mending {
  if (row.kind !== 'call') {
    const [part] = Object.keys(JSON.parse(row.content) as object);
    return { to: 'elsewhere', data: part === undefined ? {} : { [part]: 'mended' } };
  }
  const [parameter] = (graph.actions?.[row.way] ?? graph.models?.[row.way])?.parameters ?? [];
  if (parameter === undefined) return {};
  const [value] = fc.sample(wireValue(parameter.type, graph, clock), { seed: row.time % 1000, numRuns: 1 });
  return { data: { [parameter.name]: value as Json } };
}

export function one<T>(all: readonly T[], pick: number): T | undefined {
  return all[pick % Math.max(1, all.length)];
}

/** What of the outbox would go out, exactly: for who looks at it before it is tried again. */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import type { Database } from '../store/open.ts';
import { type OutboxRow, readMessage } from '../store/outbox.ts';
import { addressedBy } from './lanes.ts';
import { payloadOf } from './payload.ts';
import { prepare, sourcesOf } from './work.ts';

export interface Preview {
  readonly row: OutboxRow;
  /** by which the other side recognises a repetition; null: nothing goes out */
  readonly key: string | null;
  /** what a connector of the kind `http` would post; null: nothing goes out */
  readonly payload: Json;
  /** why nothing goes out, or null */
  readonly why: string | null;
}

/** Undefined: nothing in the outbox has that id. `now`: milliseconds since 1970 UTC. */
export function preview(database: Database, graph: Graph, id: string, now: number): Preview | undefined {
  const row = readMessage(database, id);
  if (row === undefined) return undefined;
  const nothing = (why: string): Preview => ({ row, key: null, payload: null, why });
  const way = addressedBy(graph, row.kind, row.way);
  if (way === null) return nothing(`no file declares ${row.way} any more`);
  // What was given up is shown as a retry would send it: without an end.
  const given = row.status === 'dead' || row.status === 'failed' ? { ...row, until: null } : row;
  const prepared = prepare(given, way, now, sourcesOf(database, graph));
  if (prepared === 'useless') return nothing('nobody waits for it any more');
  if (prepared === 'late') return nothing('the time for an answer is over');
  return { row, key: prepared.work.key, payload: payloadOf(prepared.work), why: null };
}

/** What operators do, and what those answer who were called: chosen from what there is, so it is the same again in the same state. */
import fc from 'fast-check';
import type { Graph } from '../../compiler/graph/types.ts';
import { reportFailure } from '../../runtime/channels/settle.ts';
import type { Operation } from '../../runtime/engine/operations.ts';
import type { Engine } from '../../runtime/engine/types.ts';
import { openView } from '../../runtime/engine/view.ts';
import { runningInstances } from '../../runtime/insight/instances.ts';
import type { Database } from '../../runtime/store/open.ts';
import { hasGone, isCancelled, nowTrying, readOutbox, waitsUntil } from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { wireValue } from '../../tests/wire-values.ts';
import type { Step } from './script.ts';

const BY = 'simulator';

export function operate(
  engine: Engine,
  database: Database,
  step: Step & { readonly kind: 'operated' },
  now: number,
): void {
  const operation = operationOf(engine, database, step);
  // What cannot be done is refused, and nothing has happened.
  if (operation !== null) engine.operate(operation, now);
}

function operationOf(
  engine: Engine,
  database: Database,
  { act, pick, ms }: Step & { readonly kind: 'operated' },
): Operation | null {
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
    case 'migrate': {
      const instance = one([...runningInstances(view)], pick);
      if (instance === undefined) return null;
      const { id, journey } = instance;
      if (act === 'cancel') return { act, instance: id, by: BY };
      if (act === 'cancel all') return { act, journey, by: BY };
      if (act === 'migrate') return { act, journey, to: current.hash, ...(ms < 0 ? { retime: true } : {}), by: BY };
      return { act, instance: id, limit: pick % 3 === 0 ? 'expiry' : 'wait', to: { later: ms }, by: BY };
    }
    case 'claim': {
      const task = one(readTasks(database, { team: null, closed: false, limit: 100 }), pick);
      return task === undefined ? null : { act, task: task.id, by: BY };
    }
    case 'retry':
      return { act, id: one(readOutbox(database, { status: null, limit: 100 }), pick)?.id ?? null, by: BY };
    case 'forget':
      return { act, customer: 1 + (pick % Math.max(1, engine.customers)), by: BY };
  }
}

/** `graph`: what it says of the answer's type holds, or held. */
export function answer(
  engine: Engine,
  database: Database,
  graph: Graph,
  { how, pick }: Step & { readonly kind: 'answered' },
  now: number,
): void {
  const calls = readOutbox(database, { status: null, limit: 100 }).filter(({ kind }) => kind === 'call');
  const waiting = calls.filter(({ status }) => status === 'pending');
  // Where nobody waits an answer comes too late, or once more.
  const call = one(waiting.length > 0 ? waiting : calls, pick);
  if (call === undefined) return;
  const type = (graph.actions?.[call.way] ?? graph.models?.[call.way])?.result;
  const [value = null] = type === undefined ? [] : fc.sample(wireValue(type, graph, now), { seed: pick, numRuns: 1 });
  engine.answer(
    call.customer,
    how === 'failed'
      ? { call: call.id, ok: false, error: 'no line' }
      : { call: call.id, ok: true, value: how === 'answered' ? value : { nonsense: [pick] } },
    now,
  );
}

function one<T>(all: readonly T[], pick: number): T | undefined {
  return all[pick % Math.max(1, all.length)];
}

/** The outbox worker takes one that waits: it goes, or is given up, unless something stands against it. */
export function leave(
  engine: Engine,
  database: Database,
  { gone, pick }: Step & { readonly kind: 'left' },
  now: number,
): void {
  const row = one(
    readOutbox(database, { status: 'pending', limit: 100 }).filter(({ kind }) => kind === 'message'),
    pick,
  );
  if (row === undefined) return;
  const { id, customer, instance, journey, message, way: channel } = row;
  const may = engine.leave(customer, { id, instance, journey, message, channel, late: true }, now);
  if (may.kind === 'wait') engine.note(waitsUntil(row, may.until, may.why));
  else if (may.kind === 'never') {
    engine.note(isCancelled(id, may.why));
    reportFailure(engine, row, now, may.why);
  } else {
    engine.note(nowTrying(id, now));
    engine.note(hasGone(id, gone ? 'sent' : 'dead', gone ? null : 'no line'));
    if (!gone) reportFailure(engine, row, now, 'no line');
  }
}

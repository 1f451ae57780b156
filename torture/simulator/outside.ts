/** What connectors and teams do with what is to leave, and tell of it: chosen from what there is, so it is the same again in the same state. */
import fc from 'fast-check';
import type { Graph } from '../../compiler/graph/types.ts';
import { reportFailure } from '../../runtime/channels/settle.ts';
import { prepare, sourcesOf } from '../../runtime/channels/work.ts';
import { admit } from '../../runtime/channels/worker.ts';
import type { Engine } from '../../runtime/engine/types.ts';
import type { Database } from '../../runtime/store/open.ts';
import { namesOf } from '../../runtime/store/origin.ts';
import {
  customerOfWork,
  hasGone,
  isCancelled,
  type OutboxKind,
  type OutboxRow,
  readCall,
  readMessage,
  readOutbox,
  tryAgain,
} from '../../runtime/store/outbox.ts';
import { readTasks } from '../../runtime/store/tasks.ts';
import { wireValue } from '../../tests/wire-values.ts';
import { BY, one } from './operator.ts';
import type { Step } from './script.ts';

export interface Outside {
  readonly engine: Engine;
  readonly database: Database;
  readonly graph: Graph;
  readonly now: number;
  /** ids of all that was ever to leave: some are erased by now */
  readonly met: Set<string>;
  /** what has left, by the key under which the other side knows it; also what a backup that came back knows nothing of */
  readonly keys: Map<string, string>;
  /** A signal of a connector; it may be refused. */
  report(type: string, data: object): void;
}

const LETTER: Readonly<Record<OutboxKind, string>> = { message: 'm-', call: 'c-', task: 't-' };
const PAUSE_MS = 600_000;

/** Everything is on disk. */
export function meetAll(database: Database, met: Set<string>): void {
  for (const { id } of readOutbox(database, { status: null, limit: 9999 })) met.add(id);
  for (const { id } of readTasks(database, { team: null, closed: true, limit: 9999 })) met.add(id);
}

/** Of those that there are or were, now and then one that is erased. */
function anyOf({ database, met }: Outside, kind: OutboxKind, pick: number): string | undefined {
  meetAll(database, met);
  const all = [...met].filter((id) => id.startsWith(LETTER[kind]) && !id.includes('/')).reverse();
  const erased = all.filter((id) => customerOfWork(database, kind, id) === null);
  return one(pick % 3 === 0 && erased.length > 0 ? erased : all, Math.floor(pick / 3));
}

/** `graph`: what it says of the answer's type holds, or held. */
export function answer(outside: Outside, { how, told, pick }: Step & { readonly kind: 'answered' }): void {
  const { engine, database, graph, now, report } = outside;
  const waiting = readOutbox(database, { status: 'pending', limit: 100 }).filter(
    ({ kind, id }) => kind === 'call' && readCall(database, id)?.status === 'open',
  );
  const id = told ? anyOf(outside, 'call', pick) : one(waiting, pick)?.id;
  if (id === undefined) return;
  const name = readCall(database, id)?.name ?? '';
  const type = (graph.actions?.[name] ?? graph.models?.[name])?.result;
  const [given = null] = type === undefined ? [] : fc.sample(wireValue(type, graph, now), { seed: pick, numRuns: 1 });
  const value = how === 'answered' ? given : { nonsense: [pick] };
  if (told) {
    const call = namesOf(database).outward(id);
    if (how === 'failed') report('call.failed', { call, reason: 'no line' });
    else report('call.answered', { call, value });
    return;
  }
  engine.note(hasGone(id, 'sent', null));
  const customer = readMessage(database, id)?.customer ?? 0;
  engine.answer(
    customer,
    how === 'failed' ? { call: id, ok: false, error: 'no line' } : { call: id, ok: true, value },
    now,
  );
}

/** The outbox worker takes one that waits: it goes, or not, unless something stands against it. */
export function leave(
  { engine, database, graph, now, keys }: Outside,
  { end, pick }: Step & { readonly kind: 'left' },
): void {
  // The process that tried them has ended, as far as anybody knows.
  for (const { id } of readOutbox(database, { status: 'sending', limit: 100 }))
    engine.note(tryAgain(id, now, 'whether it has left, nobody knows'));
  engine.commit();
  const waiting = one(readOutbox(database, { status: 'pending', limit: 100 }), pick);
  if (waiting === undefined) return;
  admit(engine, namesOf(database), waiting, now);
  engine.commit();
  const row = readMessage(database, waiting.id);
  if (row?.status !== 'sending') return;
  const asked = graph.actions?.[row.way] ?? graph.models?.[row.way];
  const lane = { target: '', parameters: asked?.parameters ?? [], result: asked?.result ?? null };
  const ready = prepare(row, lane, now, sourcesOf(database, graph));
  if (typeof ready !== 'string') requireOneWork(keys, ready.work.key, row);
  if (ready === 'useless') engine.note(isCancelled(row.id));
  else if (ready === 'late' || end === 'dead') giveUp(engine, database, row, now);
  else if (end === 'gone') engine.note(hasGone(row.id, 'sent', null));
  else if (end === 'later') engine.note(tryAgain(row.id, now + PAUSE_MS, 'no line'));
}

/** The other side takes what has the same key for the same. */
function requireOneWork(keys: Map<string, string>, key: string, { time, customer, kind, message }: OutboxRow): void {
  const work = `${kind} ${message} for ${customer} of ${time}`;
  const known = keys.get(key) ?? work;
  if (known !== work) throw new Error(`${known} has left as ${key}, and now ${work} does`);
  keys.set(key, work);
}

function giveUp(engine: Engine, database: Database, row: OutboxRow, now: number): void {
  const error = 'no line';
  engine.note(hasGone(row.id, 'dead', error));
  if (row.kind === 'message') reportFailure(engine, namesOf(database), row, now, error);
  if (row.kind === 'call' && readCall(database, row.id)?.status === 'open')
    engine.answer(row.customer, { call: row.id, ok: false, error }, now);
}

export function close(outside: Outside, { action, told, pick }: Step & { readonly kind: 'task' }): void {
  const { engine, database, now, report } = outside;
  const open = readTasks(database, { team: null, closed: false, limit: 100 });
  // Now and then one that nobody waits for any more.
  const task = pick % 4 === 0 ? anyOf(outside, 'task', Math.floor(pick / 4)) : one(open, pick)?.id;
  if (task === undefined) return;
  if (told) report(`task.${action}`, { task: namesOf(database).outward(task), by: 'mia' });
  else engine.operate({ act: 'close', task, action, by: BY }, now);
}

export function deliver(outside: Outside, { what, pick }: Step & { readonly kind: 'delivery' }): void {
  const message = anyOf(outside, 'message', pick);
  const link = what === 'clicked' ? { link: 'link' } : {};
  if (message === undefined) return;
  outside.report(`message.${what}`, { message: namesOf(outside.database).outward(message), ...link });
}

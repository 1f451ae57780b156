/** What comes of a try: it has gone, it is tried again, or it is given up. What journeys must know goes through the log. */
import type { Engine } from '../engine/types.ts';
import { noteAsked } from '../store/asked.ts';
import type { Names } from '../store/origin.ts';
import { hasGone, isCancelled, type OutboxRow, tryAgain } from '../store/outbox.ts';
import type { Result } from './connector.ts';
import type { Lane } from './lanes.ts';
import { pauseAfter } from './schedule.ts';
import type { Connection, WorkerOptions } from './worker.types.ts';

export interface Tried {
  readonly row: OutboxRow;
  readonly lane: Lane;
  readonly connection: Connection;
  readonly result: Result | 'useless' | 'late';
}

export async function settle({ row, lane, connection, result }: Tried, options: WorkerOptions): Promise<void> {
  const { live, now, tell } = options;
  const { id } = row;
  if (result === 'useless') return live.ask((engine) => engine.note(isCancelled(id)));
  if (result === 'late') return giveUp(row, { reason: 'no answer in time' }, options);
  switch (result.kind) {
    case 'taken':
    case 'answered':
      connection.closed = null;
      connection.failing = false;
      return live.ask((engine, at) => {
        engine.note(hasGone(id, 'sent', null));
        if (result.kind === 'answered' && isAwaited(row, options))
          engine.answer(row.customer, { call: id, ok: true, value: result.value }, at);
      });
    case 'refused':
      return giveUp(row, result, options);
    case 'closed':
      if (connection.closed === null)
        tell(`connector ${connection.name} is closed: ${options.secrets.clean(result.reason)}`);
      connection.closed = result.reason;
      return giveUp(row, result, options);
    case 'failed': {
      const { afterMs = 0 } = result;
      const at = now();
      const pause = pauseAfter(lane.schedule, row.tries, options.chance());
      const next = at + Math.max(pause ?? 0, afterMs);
      const over = pause === null || (row.until !== null && next >= row.until);
      if (!connection.failing && !isForgotten(row, options)) {
        connection.failing = true;
        const { reason, detail = '' } = result;
        const where = detail === '' ? '' : ` (more: journey outbox ${id})`;
        const then = over ? 'given up' : 'tried again';
        tell(
          `connector ${connection.name} did not take ${id}, which is ${then}: ${options.secrets.clean(reason)}${where}`,
        );
      }
      if (afterMs > 0) await leaveAlone(connection, at, at + afterMs, options);
      if (over) return giveUp(row, result, options);
      return live.ask((engine) => engine.note(tryAgain(id, next, errorOf(row, result, options))));
    }
  }
}

function leaveAlone(connection: Connection, at: number, until: number, options: WorkerOptions): Promise<void> {
  const { asked } = options.memory;
  connection.asked = { ...connection.asked, at, until: Math.max(connection.asked.until, until) };
  asked.set(connection.name, connection.asked);
  return options.live.ask((engine) => engine.note(noteAsked(asked)));
}

/** The clock was set back: who wants to be left alone is for as long as was asked, and not for longer by as much. */
export function leaveAloneAnew(connection: Connection, now: number, options: WorkerOptions): Promise<void> {
  const { at, until } = connection.asked;
  connection.asked = { ...connection.asked, until: 0 };
  return leaveAlone(connection, now, now + until - at, options);
}

interface Why {
  readonly reason: string;
  readonly detail?: string;
}

/** A dead letter: the journey goes on as after a failure, and an operator can look at it and retry. */
function giveUp(row: OutboxRow, why: Why, options: WorkerOptions): Promise<void> {
  const { id } = row;
  return options.live.ask((engine, at) => {
    // A report about it would be rejected, as if somebody else had made it up.
    if (isForgotten(row, options)) return;
    engine.note(hasGone(id, 'dead', errorOf(row, why, options)));
    switch (row.kind) {
      case 'message':
        return reportFailure(engine, options.sources.names, row, at, options.secrets.clean(why.reason));
      case 'call': {
        const error = options.secrets.clean(why.reason);
        if (isAwaited(row, options)) engine.answer(row.customer, { call: id, ok: false, error }, at);
        return;
      }
      // Nobody but an operator can do anything about it; the task itself stays open.
      case 'task':
        return;
    }
  });
}

/** As a channel would tell it. Where it dies again after a retry it is told again only if it has a place in the caps to give back. */
export function reportFailure(
  engine: Engine,
  names: Names,
  { id, customer }: OutboxRow,
  at: number,
  reason: string,
): void {
  const resent = engine.resentBy(customer, id);
  const signal = {
    id: `journey:failed:${id}${resent === null ? '' : `:${resent}`}`,
    type: 'message.failed',
    time: new Date(at).toISOString(),
    data: { message: names.outward(id), reason },
  };
  engine.accept(Buffer.from(JSON.stringify(signal)), at, { name: 'outbox', line: null });
}

/** Its customer was forgotten while the try was under way: nobody is left to be told of it, and it is not tried again. */
function isForgotten({ id }: OutboxRow, { outbox }: WorkerOptions): boolean {
  return outbox.row(id) === undefined;
}

function isAwaited({ kind, id }: OutboxRow, { sources }: WorkerOptions): boolean {
  return kind === 'call' && sources.call(id)?.status === 'open';
}

/** An address can be an ordinary word: it is taken out of what others say, not of our own words. */
function errorOf({ address }: OutboxRow, { reason, detail = '' }: Why, { secrets }: WorkerOptions): string {
  return secrets.clean(detail === '' ? reason : `${reason}: ${secrets.clean(detail, address)}`);
}

/** Tasks of teams, as people see them. */
import type { TaskAction } from '../core/state/input.ts';
import type { Write } from './batch.ts';
import type { Database } from './open.ts';

export interface TaskRow {
  readonly id: string;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly customer: number;
  readonly instance: string;
  readonly journey: string;
  readonly team: string;
  readonly because: string;
  /** the context package, as JSON */
  readonly context: string;
  readonly due: number | null;
  /** who has taken it on, or null */
  readonly claimedBy: string | null;
  /** `open`, or how it was closed */
  readonly status: string;
}

/** Why a team has a task no longer that it has not closed itself. */
export type TaskEnd =
  /** `outcome`: how its instance ended; null: another branch of it came first, or the customer was forgotten */
  | { readonly ended: 'cancelled'; readonly outcome: string | null }
  | { readonly ended: 'escalated'; readonly to: string }
  /** by an operator */
  | { readonly ended: 'closed'; readonly as: TaskAction; readonly by: string };

/** What a desk is told of a task that it has: content of a row in the outbox, beside the task's id. */
export type TaskNews = TaskEnd | { readonly claimed: string };

/** For every desk that has the task, or may have it. `seq`, `time`: of the record that the news come from. */
export function tellDesk(task: string, news: TaskNews, { seq, time }: { seq: number; time: number }): Write {
  // A task ends once for a desk, and can be claimed by several, one after another.
  const suffix = 'ended' in news ? '/ended' : `/claimed-${seq}`;
  return { statement: 'tellDesk', values: [suffix, seq, time, JSON.stringify({ task, ...news }), time, task, task] };
}

const COLUMNS = 'id, time, customer, instance, journey, team, because, context, due, claimed_by AS claimedBy, status';

export interface TasksAsked {
  /** null: of all */
  readonly team: string | null;
  /** closed ones, too */
  readonly closed: boolean;
  /** by whom they were taken on; '': by nobody yet; absent: either */
  readonly claimedBy?: string;
}

const ASKED =
  "(status = 'open' OR @closed) AND (team = @team OR @team IS NULL) AND (coalesce(claimed_by, '') = @claimedBy OR @claimedBy IS NULL)";

/** The oldest first. `after`: those that come after this one; absent: from the first on. */
export function readTasks(
  database: Database,
  asked: TasksAsked & { readonly after?: string; readonly limit: number },
): TaskRow[] {
  const page =
    '(@after IS NULL OR (seq, id) > (SELECT before.seq, before.id FROM tasks AS before WHERE before.id = @after))';
  return database
    .prepare(`SELECT ${COLUMNS} FROM tasks WHERE ${ASKED} AND ${page} ORDER BY seq, id LIMIT @limit`)
    .all({ after: null, ...parametersOf(asked) }) as TaskRow[];
}

/** How many there are, by team. */
export function countTasks(database: Database, asked: TasksAsked): Map<string, number> {
  const rows = database
    .prepare(`SELECT team, count(*) FROM tasks WHERE ${ASKED} GROUP BY team ORDER BY team`)
    .raw()
    .all(parametersOf(asked));
  return new Map(rows as [string, number][]);
}

const parametersOf = (asked: TasksAsked) => ({ claimedBy: null, ...asked, closed: asked.closed ? 1 : 0 });

/** Ids of what teams have to do for a customer. */
export function openTasksOf(database: Database, customer: number): string[] {
  return database
    .prepare("SELECT id FROM tasks WHERE customer = ? AND status = 'open' ORDER BY seq, id")
    .pluck()
    .all(customer) as string[];
}

export function readTask(database: Database, id: string): TaskRow | undefined {
  return database.prepare(`SELECT ${COLUMNS} FROM tasks WHERE id = ?`).get(id) as TaskRow | undefined;
}

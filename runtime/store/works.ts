/** Which message, call or task of one database is which of another one that was fed with the same signals. */
import type { Database } from './open.ts';
import type { OutboxKind } from './outbox.ts';

export interface Works {
  /** The id in the other database; null: it has no such work. What is not committed there is not seen. */
  counterpart(kind: OutboxKind, id: string): string | null;
  /** Leaves nothing behind in the other database. */
  end(): void;
}

const KINDS: Readonly<Record<OutboxKind, { readonly table: string; readonly name: string; readonly where: string }>> = {
  message: { table: 'outbox', name: 'message', where: "kind = 'message'" },
  call: { table: 'calls', name: 'name', where: 'true' },
  // Its team changes when it is escalated.
  task: { table: 'tasks', name: "''", where: 'true' },
};

/**
 * An id tells the place in the log, which is another one as soon as anything is decided otherwise. So the third message of that name which a
 * journey has sent to a customer here is the third one there.
 */
export function matchWorks(from: Database, to: Database): Works {
  to.exec(`
    CREATE TEMP TABLE works (id TEXT PRIMARY KEY, customer INTEGER, journey TEXT, name TEXT, rank INTEGER) WITHOUT ROWID;
    CREATE INDEX backtest_outbox ON outbox (customer, journey, message, seq, id);
    CREATE INDEX backtest_calls ON calls (customer, journey, name, seq, id);
    CREATE INDEX backtest_tasks ON tasks (customer, journey, seq, id);
  `);
  const known = new Set<OutboxKind>();
  const place = to.prepare('SELECT customer, journey, name, rank FROM works WHERE id = ?');
  const find = (kind: OutboxKind) => {
    const { table, name, where } = KINDS[kind];
    return to
      .prepare(
        `SELECT id FROM ${table} WHERE customer = @customer AND journey IS @journey AND ${name} = @name AND ${where} ORDER BY seq, id LIMIT 1 OFFSET @rank - 1`,
      )
      .pluck();
  };
  const finders = { message: find('message'), call: find('call'), task: find('task') };

  /** Ranks all of a kind at once, when the first of them is asked for. */
  function learn(kind: OutboxKind): void {
    known.add(kind);
    const { table, name, where } = KINDS[kind];
    const rows = from
      .prepare(
        `SELECT id, customer, journey, ${name} AS name, row_number() OVER (PARTITION BY customer, journey, ${name} ORDER BY seq, id) AS rank FROM ${table} WHERE ${where}`,
      )
      .iterate();
    const add = to.prepare('INSERT INTO works VALUES (@id, @customer, @journey, @name, @rank)');
    for (const row of rows) add.run(row);
  }

  return {
    counterpart(kind, id) {
      if (!known.has(kind)) learn(kind);
      const at = place.get(id);
      return at === undefined ? null : ((finders[kind].get(at) as string | undefined) ?? null);
    },
    end() {
      to.exec('DROP TABLE works; DROP INDEX backtest_outbox; DROP INDEX backtest_calls; DROP INDEX backtest_tasks;');
    },
  };
}

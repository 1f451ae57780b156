/** What is derived from the log: customers, the outbox, tasks; and what the engine notes for itself. Written in the log's transactions. */
import type { Customer } from '../core/state/customer.ts';
import type { Effect } from '../core/state/output.ts';
import type { Database } from './open.ts';
import { type GraphNumbers, pack, unpack } from './pack.ts';
import { type Bindable, rowWriter } from './rows.ts';

// ---------------------------------------------------------------- customers

export interface CustomerRow {
  readonly customer: Customer;
  /** the last record that is applied */
  readonly seq: number;
}

export interface CustomerTable {
  load(number: number): CustomerRow | null;
  save(rows: readonly CustomerRow[]): void;
}

export function customerTable(database: Database, graphs: GraphNumbers): CustomerTable {
  const select = database.prepare('SELECT number, seq, wake, state FROM customers WHERE number = ?');
  const replace = rowWriter(database, 'INSERT OR REPLACE INTO customers (number, seq, wake, state)', 4);
  return {
    load(number) {
      const row = select.get(number) as Row | undefined;
      return row === undefined ? null : fromRow(row, graphs);
    },
    save(rows) {
      const values: Bindable[] = [];
      for (const { customer, seq } of rows) values.push(customer.number, seq, customer.wake, pack(customer, graphs));
      replace(values);
    },
  };
}

interface Row {
  readonly number: number;
  readonly seq: number;
  readonly wake: number | null;
  readonly state: string;
}

function fromRow({ number, seq, wake, state }: Row, graphs: GraphNumbers): CustomerRow {
  return { seq, customer: unpack(number, wake, state, graphs) };
}

/** Every stored customer, by number. */
export function* readCustomers(database: Database, graphs: GraphNumbers): Generator<CustomerRow> {
  const page = database.prepare(
    'SELECT number, seq, wake, state FROM customers WHERE number > ? ORDER BY number LIMIT 1000',
  );
  for (let after = 0; ; ) {
    const rows = page.all(after) as Row[];
    for (const row of rows) yield fromRow(row, graphs);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** Those that have joined another count too. */
export function countCustomers(database: Database): number {
  return Number(database.prepare('SELECT count(*) FROM customers').pluck().get());
}

export function* readWakes(database: Database): Generator<{ readonly number: number; readonly wake: number }> {
  yield* database.prepare('SELECT number, wake FROM customers WHERE wake IS NOT NULL').iterate() as Iterable<{
    number: number;
    wake: number;
  }>;
}

// ---------------------------------------------------------------- effects

export interface EffectTables {
  add(effect: Effect, at: { readonly seq: number; readonly time: number; readonly customer: number }): void;
  write(): void;
}

export function effectTables(database: Database): EffectTables {
  const outbox = rowWriter(
    database,
    'INSERT INTO outbox (id, seq, time, customer, instance, journey, message, channel, address, content, status)',
    11,
  );
  const task = database.prepare(
    "INSERT INTO tasks (id, seq, time, customer, instance, journey, team, because, context, complete, due, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')",
  );
  const move = database.prepare('UPDATE tasks SET team = ?, due = NULL WHERE id = ?');
  const close = database.prepare('UPDATE tasks SET status = ? WHERE id = ?');
  let messages: Bindable[] = [];
  let others: (() => void)[] = [];
  return {
    add(effect, { seq, time, customer }) {
      switch (effect.kind) {
        case 'message': {
          const { id, instance, journey, message, channel, to, content } = effect;
          messages.push(
            id,
            seq,
            time,
            customer,
            instance,
            journey,
            message,
            channel,
            to,
            JSON.stringify(content),
            'sent',
          );
          return;
        }
        case 'task': {
          const { id, instance, journey, team, because, context, complete, due } = effect;
          const values = [id, seq, time, customer, instance, journey, team, because, JSON.stringify(context)] as const;
          others.push(() => task.run(...values, complete ? 1 : 0, due));
          return;
        }
        case 'task_moved':
          others.push(() => move.run(effect.team, effect.id));
          return;
        case 'task_closed':
          others.push(() => close.run(effect.action, effect.id));
      }
    },
    write() {
      outbox(messages);
      for (const run of others) run();
      messages = [];
      others = [];
    },
  };
}

// ---------------------------------------------------------------- meta

export function readMeta(database: Database, name: string): string | null {
  const value = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name);
  return typeof value === 'string' ? value : null;
}

export function metaWriter(database: Database): (name: string, value: string) => void {
  const replace = database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)');
  return (name, value) => replace.run(name, value);
}

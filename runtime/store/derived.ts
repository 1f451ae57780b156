/** What is derived from the log: customers, the outbox, tasks; and what the engine notes for itself. Written in the log's transactions. */
import type { Customer } from '../core/state/customer.ts';
import type { Decision, Effect, Outcome } from '../core/state/output.ts';
import type { Write } from './batch.ts';
import { unreadable } from './failure.ts';
import type { Database } from './open.ts';
import { type GraphNumbers, pack, unpack } from './pack.ts';
import type { Bindable } from './rows.ts';
import { type TaskNews, tellDesk } from './tasks.ts';

// ---------------------------------------------------------------- customers

export interface CustomerRow {
  readonly customer: Customer;
  /** the last record that is applied */
  readonly seq: number;
}

/** Reads customers by number. */
export function customerReader(database: Database, graphs: GraphNumbers): (number: number) => CustomerRow | null {
  const select = database.prepare('SELECT number, seq, wake, state FROM customers WHERE number = ?');
  return (number) => {
    const row = select.get(number) as Row | undefined;
    return row === undefined ? null : fromRow(row, graphs);
  };
}

/** Values of the table for customers. */
export function customerValues(rows: readonly CustomerRow[], graphs: GraphNumbers): Bindable[] {
  const values = new Array<Bindable>(rows.length * 4);
  let at = 0;
  for (const { customer, seq } of rows) {
    values[at++] = customer.number;
    values[at++] = seq;
    values[at++] = customer.wake;
    values[at++] = pack(customer, graphs);
  }
  return values;
}

interface Row {
  readonly number: number;
  readonly seq: number;
  readonly wake: number | null;
  readonly state: string;
}

function fromRow({ number, seq, wake, state }: Row, graphs: GraphNumbers): CustomerRow {
  try {
    return { seq, customer: unpack(number, wake, state, graphs) };
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw unreadable(`What is stored of customer #${number}`);
  }
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

export interface Effects {
  /** How many were put into the outbox to leave. */
  readonly left: number;
  /** A change of what is derived, in the order in which it comes among the effects. */
  note(write: Write): void;
  add(outcome: Outcome, at: Moment): void;
  /** What was added since the last call. */
  take(): Write[];
}

/**
 * What becomes of effects. `virtual`: time is not the real one, so a message counts as sent, and nothing ever leaves. `real`: they
 * wait in the outbox until a connector takes them; `reaches` tells whether a team is reached through one. `halts` tells whether a decision
 * takes back the messages of its instance that have not left; null: there are none, and never will be.
 */
export type Leaving =
  | { readonly time: 'virtual'; readonly halts: ((decision: Decision) => boolean) | null }
  | {
      readonly time: 'real';
      readonly reaches: (team: string) => boolean;
      readonly halts: (decision: Decision) => boolean;
    };

interface Moment {
  readonly seq: number;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly customer: number;
}

export function createEffects(leaving: Leaving): Effects {
  let messages: Bindable[] = [];
  let others: Write[] = [];
  let left = 0;
  const leave = (values: readonly Bindable[]): void => {
    left++;
    others.push({ statement: 'leaving', values });
  };
  // Where time is virtual nothing is on its way; what was before is looked at again when it leaves.
  const cancel = (id: string): void => {
    if (leaving.time === 'real') others.push({ statement: 'cancelled', values: [null, id] });
  };
  return {
    get left() {
      return left;
    },
    note(write) {
      others.push(write);
      if (['retry', 'hurry', 'resumed', 'tellDesk'].includes(write.statement)) left++;
    },
    add({ effects, decisions }, at) {
      for (const effect of effects) add(effect, at);
      if (leaving.halts === null) return;
      for (const decision of decisions) if (leaving.halts(decision)) halt(decision.instance ?? '', at.time);
    },
    take() {
      const taken: Write[] = [{ statement: 'outbox', values: messages }, ...others];
      messages = [];
      others = [];
      return taken;
    },
  };

  function tell(task: string, news: TaskNews, at: Omit<Moment, 'customer'>): void {
    if (leaving.time === 'virtual') return;
    left++;
    others.push(tellDesk(task, news, at));
  }

  function halt(instance: string, time: number): void {
    left++;
    others.push({ statement: 'halt', values: [time, time, instance] });
  }

  function add(effect: Effect, { seq, time, customer }: Moment): void {
    switch (effect.kind) {
      case 'message': {
        const { id, instance, journey, message, channel, to } = effect;
        const content = JSON.stringify(effect.content);
        if (leaving.time === 'virtual')
          messages.push(id, seq, time, customer, instance, journey, message, channel, to, content, 'sent');
        else leave([id, seq, time, customer, instance, journey, message, channel, to, content, 'message', time, null]);
        return;
      }
      case 'task': {
        const { id, instance, journey, team, because, complete, due } = effect;
        const context = JSON.stringify(effect.context);
        const values = [id, seq, time, customer, instance, journey, team, because, context, complete ? 1 : 0, due];
        others.push({ statement: 'tasks', values });
        if (leaving.time === 'real' && leaving.reaches(team))
          leave([id, seq, time, customer, instance, journey, '', team, '', '{}', 'task', time, null]);
        return;
      }
      case 'call': {
        const { id, instance, journey, name, due } = effect;
        const values = [id, seq, time, customer, instance, journey, name, JSON.stringify(effect.arguments), due];
        others.push({ statement: 'calls', values });
        if (leaving.time === 'real')
          leave([id, seq, time, customer, instance ?? '', journey ?? '', name, name, '', '{}', 'call', time, due]);
        return;
      }
      case 'call_ended':
        others.push({ statement: 'endCall', values: [effect.how, effect.id] });
        cancel(effect.id);
        return;
      // They have records of their own.
      case 'emit':
      case 'parcel':
      case 'recall':
      case 'heard':
        return;
      case 'task_claimed':
        others.push({ statement: 'claimTask', values: [effect.by, effect.id] });
        tell(effect.id, { claimed: effect.by }, { seq, time });
        return;
      case 'task_moved':
        others.push({ statement: 'moveTask', values: [effect.team, effect.id] });
        tell(effect.id, { ended: 'escalated', to: effect.team }, { seq, time });
        cancel(effect.id);
        if (leaving.time === 'real' && leaving.reaches(effect.team)) {
          const id = `${effect.id}-${effect.team}`;
          leave([
            id,
            seq,
            time,
            customer,
            '',
            '',
            '',
            effect.team,
            '',
            JSON.stringify({ task: effect.id }),
            'task',
            time,
            null,
          ]);
        }
        return;
      case 'task_closed':
        others.push({ statement: 'closeTask', values: [effect.action, effect.id] });
        cancel(effect.id);
        return;
      case 'task_cancelled':
        others.push({ statement: 'closeTask', values: ['cancelled', effect.id] });
        tell(effect.id, { ended: 'cancelled', outcome: effect.outcome }, { seq, time });
        cancel(effect.id);
    }
  }
}

// ---------------------------------------------------------------- meta

export function readMeta(database: Database, name: string): string | null {
  const value = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name);
  return typeof value === 'string' ? value : null;
}

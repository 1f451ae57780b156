/** What has happened in a database so far, in counts. */
import { byName } from '../core/values/names.ts';
import { countPeople } from '../engine/progress.ts';
import { openView } from '../engine/view.ts';
import type { Database } from '../store/open.ts';
import { countOutbox } from '../store/outbox.ts';
import { readTallies } from '../store/tallies.ts';

export interface Summary {
  readonly customers: number;
  /** how many tickets, orders, .. journeys are about */
  readonly subjects: Readonly<Record<string, number>>;
  readonly instances: { readonly started: number; readonly finished: number; readonly running: number };
  readonly messages: {
    readonly sent: number;
    readonly held: number;
    readonly dropped: number;
    readonly failed: number;
  };
  readonly handoffs: number;
  readonly journeys: Readonly<Record<string, JourneySummary>>;
  /** signals of types that no file declares, by type */
  readonly unknown: Readonly<Record<string, number>>;
  /** values that did not fit and were left out, by call and field: `identify.age` */
  readonly unfit: Readonly<Record<string, number>>;
}

export interface JourneySummary {
  started: number;
  finished: number;
  running: number;
  readonly outcomes: Record<string, number>;
  /** of those finished: ended because another instance turned out to be the same, and goes on */
  merged: number;
  goals: number;
  /** the share of those that started that should reach the goal, as the journey says it; null: it does not */
  goalAtLeast: number | null;
  /** sent, by message */
  readonly messages: Record<string, number>;
  readonly held: Record<string, number>;
  /** held back, by policy */
  readonly heldBy: Record<string, number>;
  readonly dropped: Record<string, number>;
  /** handed over, by team */
  readonly handoffs: Record<string, number>;
  /** went round without time passing and was stopped there, by what it was */
  readonly stuck: Record<string, number>;
}

export function summarize(database: Database): Summary {
  const journeys = byName<JourneySummary>();
  const unknown = byName<number>();
  const unfit = byName<number>();
  for (const { journey, what, name, count } of readTallies(database)) {
    if (what === 'unknown' || what === 'unfit') {
      (what === 'unknown' ? unknown : unfit)[name] = count;
      continue;
    }
    journeys[journey] ??= emptySummary();
    add(journeys[journey], what, name, count);
  }
  for (const journey of Object.values(journeys)) journey.running = journey.started - journey.finished;
  const view = openView(database);
  const declared = view.graphs.at(-1)?.graph.journeys ?? {};
  for (const [name, summary] of Object.entries(journeys)) summary.goalAtLeast = declared[name]?.goal?.atLeast ?? null;
  const all = Object.values(journeys);
  const total = (of: (journey: JourneySummary) => number): number => all.reduce((sum, journey) => sum + of(journey), 0);
  const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  return {
    customers: countPeople(view),
    subjects: view.subjects,
    instances: {
      started: total((j) => j.started),
      finished: total((j) => j.finished),
      running: total((j) => j.running),
    },
    messages: {
      sent: total((j) => sum(j.messages)),
      held: total((j) => sum(j.held)),
      dropped: total((j) => sum(j.dropped)),
      failed: countOutbox(database).failedMessages,
    },
    handoffs: total((j) => sum(j.handoffs)),
    journeys,
    unknown,
    unfit,
  };
}

function emptySummary(): JourneySummary {
  return {
    started: 0,
    finished: 0,
    running: 0,
    outcomes: byName(),
    merged: 0,
    goals: 0,
    goalAtLeast: null,
    messages: byName(),
    held: byName(),
    heldBy: byName(),
    dropped: byName(),
    handoffs: byName(),
    stuck: byName(),
  };
}

function add(summary: JourneySummary, what: string, name: string, count: number): void {
  switch (what) {
    case 'started':
      summary.started = count;
      return;
    case 'finished':
      summary.finished = count;
      return;
    case 'merged':
      summary.merged = count;
      return;
    case 'goal':
      summary.goals = count;
      return;
    case 'outcome':
      summary.outcomes[name] = count;
      return;
    case 'sent':
      summary.messages[name] = count;
      return;
    case 'held':
      summary.held[name] = count;
      return;
    case 'held_by':
      summary.heldBy[name] = count;
      return;
    case 'dropped':
      summary.dropped[name] = count;
      return;
    case 'handed':
      summary.handoffs[name] = count;
      return;
    case 'stuck':
      summary.stuck[name] = count;
  }
}

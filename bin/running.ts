/** Puts a file of signals through a workspace, and tells what came of it. */

import chalk, { chalkStderr } from 'chalk';
import type { Graph } from '../compiler/graph/types.ts';
import { counted } from '../runtime/core/values/counted.ts';
import type { RunCounts } from '../runtime/engine/run.ts';
import type { JourneySummary, Summary } from '../runtime/insight/summary.ts';
import { databaseFile } from './database.ts';
import { fitHeap, isLarge } from './heap.ts';
import { CliFailure, oneLine, progress, table, tell } from './output.ts';
import { compilePart } from './part.ts';

/** Runs a file through a workspace into a database; also for the demonstration. */
export async function runFile(
  workspace: string | undefined,
  input: string,
  db: string | undefined,
  drain: boolean,
): Promise<{ counts: RunCounts; summary: Summary; file: string }> {
  const { root, graph } = await compilePart(workspace);
  tellEmpty(root, graph);
  const file = databaseFile(db, root);
  const { openWriter } = await import('../runtime/store/open.ts');
  const { createEngine } = await import('../runtime/engine/engine.ts');
  const { run: runSignals } = await import('../runtime/engine/run.ts');
  const { summarize } = await import('../runtime/insight/summary.ts');
  const { createCommitter } = await import('../runtime/store/committer.ts');
  const { createBackgroundCommitter } = await import('../runtime/store/background.ts');
  const { database, lock } = openWriter(file, 'journey run');
  try {
    const committer = createBackgroundCommitter(file) ?? createCommitter(database, file);
    const engine = createEngine(database, graph, committer, 'virtual', isLarge(input) ? 'many' : 'few');
    fitHeap(engine.customers, input);
    const counts = await runSignals(engine, {
      input,
      drain,
      progress: (signals) => progress(counted(signals, 'signal')),
    }).catch((error: unknown) => {
      throw readFailure(error, input);
    });
    progress('');
    if (drain && engine.nextTimer() !== null)
      tell(
        'Ten years after the last signal timers are still left; they are kept. What the calendar starts never ends.',
      );
    return { counts, summary: summarize(database), file };
  } finally {
    database.close();
    lock.release();
  }
}

/** A folder that was named by mistake has no journeys either. */
export function tellEmpty(root: string, { journeys }: Graph): void {
  if (Object.keys(journeys).length > 0) return;
  tell(chalkStderr.yellow(`No file in ${root} declares a journey: signals are kept, and nothing starts.`));
}

/** What cannot be unpacked is no mistake of ours. Reading, the system does not say which file. */
function readFailure(error: unknown, input: string): unknown {
  if (error instanceof Error && 'syscall' in error && !('path' in error)) return Object.assign(error, { path: input });
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) return error;
  return new CliFailure(
    1,
    `${input === '-' ? 'Standard input' : input} cannot be unpacked: ${error.message}.`,
    'Give the whole file again: signals that were taken are recognised.',
  );
}

export function rate({ signals, seconds }: RunCounts): number {
  return seconds === 0 ? 0 : Math.round(signals / seconds);
}

/** `12 customers, 3 subjects (2 ticket, 1 machine)` */
export function described({ customers, subjects }: Summary): string {
  const all = chalk.bold(counted(customers, 'customer'));
  const kinds = Object.entries(subjects).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? all : `${all}, ${counted(sum(subjects), 'subject')} (${kinds.join(', ')})`;
}

/** `12 (24%, wanted 50%)` */
export function goalsOf({ goals, started, merged, goalAtLeast }: JourneySummary): string | number {
  if (goalAtLeast === null || started === 0) return goals;
  // The goal of one that was merged is that of the one that went on; where both had reached theirs before, it is counted twice.
  const share = Math.min(1, goals / (started - merged));
  const percent = (ratio: number): string => `${Math.round(ratio * 100)}%`;
  // 29.6 % of wanted 30 % is not enough, however it is rounded.
  const under = share < goalAtLeast && percent(share) === percent(goalAtLeast) ? 'under ' : '';
  const cell = `${goals} (${under}${percent(share)}, wanted ${percent(goalAtLeast)})`;
  return share < goalAtLeast ? chalk.yellow(cell) : cell;
}

export function describeRun(counts: RunCounts, summary: Summary): string {
  const { signals, accepted, duplicates, rejected } = counts;
  const lines = [
    `${chalk.bold(counted(signals, 'signal'))}: ${accepted} accepted, ${duplicates} known already, ${rejected} rejected`,
    `${described(summary)}, ${counts.seconds.toFixed(2)} s, ${rate(counts)} signals/s`,
    '',
    table(
      ['journey', 'started', 'finished', 'running', 'goals', 'sent', 'held', 'dropped', 'handed over'],
      Object.entries(summary.journeys)
        .filter(([name]) => name !== '')
        .map(([name, j]) => [
          name,
          j.started,
          j.finished,
          j.running,
          goalsOf(j),
          sum(j.messages),
          sum(j.held),
          sum(j.dropped),
          sum(j.handoffs),
        ]),
    ),
  ];
  for (const [name, { outcomes, heldBy }] of Object.entries(summary.journeys)) {
    const told = [
      ...(Object.keys(outcomes).length > 0 ? [`ended as: ${listed(outcomes)}`] : []),
      ...(Object.keys(heldBy).length > 0 ? [`held back by: ${listed(heldBy)}`] : []),
    ];
    if (told.length > 0) lines.push('', `${chalk.bold(name)} ${told.join('\n  ')}`);
  }
  const unknown = Object.entries(summary.unknown);
  if (unknown.length > 0)
    tell(
      chalk.yellow(
        `No file declares these signals; they are kept: ${unknown.map(([type, count]) => `${oneLine(type)} (${count})`).join(', ')}`,
      ),
    );
  const unfit = Object.entries(summary.unfit);
  if (unfit.length > 0)
    tell(
      chalk.yellow(
        `Left out, since it did not fit the profile or came by a public key: ${unfit.map(([field, count]) => `${oneLine(field)} (${count})`).join(', ')}`,
      ),
    );
  if (rejected > 0)
    tell(chalk.yellow(`${counted(rejected, 'line was', 'lines were')} rejected. See why: journey status --rejects`));
  return lines.join('\n');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

/** `calm 7, helped 2` */
function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

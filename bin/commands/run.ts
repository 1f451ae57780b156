import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import chalk from 'chalk';
import { Command } from 'commander';
import type { RunCounts } from '../../runtime/engine/run.ts';
import type { Summary } from '../../runtime/insight/summary.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson, progress, table, tell } from '../output.ts';
import { compileWorkspace } from '../workspace.ts';

interface Options {
  readonly input: string;
  readonly drain?: boolean;
  readonly db?: string;
  readonly json?: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description('reads signals from a file in virtual time: the clock is theirs, timers fire between them')
    .argument('[workspace]', 'the workspace, or a part of it (default: here)')
    .requiredOption('--input <file>', 'signals as JSON Lines, also gzip; - for standard input')
    .option('--drain', 'fire all timers that are left at the end')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey run journeys/retail --input orders.jsonl.gz --drain')
    .action(run);
}

async function run(workspace: string | undefined, options: Options): Promise<void> {
  const input = options.input === '-' ? '-' : resolve(options.input);
  if (input !== '-' && !existsSync(input))
    throw new CliFailure(2, `There is no file ${options.input}.`, 'Give a file of signals, or - for standard input.');
  const { counts, summary } = await runFile(workspace, input, options.db, options.drain === true);
  if (options.json === true)
    printJson({ ...report(counts), ...summary, seconds: counts.seconds, signalsPerSecond: rate(counts) });
  else print(describe(counts, summary));
}

/** Runs a file through a workspace into a database; also for the demonstration. */
export async function runFile(
  workspace: string | undefined,
  input: string,
  db: string | undefined,
  drain: boolean,
): Promise<{ counts: RunCounts; summary: Summary; file: string }> {
  const { root, graph } = await compileWorkspace(workspace);
  const file = databaseFile(db, root);
  const { openWriter } = await import('../../runtime/store/open.ts');
  const { createEngine } = await import('../../runtime/engine/engine.ts');
  const { run: runSignals } = await import('../../runtime/engine/run.ts');
  const { summarize } = await import('../../runtime/insight/summary.ts');
  const { database, lock } = openWriter(file, 'journey run');
  try {
    const engine = createEngine(database, graph, file);
    const counts = await runSignals(engine, { input, drain, progress: (signals) => progress(`${signals} signals`) });
    progress('');
    return { counts, summary: summarize(database), file };
  } finally {
    database.close();
    lock.release();
  }
}

function report({ signals, accepted, duplicates, rejected }: RunCounts): Omit<RunCounts, 'seconds'> {
  return { signals, accepted, duplicates, rejected };
}

function rate({ signals, seconds }: RunCounts): number {
  return seconds === 0 ? 0 : Math.round(signals / seconds);
}

function describe(counts: RunCounts, summary: Summary): string {
  const { signals, accepted, duplicates, rejected } = counts;
  const lines = [
    `${chalk.bold(signals)} signals: ${accepted} accepted, ${duplicates} known already, ${rejected} rejected`,
    `${chalk.bold(summary.customers)} customers, ${counts.seconds.toFixed(2)} s, ${rate(counts)} signals/s`,
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
          j.goals,
          sum(j.messages),
          sum(j.held),
          sum(j.dropped),
          sum(j.handoffs),
        ]),
    ),
  ];
  for (const [name, { outcomes }] of Object.entries(summary.journeys)) {
    const parts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
    if (parts.length > 0) lines.push('', `${chalk.bold(name)} ended as: ${parts.join(', ')}`);
  }
  const unknown = Object.entries(summary.unknown);
  if (unknown.length > 0)
    tell(
      chalk.yellow(
        `No file declares these signals; they are kept: ${unknown.map(([type, count]) => `${type} (${count})`).join(', ')}`,
      ),
    );
  if (rejected > 0) tell(chalk.yellow(`${rejected} lines were rejected. See why: journey status --rejects`));
  return lines.join('\n');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

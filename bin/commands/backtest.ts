import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import chalk from 'chalk';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Backtest, Example, Unplayable } from '../../runtime/insight/backtest.ts';
import type { Deed } from '../../runtime/insight/deeds.ts';
import { DATABASE_OPTION, databaseFile, limitOf } from '../database.ts';
import { CliFailure, print, printJson, progress, table } from '../output.ts';
import { compilePart } from '../part.ts';
import { timeOf } from '../times.ts';

interface Options {
  readonly from?: string;
  readonly keep?: string;
  readonly limit: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function backtestCommand(): Command {
  return new Command('backtest')
    .description(
      'plays what has happened once more with the files as they are now, and says what would have been otherwise; nothing leaves, and the database stays as it is',
    )
    .argument('[workspace]', 'the workspace, or a part of it (default: here)')
    .option('--from <time>', 'from when on the files of now hold (default: 30 days before the newest signal)')
    .option('--keep <file>', 'keep what was played with the files of now as a database, for `journey why`')
    .option('--limit <count>', 'so many customers as examples', '5')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey backtest --from 2026-03-01T00:00:00Z --keep trial.db')
    .action(run);
}

async function run(workspace: string | undefined, options: Options): Promise<void> {
  const limit = limitOf(options.limit);
  const from = options.from === undefined ? null : timeOf(options.from);
  const keep = options.keep === undefined ? null : resolve(options.keep);
  if (options.keep === '') throw new CliFailure(2, '--keep names no file.');
  if (keep !== null && existsSync(keep))
    throw new CliFailure(2, `${options.keep} is there already.`, 'Name a file that is not there yet.');
  const { root, graph } = await compilePart(workspace);
  const { openReader, openTemporary, openWriter } = await import('../../runtime/store/open.ts');
  const { backtest } = await import('../../runtime/insight/backtest.ts');
  const file = databaseFile(options.db, root);
  const source = openReader(file);
  const kept = keep === null ? null : openWriter(keep, 'journey backtest');
  const stages = { before: openTemporary(), after: kept?.database ?? openTemporary() };
  let done = false;
  try {
    const made = playable(backtest(source, stages, { graph, from, limit }, progress), file, options.from);
    done = true;
    progress('');
    if (options.json === true) return printJson(made);
    print(describe(made, options.keep ?? null));
  } finally {
    for (const database of Object.values(stages)) database.close();
    kept?.lock.release();
    // Half of it is of no use, and would stand in the way of the next one.
    if (keep !== null && !done) for (const end of ['', '-wal', '-shm', '-writer']) rmSync(keep + end, { force: true });
  }
}

function playable(made: Backtest | Unplayable, file: string, since: string | undefined): Backtest {
  if (!('unplayable' in made)) return made;
  if (made.unplayable === 'no signals')
    throw new CliFailure(
      1,
      `No signal has come to ${file}${since === undefined ? '' : ` since ${since}`}.`,
      'There is nothing that could be played once more.',
    );
  if (made.unplayable === 'gaps')
    throw new CliFailure(
      1,
      'What forgetting has left of the log names other customers than it did: nobody can be compared.',
      'Take a log, or a backup of one, that begins after it.',
    );
  const { refused, refusal } = made;
  const why = refused === 0 ? '' : ` ${refusedText(refused, refusal)}`;
  throw new CliFailure(
    1,
    `With the files of now the signals name other customers than then: nobody can be compared.${why}`,
    'Try the rest of the change with `identity`, subjects and keys in signals as they were.',
  );
}

function refusedText(refused: number, refusal: string | null): string {
  return `The files of now refuse ${counted(refused, 'signal')}. The first: ${refusal}`;
}

function describe(made: Backtest, kept: string | null): string {
  const { from, until, signals, customers, subjects, differences, examples } = made;
  const concerned = [
    ...(customers > 0 || subjects === 0 ? [counted(customers, 'customer')] : []),
    ...(subjects > 0 ? [counted(subjects, 'subject')] : []),
  ];
  const lines = [`${chalk.bold(counted(signals, 'signal'))} from ${from} to ${until}`];
  if (differences.length === 0) lines.push(chalk.green('With the files of now nothing would have been otherwise.'));
  else {
    lines.push(
      `${chalk.bold(concerned.join(' and '))} would have met something else with the files of now.`,
      '',
      table(
        ['journey', 'what', 'then', 'now', 'difference', 'customers', 'at another time'],
        differences.map(({ journey, before, after, customers: others, moved, ...deed }) => [
          journey,
          wordsOf(deed),
          before,
          after,
          signed(after - before),
          others,
          moved,
        ]),
      ),
      '',
      table(
        ['customer', 'journey', 'what', 'then', 'now'],
        examples.map((example) => [example.customer, example.journey, wordsOf(example), ...timesOf(example)]),
      ),
    );
  }
  return [...lines, ...notesOf(made, kept)].join('\n');
}

function notesOf(
  { differences, examples, refused, refusal, unheard, running, unlikeLog }: Backtest,
  kept: string | null,
): string[] {
  const [first] = examples;
  const notes: string[] = [];
  if (refused > 0) notes.push(refusedText(refused, refusal));
  if (unheard > 0)
    notes.push(
      `${counted(unheard, 'answer')} (of customers, channels, actions or teams) came to something that is not there with the files of now. What would have come instead, nobody knows.`,
    );
  if (running > 0)
    notes.push(
      `${counted(running, 'instance')} still ${running === 1 ? 'runs' : 'run'} where the log ends: what lies ahead is not compared.`,
    );
  if (unlikeLog > 0)
    notes.push(
      `${counted(unlikeLog, 'customer')} met something else than the same files do when they are played again: instances were moved to other files, or somebody was forgotten. Mind that in their differences.`,
    );
  if (kept !== null && first !== undefined)
    notes.push(`Why: journey why ${inShell(first.customer)} --db ${inShell(kept)}`);
  else if (differences.length > 0)
    notes.push('To ask why: the same with --keep FILE, then `journey why CUSTOMER --db FILE`.');
  return notes.length === 0 ? [] : ['', ...notes.map((note) => chalk.yellow(note))];
}

/** As a shell takes it: `#12` would be a comment. */
function inShell(word: string): string {
  return /^[\w.@/:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function wordsOf({ what, name }: Pick<Deed, 'what' | 'name'>): string {
  switch (what) {
    case 'started':
      return 'started';
    case 'goal':
      return 'reached its goal';
    case 'ended':
      return `ended as ${name}`;
    case 'sent':
      return `sent ${name}`;
    case 'held':
      return `held back ${name}`;
    case 'dropped':
      return `dropped ${name}`;
    case 'handed':
      return `handed over to ${name}`;
    case 'running':
      return 'still runs';
    case 'unanswered':
      return `no answer from ${name}`;
  }
}

/** Then and now: the first few that differ, as exactly as that shows. */
function timesOf({ before, after }: Example): [then: string, now: string] {
  const differs = before.findIndex((time, index) => time !== after[index]);
  const same = differs < 0 ? before.length : differs;
  const toMinute = before[same]?.slice(0, 16) !== after[same]?.slice(0, 16);
  const told = (times: Example['before']): string => {
    if (times.length === 0) return 'not';
    const shown = times.slice(same, same + 2).map((time) => `${time.slice(0, toMinute ? 16 : 23)}Z`);
    if (shown.length === times.length) return shown.join(', ');
    const all = [...(same > 0 ? ['..'] : []), ...shown, ...(same + shown.length < times.length ? ['..'] : [])];
    return `${all.join(', ')}: ${times.length} times`;
  };
  return [told(before), told(after)];
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}

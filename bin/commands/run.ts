import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { DATABASE_OPTION } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { describeRun, rate, runFile } from '../running.ts';

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
    .requiredOption(
      '--input <file>',
      'signals as JSON Lines, also gzip; - for standard input',
      once('--input', 'Run them one after the other, or `cat` them into --input -.'),
    )
    .option('--drain', 'fire the timers that are left at the end, of ten years at most')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey run journeys/retail --input orders.jsonl.gz --drain')
    .action(run);
}

function requireFile(path: string, said: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  const hint = 'Give a file of signals, or - for standard input.';
  if (there === undefined) throw new CliFailure(2, `There is no file ${said}.`, hint);
  if (there.isDirectory()) throw new CliFailure(2, `${said} is a folder.`, hint);
}

async function run(workspace: string | undefined, options: Options): Promise<void> {
  const input = options.input === '-' ? '-' : resolve(options.input);
  if (input !== '-') requireFile(input, options.input);
  const { counts, summary } = await runFile(workspace, input, options.db, options.drain === true);
  if (options.json === true) {
    const { seconds, ...rest } = counts;
    printJson({ ...rest, ...summary, seconds, signalsPerSecond: rate(counts) });
  } else print(describeRun(counts, summary));
}

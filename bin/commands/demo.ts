import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import chalk from 'chalk';
import { Command } from 'commander';
import { openForReading } from '../database.ts';
import { describeDecision } from '../decisions.ts';
import { CliFailure, print } from '../output.ts';
import { describeRun, runFile } from '../running.ts';
import { makeFolder } from '../writing.ts';

/** Whom to ask about at the end: a message that policy held back. */
const EXPLAINED = { workspace: 'telco', customer: 'dora', name: 'BetterPlan' } as const;

export function demoCommand(): Command {
  return new Command('demo')
    .description('runs the sample journeys on sample signals, and explains one decision')
    .option('--out <folder>', 'where the databases go', 'journey-demo')
    .addHelpText('after', '\nExample:\n  journey demo')
    .action(demo);
}

async function demo(options: { out: string }): Promise<void> {
  const library = findLibrary();
  makeFolder(options.out);
  for (const name of readdirSync(library).sort()) {
    const input = join(library, name, 'samples', 'signals.jsonl');
    if (!existsSync(input)) continue;
    const db = join(options.out, `${name}.db`);
    // From the beginning each time: known signals would have no effect.
    for (const end of ['', '-wal', '-shm', '-writer']) rmSync(db + end, { force: true });
    const { counts, summary } = await runFile(join(library, name), input, db, true);
    print(chalk.bold.underline(`${name}  ${relative(process.cwd(), join(library, name))}`));
    print(describeRun(counts, summary));
    print('');
  }
  const { workspace, customer, name } = EXPLAINED;
  const db = join(options.out, `${workspace}.db`);
  const command = `npx journey why ${customer} ${name} --db ${db}`;
  print(`${chalk.bold.underline('One decision explained')}  ${chalk.dim(command)}`);
  const { database, view } = await openForReading(db);
  const { isAbout, why } = await import('../../runtime/insight/history.ts');
  const number = view.byKey(customer);
  for (const decision of number === null ? [] : why(database, view, number))
    if (isAbout(decision, name)) print(describeDecision(decision));
  print('');
  print(
    `Next: ${chalk.cyan('npx journey test journeys --coverage')}, or ${chalk.cyan(`npx journey timeline ${customer} --db ${db}`)}`,
  );
}

/** `journeys` beside this program: its depth differs between the sources and the bundle. */
function findLibrary(): string {
  for (let at = import.meta.dirname; dirname(at) !== at; at = dirname(at)) {
    if (existsSync(join(at, 'journeys', 'telco', 'journey.json'))) return join(at, 'journeys');
  }
  throw new CliFailure(3, 'The sample journeys are not there.', 'Install the package again.');
}

import chalk from 'chalk';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { print, printJson } from '../output.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('rebuilds all state from the log')
    .option('--verify', 'compare it with what is stored, and every decision with the one in the log')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey replay --verify')
    .action(replay);
}

async function replay(options: { verify?: boolean; db?: string; json?: boolean }): Promise<void> {
  const { openReader } = await import('../../runtime/store/open.ts');
  const { replayAll } = await import('../../runtime/engine/verify.ts');
  const report = replayAll(openReader(databaseFile(options.db)), options.verify === true);
  if (!report.identical) process.exitCode = 1;
  if (options.json === true) return printJson(report);
  print(
    [counted(report.signals, 'signal'), counted(report.records, 'record'), counted(report.customers, 'customer')].join(
      ', ',
    ),
  );
  if (options.verify !== true) return;
  print(
    report.identical
      ? chalk.green('The log gives the very state that is stored.')
      : chalk.red('The log does not give the state that is stored:'),
  );
  for (const difference of report.differences) print(`  ${difference}`);
  if (report.writers !== undefined) print(report.writers);
}

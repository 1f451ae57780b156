#!/usr/bin/env node
/** The `journey` command. Each command's file says its options; the rooms that it needs are loaded when it runs. */
import module from 'node:module';
import { Command, CommanderError } from 'commander';
import { auditCommand } from './commands/audit.ts';
import { backtestCommand } from './commands/backtest.ts';
import { backupCommand } from './commands/backup.ts';
import { cancelCommand } from './commands/cancel.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { docsCommand } from './commands/docs.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { fmtCommand } from './commands/fmt.ts';
import { forgetCommand } from './commands/forget.ts';
import { graphCommand } from './commands/graph.ts';
import { helpCommand } from './commands/help.ts';
import { initCommand } from './commands/init.ts';
import { instancesCommand } from './commands/instances.ts';
import { keysCommand } from './commands/keys.ts';
import { lspCommand } from './commands/lsp.ts';
import { migrateCommand } from './commands/migrate.ts';
import { moveCommand } from './commands/move.ts';
import { outboxCommand } from './commands/outbox.ts';
import { pauseCommand } from './commands/pause.ts';
import { reloadCommand } from './commands/reload.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { restoreCommand } from './commands/restore.ts';
import { resumeCommand } from './commands/resume.ts';
import { retryCommand } from './commands/retry.ts';
import { runCommand } from './commands/run.ts';
import { sendCommand } from './commands/send.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import { taskCommand } from './commands/task.ts';
import { tasksCommand } from './commands/tasks.ts';
import { testCommand } from './commands/test.ts';
import { timelineCommand } from './commands/timeline.ts';
import { whyCommand } from './commands/why.ts';
import { CliFailure, tellFailure } from './output.ts';
import { VERSION } from './version.ts';

// From Node 22 on, what has been compiled once is kept for the next start.
(module as { readonly enableCompileCache?: () => unknown }).enableCompileCache?.();

const program = new Command('journey')
  .description('Customer journeys as typed text: check them, test them, run them, and ask why.')
  .version(VERSION)
  .showHelpAfterError('(run with --help to see what it takes)')
  .helpCommand(false)
  .exitOverride();

const COMMANDS: readonly Command[] = [
  initCommand(),
  checkCommand(),
  fmtCommand(),
  explainCommand(),
  testCommand(),
  graphCommand(),
  docsCommand(),
  runCommand(),
  sendCommand(),
  serveCommand(),
  keysCommand(),
  statusCommand(),
  instancesCommand(),
  tasksCommand(),
  taskCommand(),
  pauseCommand(),
  resumeCommand(),
  cancelCommand(),
  migrateCommand(),
  moveCommand(),
  reloadCommand(),
  outboxCommand(),
  retryCommand(),
  showCommand(),
  timelineCommand(),
  whyCommand(),
  exportCommand(),
  forgetCommand(),
  auditCommand(),
  backupCommand(),
  restoreCommand(),
  doctorCommand(),
  replayCommand(),
  backtestCommand(),
  reportCommand(),
  demoCommand(),
  lspCommand(),
  helpCommand(),
];

/** Used wrongly, each of them says how it is used, and ends with the same status. */
function adopt(command: Command): Command {
  command.copyInheritedSettings(program);
  for (const each of command.commands) adopt(each);
  return command;
}

// Before anything is done. An unset variable in a script: nobody would stand in the log, and an empty path is the folder where one stands.
program.hook('preAction', async (_, command) => {
  const { by }: { readonly by?: string } = command.opts();
  if (by?.trim() === '') throw new CliFailure(2, '--by names nobody.', 'Say who does it, or leave --by out.');
  const options: Readonly<Record<string, unknown>> = command.opts();
  const empty = command.registeredArguments.find(({ variadic }, at) =>
    (variadic ? command.args.slice(at) : command.args.slice(at, at + 1)).some(isBlank),
  );
  const blank = command.options.find((option) => isBlank(options[option.attributeName()]));
  const named = empty === undefined ? blank?.long : `The argument ${empty.name()}`;
  if (named !== undefined)
    throw new CliFailure(2, `${named} is empty.`, 'Where a script has filled it in, its variable is not set.');
  const { json, format } = options;
  if (json === true && typeof format === 'string' && format !== 'json' && isGiven(command, 'format'))
    throw new CliFailure(2, `--json and --format ${format} contradict each other.`, 'Leave one of them out.');
  if (by === undefined) return;
  const { BY_RULE, isBy } = await import('../runtime/engine/acts.ts');
  if (!isBy(by)) throw new CliFailure(2, `--by should be ${BY_RULE}.`, 'Say who does it, such as --by mia.');
});

function isGiven(command: Command, option: string): boolean {
  return command.getOptionValueSource(option) === 'cli';
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

for (const command of COMMANDS) program.addCommand(adopt(command));

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.exit(tellFailure(error));
});
// Where nobody takes what is told (the reader of the log has ended, its disk is full), all else goes on.
process.stderr.on('error', () => undefined);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = tellFailure(error);
}

import { Command } from 'commander';
import type { Reloaded } from '../../runtime/gateway/admin.ts';
import { daemonOf, whoActs } from '../acting.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { describeReload } from '../reloading.ts';

interface Options {
  readonly by?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function reloadCommand(): Command {
  return new Command('reload')
    .description(
      'lets a running daemon take the files as they are now: new instances take them, those that run keep the old',
    )
    .option('--by <person>', 'who does it; it stands in the log (default: the user of this system)')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey reload --by mia')
    .action(reload);
}

async function reload(options: Options): Promise<void> {
  const file = databaseFile(options.db);
  const daemon = await daemonOf(file);
  if (daemon === null) {
    throw new CliFailure(3, `No daemon holds ${file}.`, 'The files are read when it starts: journey serve.');
  }
  const done = (await daemon.ask('/v1/admin/reload', { by: whoActs(options) })) as Reloaded;
  if (options.json === true) printJson(done);
  else if (done.ok) print(describeReload(done));
  if (!done.ok && options.json !== true) throw new CliFailure(1, describeReload(done));
  if (!done.ok) process.exitCode = 1;
}

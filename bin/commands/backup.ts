import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { note } from '../acting.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson, tell } from '../output.ts';

interface Options {
  readonly force?: boolean;
  readonly by?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('copies the database into one file while it is written, and checks the copy')
    .argument('<file>', 'where the copy goes')
    .option('--force', 'over a file that is there already')
    .option('--by <person>', 'who does it; it stands in the log (default: the user of this system)')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey backup /backups/journey-monday.db')
    .action(backup);
}

async function backup(target: string, options: Options): Promise<void> {
  const file = resolve(target);
  const database = databaseFile(options.db);
  if (file === database) throw new CliFailure(2, `${target} is the database itself.`, 'Name another file.');
  const requireFree = (): void => {
    if (existsSync(file) && options.force !== true)
      throw new CliFailure(2, `${target} is there already.`, 'Name another file, or say --force.');
  };
  requireFree();
  const { backUpAlone, clearAbandoned } = await import('../../runtime/store/backup.ts');
  for (const part of clearAbandoned(file)) tell(`Taken away: ${part}, which a backup that was killed has left.`);
  const made = await backUpAlone(database, file, requireFree);
  await note({ act: 'backup', subject: basename(file), detail: `up to record ${made.records}` }, options);
  if (options.json === true) printJson({ file, ...made });
  else print(`${target}: ${counted(made.records, 'record')}, ${(made.bytes / 1024 / 1024).toFixed(1)} MB, checked`);
}

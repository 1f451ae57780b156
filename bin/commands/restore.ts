import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { note, whoActs, withEngine } from '../acting.ts';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson, tell } from '../output.ts';

interface Options {
  readonly by?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('puts a backup in the place of the database, which is kept beside it; refused while a daemon runs')
    .argument('<file>', 'made by `journey backup`')
    .option('--by <person>', 'who does it; it stands in the log (default: the user of this system)')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey restore /backups/journey-monday.db')
    .action(restore);
}

async function restore(source: string, options: Options): Promise<void> {
  const file = databaseFile(options.db);
  const backup = resolve(source);
  if (!existsSync(backup)) throw new CliFailure(2, `There is no file ${source}.`);
  if (backup === file) throw new CliFailure(2, `${source} is the database itself.`, 'Name the backup.');
  const { lockWriter } = await import('../../runtime/store/lock.ts');
  const { checkCopy, putBack } = await import('../../runtime/store/backup.ts');
  const { records, hash } = checkCopy(backup);
  const lock = lockWriter(file, 'journey restore');
  let aside: string | null;
  let forgotten = 0;
  try {
    aside = await putBack(backup, file, new Date(), async (copy) => {
      if (existsSync(file)) forgotten = await forgetAgain(copy, file, whoActs(options));
    });
  } finally {
    lock.release();
  }
  await note({ act: 'restore', subject: basename(backup), detail: `up to record ${records}` }, options);
  if (options.json === true) return printJson({ file, records, hash, aside, forgotten });
  print(`${file} is as of record ${records}.`);
  if (forgotten > 0)
    print(`Forgotten in it, too, as they have been since the backup: ${counted(forgotten, 'customer')}.`);
  if (aside !== null) tell(`What was there is kept as ${aside}.`);
}

/** Whoever was forgotten since the backup must not come back with it; gives how many they are. */
async function forgetAgain(copy: string, replaced: string, by: string): Promise<number> {
  const { erasuresIn } = await import('../erasing.ts');
  const people = await erasuresIn(replaced, copy);
  if (people.length === 0) return 0;
  return withEngine(
    copy,
    'journey restore',
    (engine) => people.filter((customer) => engine.operate({ act: 'forget', customer, by }, Date.now()).ok).length,
  );
}

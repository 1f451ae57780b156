import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { isThere } from '../../runtime/store/failure.ts';
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
  if (!isThere(backup))
    throw new CliFailure(2, `There is no file ${source}.`, 'Name a file that `journey backup` has made.');
  if (backup === file) throw new CliFailure(2, `${source} is the database itself.`, 'Name the backup.');
  const { lockWriter } = await import('../../runtime/store/lock.ts');
  const { drawMark } = await import('../../runtime/store/origin.ts');
  const { checkCopy, putBack } = await import('../../runtime/store/backup.ts');
  const { records, hash } = checkCopy(backup);
  const lock = lockWriter(file, 'journey restore');
  let aside: string | null;
  let again: Again = { forgotten: 0, unknown: null };
  try {
    aside = await putBack(backup, file, new Date(), async (copy) => {
      again = await forgetAgain(copy, file, whoActs(options));
      drawMark(copy, records);
    });
  } finally {
    lock.release();
  }
  const { forgotten, unknown } = again;
  const detail = `up to record ${records}${unknown === null ? '' : '; who was forgotten since is not known'}`;
  await note({ act: 'restore', subject: basename(backup), detail }, options);
  if (options.json === true) return printJson({ file, records, hash, aside, forgotten, unknown });
  print(`${file} is as of record ${records}.`);
  if (forgotten > 0)
    print(
      `Forgotten in it, too, as they have been since the backup: ${counted(forgotten, 'customer or subject', 'customers or subjects')}.`,
    );
  if (unknown !== null) {
    tell(`Who was forgotten after this backup was made is not known: ${unknown}. Whoever was stands in it again.`);
    tell('Forget them with a copy that knows, such as a later backup: journey forget --from FILE --yes');
  }
  if (aside !== null) tell(`What was there is kept as ${aside}.`);
}

/** `unknown`: why nobody can tell who was forgotten since the backup, or null */
interface Again {
  readonly forgotten: number;
  readonly unknown: string | null;
}

/** Whoever was forgotten since the backup must not come back with it; gives how many they are. */
async function forgetAgain(copy: string, replaced: string, by: string): Promise<Again> {
  const known = await erasuresOf(replaced, copy);
  if (typeof known === 'string') return { forgotten: 0, unknown: known };
  if (known.length === 0) return { forgotten: 0, unknown: null };
  const forgotten = await withEngine(
    copy,
    'journey restore',
    (engine) => known.filter((customer) => engine.operate({ act: 'forget', customer, by }, Date.now()).ok).length,
  );
  return { forgotten, unknown: null };
}

/** Or why what is replaced cannot tell. */
async function erasuresOf(replaced: string, copy: string): Promise<readonly number[] | string> {
  if (!existsSync(replaced)) return `there is no database ${replaced} any more that could tell`;
  const { erasuresIn } = await import('../erasing.ts');
  const { StoreFailure } = await import('../../runtime/store/failure.ts');
  try {
    const { people, related } = await erasuresIn(replaced, copy);
    return related ? people : 'what was there is another database';
  } catch (error) {
    if (error instanceof StoreFailure) return `what was there cannot be read (${error.message})`;
    throw error;
  }
}

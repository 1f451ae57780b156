import { Command } from 'commander';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { compileWorkspace } from '../workspace.ts';

interface Options {
  readonly all?: boolean;
  readonly workspace?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function retryCommand(): Command {
  return new Command('retry')
    .description('lets what was given up leave again: `journey outbox --status dead` shows it')
    .argument('[id]', 'as `journey outbox` gives it')
    .option('--all', 'everything that was given up')
    .option('--workspace <folder>', 'the workspace (default: here)')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey retry m-12-0')
    .action(retry);
}

async function retry(id: string | undefined, options: Options): Promise<void> {
  if ((id === undefined) === (options.all !== true))
    throw new CliFailure(2, 'Say what to retry.', 'Give an id of `journey outbox --status dead`, or --all.');
  const { root, graph } = await compileWorkspace(options.workspace);
  const file = databaseFile(options.db, root);
  const { openWriter } = await import('../../runtime/store/open.ts');
  const { createCommitter } = await import('../../runtime/store/committer.ts');
  const { createEngine } = await import('../../runtime/engine/engine.ts');
  const { readOutbox } = await import('../../runtime/store/outbox.ts');
  const { retry: retryOne } = await import('../../runtime/engine/retry.ts');
  const { database, lock } = openWriter(file, 'journey retry');
  try {
    const engine = createEngine(database, graph, createCommitter(database, file), 'real');
    const dead = { status: 'dead', limit: Number.MAX_SAFE_INTEGER };
    const ids = id === undefined ? readOutbox(database, dead).map((row) => row.id) : [id];
    const refused = ids.map((each) => retryOne(engine, database, each, Date.now())).find(({ ok }) => !ok);
    engine.close();
    if (refused !== undefined && !refused.ok)
      throw new CliFailure(1, `${refused.reason}.`, 'See what was given up with `journey outbox --status dead`.');
    if (options.json === true) printJson({ retried: ids });
    else print(`${ids.length === 1 ? ids[0] : `${ids.length} of them`} will leave when \`journey serve\` runs`);
  } finally {
    database.close();
    lock.release();
  }
}

import { Command, Option } from 'commander';
import { DATABASE_OPTION, databaseFile } from '../database.ts';
import { CliFailure, print, printJson } from '../output.ts';
import { compileWorkspace } from '../workspace.ts';

const ACTIONS = ['resolved', 'returned', 'approved', 'rejected'] as const;

interface Options {
  readonly as: (typeof ACTIONS)[number];
  readonly by: string;
  readonly at?: string;
  readonly workspace?: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function taskCommand(): Command {
  const task = new Command('task')
    .description('acts on what a team has to do')
    .addHelpText('after', '\nExample:\n  journey task done t-4-1 --by mia');
  task.addCommand(
    new Command('done')
      .description('closes a task; the journey goes on')
      .argument('<id>')
      .addOption(new Option('--as <outcome>', 'how it was closed').choices(ACTIONS).default('resolved'))
      .requiredOption('--by <person>', 'who closes it; it stands in the log')
      .option('--at <time>', 'when it was done (default: now)')
      .option('--workspace <path>', 'the workspace (default: here)')
      .option(...DATABASE_OPTION)
      .option('--json', 'one JSON document on stdout')
      .addHelpText('after', '\nExample:\n  journey task done t-4-1 --by mia')
      .action(done),
  );
  return task;
}

async function done(id: string, options: Options): Promise<void> {
  const now = options.at === undefined ? Date.now() : Date.parse(options.at);
  if (Number.isNaN(now)) throw new CliFailure(2, `${options.at} is not a time.`, 'Write it as 2026-03-01T09:00:00Z.');
  const { root, graph } = await compileWorkspace(options.workspace);
  const file = databaseFile(options.db, root);
  const { openWriter } = await import('../../runtime/store/open.ts');
  const { createCommitter } = await import('../../runtime/store/committer.ts');
  const { createEngine } = await import('../../runtime/engine/engine.ts');
  const { readTask } = await import('../../runtime/store/tasks.ts');
  const { database, lock } = openWriter(file, 'journey task');
  try {
    const engine = createEngine(database, graph, createCommitter(database, file), 'real');
    const task = readTask(database, id);
    if (task === undefined) {
      engine.close();
      throw new CliFailure(1, `There is no task ${id}.`, 'See them with `journey tasks`.');
    }
    if (task.status !== 'open') {
      engine.close();
      throw new CliFailure(1, `Task ${id} is closed already: ${task.status}.`);
    }
    const act = { task: id, action: options.as, by: options.by };
    const { decisions } = engine.closeTask(task.customer, act, Math.max(now, engine.clock));
    engine.close();
    if (options.json === true) printJson({ id, status: options.as, decisions: decisions.length });
    else {
      const followed =
        decisions.length === 0 ? 'its journey no longer waited for it' : `${decisions.length} decisions followed`;
      print(`${id} is ${options.as}; ${followed}`);
    }
  } finally {
    database.close();
    lock.release();
  }
}

import { Command } from 'commander';
import { DATABASE_OPTION, openForReading } from '../database.ts';
import { CliFailure, printJson, timeOrNull } from '../output.ts';

export function showCommand(): Command {
  return new Command('show')
    .description('one instance, task or message with all that is known of it, as JSON')
    .argument('<id>', 'as `instances`, `tasks` and `outbox` give it')
    .option(...DATABASE_OPTION)
    .option('--json', 'the same: it is always JSON')
    .addHelpText('after', '\nExample:\n  journey show 12-1')
    .action(show);
}

async function show(id: string, options: { readonly db?: string }): Promise<void> {
  const { database, view } = await openForReading(options.db);
  const { readTask } = await import('../../runtime/store/tasks.ts');
  const { readMessage } = await import('../../runtime/store/outbox.ts');
  const { findInstance } = await import('../../runtime/insight/instances.ts');
  const task = readTask(database, id);
  if (task !== undefined) {
    const context = JSON.parse(task.context) as unknown;
    return printJson({ task: { ...task, time: timeOrNull(task.time), due: timeOrNull(task.due), context } });
  }
  const message = readMessage(database, id);
  if (message !== undefined) {
    const content = JSON.parse(message.content) as unknown;
    const { time, nextAt, until, way: channel, ...rest } = message;
    const times = { time: timeOrNull(time), nextAt: timeOrNull(nextAt), until: timeOrNull(until) };
    return printJson({ message: { ...rest, channel, ...times, content } });
  }
  const instance = findInstance(view, id);
  if (instance !== null) return printJson({ instance });
  throw new CliFailure(
    1,
    `Nothing has the id ${id}.`,
    'Ids stand in `journey instances`, `tasks` and `outbox`; an instance that has ended is seen with `journey timeline`.',
  );
}

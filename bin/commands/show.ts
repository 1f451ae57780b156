import { Command } from 'commander';
import { DATABASE_OPTION, openForReading } from '../database.ts';
import { CliFailure, printJson, timeOrNull } from '../output.ts';
import { printParts } from '../values.ts';

interface Options {
  readonly db?: string;
  readonly json?: boolean;
}

export function showCommand(): Command {
  return new Command('show')
    .description('one instance, task or message with all that is known of it')
    .argument('<id>', 'as `instances`, `tasks` and `outbox` give it')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout, with values as on the wire')
    .addHelpText('after', '\nExample:\n  journey show 12-1')
    .action(show);
}

async function show(id: string, options: Options): Promise<void> {
  const [what, known] = await find(id, options);
  if (options.json === true) return printJson({ [what]: known });
  const { id: own, ...parts } = known;
  printParts(`${what} ${own}`, parts);
}

interface Known {
  readonly id: string;
  readonly [part: string]: unknown;
}

async function find(id: string, options: Options): Promise<readonly [what: string, known: Known]> {
  const { database, view } = await openForReading(options.db);
  const { readTask } = await import('../../runtime/store/tasks.ts');
  const { readMessage } = await import('../../runtime/store/outbox.ts');
  const { customerName, customerNameFor, findInstance } = await import('../../runtime/insight/instances.ts');
  const task = readTask(database, id);
  if (task !== undefined) {
    const context = JSON.parse(task.context) as unknown;
    const customer = customerNameFor(view, task.team)(task.customer);
    return ['task', { ...task, customer, time: timeOrNull(task.time), due: timeOrNull(task.due), context }];
  }
  const message = readMessage(database, id);
  if (message !== undefined) {
    const content = JSON.parse(message.content) as unknown;
    const { time, nextAt, until, way: channel, customer: number, ...rest } = message;
    const customer = customerName(view, number);
    const times = { time: timeOrNull(time), nextAt: timeOrNull(nextAt), until: timeOrNull(until) };
    return ['message', { ...rest, customer, channel, ...times, content }];
  }
  const instance = findInstance(view, id);
  if (instance !== null) return ['instance', { ...instance }];
  throw new CliFailure(
    1,
    `Nothing has the id ${id}.`,
    'Ids stand in `journey instances`, `tasks` and `outbox`; an instance that has ended is seen with `journey timeline`.',
  );
}

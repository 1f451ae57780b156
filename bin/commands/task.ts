import { Command, Option } from 'commander';
import type { TaskAction } from '../../runtime/core/state/input.ts';
import { counted } from '../../runtime/core/values/counted.ts';
import { type Acting, act, actOptions } from '../acting.ts';

const ACTIONS: readonly TaskAction[] = ['resolved', 'returned', 'approved', 'rejected'];

export function taskCommand(): Command {
  const task = new Command('task')
    .description('acts on what a team has to do')
    .addHelpText('after', '\nExample:\n  journey task claim t-4-1 --by mia\n  journey task done t-4-1 --by mia');
  const each = (name: string, description: string): Command =>
    actOptions(new Command(name))
      .description(description)
      .argument('<id>', 'as `journey tasks` gives it')
      .addHelpText('after', `\nExample:\n  journey task ${name} t-4-1 --by mia`);
  task.addCommand(
    each('claim', 'takes a task on: it no longer goes to the team above').action((id: string, options: Acting) =>
      act({ act: 'claim', task: id }, options, ({ before }) =>
        before === undefined ? `${id} is yours` : `${id} is yours; ${before} had taken it on`,
      ),
    ),
  );
  task.addCommand(
    each('done', 'closes a task, and approves what asks for approval (--as rejected: rejects it); the journey goes on')
      .addOption(new Option('--as <outcome>', 'how it was closed').choices(ACTIONS).default('resolved'))
      .action((id: string, options: Acting & { readonly as: TaskAction }) => close(id, options.as, options)),
  );
  task.addCommand(
    each('return', 'hands a task back to its journey; what asks for approval is rejected').action(
      (id: string, options: Acting) => close(id, 'returned', options),
    ),
  );
  return task;
}

function close(id: string, action: TaskAction, options: Acting): Promise<void> {
  return act({ act: 'close', task: id, action }, options, ({ decisions }) => {
    const followed =
      decisions === 0 ? 'its journey no longer waited for it' : `${counted(decisions, 'decision')} followed`;
    return `${id} is ${action}; ${followed}`;
  });
}

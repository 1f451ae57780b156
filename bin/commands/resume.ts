import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { type Acting, act, actOptions } from '../acting.ts';

export function resumeCommand(): Command {
  return actOptions(new Command('resume'))
    .description('lets a paused journey go on: what fell due meanwhile happens now')
    .argument('<journey>')
    .addHelpText('after', '\nExample:\n  journey resume BillShock --by mia')
    .action((journey: string, options: Acting) =>
      act(
        { act: 'resume', journey },
        options,
        ({ count }) => `${journey} goes on; ${counted(count, 'stands', 'stand')} in it`,
      ),
    );
}

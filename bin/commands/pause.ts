import { Command } from 'commander';
import { type Acting, act, actOptions } from '../acting.ts';

export function pauseCommand(): Command {
  return actOptions(new Command('pause'))
    .description(
      'pauses a journey: nothing starts, nothing is sent, no timer moves on who runs; goals and stops are still heard',
    )
    .argument('<journey>')
    .addHelpText('after', '\nExample:\n  journey pause BillShock --by mia')
    .action((journey: string, options: Acting) =>
      act({ act: 'pause', journey }, options, () => `${journey} is paused. It goes on with: journey resume ${journey}`),
    );
}

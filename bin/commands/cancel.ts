import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { type Acting, act, actOptions } from '../acting.ts';
import { once } from '../once.ts';
import { CliFailure } from '../output.ts';

export function cancelCommand(): Command {
  return actOptions(new Command('cancel'))
    .description(
      'ends an instance, or all of a journey, with the outcome `cancelled`; open tasks and held messages end with it',
    )
    .argument('[instance]', 'as `journey instances` gives it')
    .option('--journey <name>', 'every running instance of this journey', once('--journey', 'Name one at a time.'))
    .addHelpText('after', '\nExample:\n  journey cancel 12-1 --by mia\n  journey cancel --journey OldPromotion')
    .action(cancel);
}

async function cancel(instance: string | undefined, options: Acting & { readonly journey?: string }): Promise<void> {
  const { journey } = options;
  if (instance !== undefined && journey === undefined) {
    return act({ act: 'cancel', instance }, options, ({ seq }) => `${instance} has ended as cancelled, record ${seq}`);
  }
  if (instance === undefined && journey !== undefined) {
    return act(
      { act: 'cancel all', journey },
      options,
      ({ count }) =>
        `${counted(count, `instance of ${journey} has`, `instances of ${journey} have`)} ended as cancelled`,
    );
  }
  if (instance !== undefined)
    throw new CliFailure(2, `--journey would cancel more than ${instance}.`, 'Leave the instance out, or --journey.');
  throw new CliFailure(2, 'Say what to cancel: an instance, or a journey with --journey.');
}

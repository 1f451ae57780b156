import { Command } from 'commander';
import { type Acting, act, actOptions } from '../acting.ts';
import { CliFailure } from '../output.ts';
import { durationOf, timeOf } from '../times.ts';

interface Options extends Acting {
  readonly to?: string;
  readonly later?: string;
  readonly sooner?: string;
  readonly expiry?: boolean;
}

export function moveCommand(): Command {
  return actOptions(new Command('move'))
    .description('moves the time limit that an instance waits for, or when it expires')
    .argument('<instance>', 'as `journey instances` gives it')
    .option('--to <time>', 'to this time, such as 2026-03-01T09:00:00Z')
    .option('--later <duration>', 'so much later than it is now, such as "2 days"')
    .option('--sooner <duration>', 'so much sooner than it is now')
    .option('--expiry', 'not the wait: when the whole instance expires')
    .addHelpText('after', '\nExample:\n  journey move 12-1 --later "2 days" --by mia')
    .action(move);
}

async function move(instance: string, options: Options): Promise<void> {
  const limit = options.expiry === true ? 'expiry' : 'wait';
  const what = limit === 'expiry' ? 'The expiry' : 'The wait';
  return act(
    { act: 'move', instance, limit, to: targetOf(options) },
    options,
    ({ seq, due }) => `${what} of ${instance} is moved to ${due}, record ${seq}`,
  );
}

function targetOf({ to, later, sooner }: Options): { readonly time: number } | { readonly later: number } {
  const given = [to, later, sooner].filter((each) => each !== undefined);
  if (given.length !== 1) throw new CliFailure(2, 'Say where to: one of --to, --later and --sooner.');
  if (to !== undefined) return { time: timeOf(to) };
  return { later: later === undefined ? -durationOf(sooner ?? '') : durationOf(later) };
}

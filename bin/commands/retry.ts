import { Command } from 'commander';
import { type Acting, act, actOptions } from '../acting.ts';
import { CliFailure } from '../output.ts';

export function retryCommand(): Command {
  return actOptions(new Command('retry'))
    .description('lets what was given up leave again: `journey outbox --status dead` shows it')
    .argument('[id]', 'as `journey outbox` gives it')
    .option('--all', 'everything that was given up')
    .addHelpText('after', '\nExample:\n  journey retry m-12-0')
    .action(retry);
}

async function retry(id: string | undefined, options: Acting & { readonly all?: boolean }): Promise<void> {
  if ((id === undefined) === (options.all !== true))
    throw new CliFailure(2, 'Say what to retry.', 'Give an id of `journey outbox --status dead`, or --all.');
  return act(
    { act: 'retry', id: id ?? null },
    options,
    ({ count }) => `${id ?? `${count} of them`} will leave when \`journey serve\` runs`,
  );
}

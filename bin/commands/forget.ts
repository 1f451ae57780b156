import { Command } from 'commander';
import { type Acting, act, actOptions } from '../acting.ts';
import { CUSTOMER_ARGUMENT, customerNumber, openForReading } from '../database.ts';
import { CliFailure, tell } from '../output.ts';

export function forgetCommand(): Command {
  return actOptions(new Command('forget'))
    .description(
      'erases a person (or a subject): from log, state, outbox, tasks, calls and rejects; the log still replays, and its chain still holds',
    )
    .argument(...CUSTOMER_ARGUMENT)
    .option('--yes', 'it cannot be undone, and I know it')
    .addHelpText('after', '\nExample:\n  journey export ada > ada.json\n  journey forget ada --yes --by mia')
    .action(forget);
}

async function forget(key: string, options: Acting & { readonly yes?: boolean }): Promise<void> {
  if (options.yes !== true) {
    throw new CliFailure(2, 'This cannot be undone.', `Say so: journey forget ${key} --yes`);
  }
  const reading = await openForReading(options.db);
  const customer = customerNumber(reading, key);
  const what = reading.view.find(customer)?.customer.about ?? 'person';
  reading.database.close();
  await act({ act: 'forget', customer }, options, ({ count, clean }) => {
    if (clean === false)
      tell('Another process still reads pages from before: the next command that writes clears them.');
    return `#${customer} is forgotten: ${count} records hold nothing of this ${what} any more. Backups made before still do.`;
  });
}

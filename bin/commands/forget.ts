import { resolve } from 'node:path';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { isThere } from '../../runtime/store/failure.ts';
import { type Acting, act, actOptions, operate } from '../acting.ts';
import { CUSTOMER_ARGUMENT, customerNumber, databaseFile, openForReading } from '../database.ts';
import { CliFailure, print, printJson, tell } from '../output.ts';

export function forgetCommand(): Command {
  return actOptions(new Command('forget'))
    .description(
      'erases a person (or a subject): from log, state, outbox, tasks, calls and rejects; the log still replays, and its chain still holds',
    )
    .argument('[customer]', CUSTOMER_ARGUMENT[1])
    .option(
      '--from <file>',
      'whoever was forgotten in another copy of this database, such as the one that a restore has replaced',
    )
    .option('--yes', 'it cannot be undone, and I know it')
    .addHelpText(
      'after',
      '\nExample:\n  journey export ada > ada.json\n  journey forget ada --yes --by mia\n  journey forget --from journey.db.before-2026-03-02 --yes',
    )
    .action(forget);
}

interface Options extends Acting {
  readonly from?: string;
  readonly yes?: boolean;
}

async function forget(key: string | undefined, options: Options): Promise<void> {
  if ((key === undefined) === (options.from === undefined))
    throw new CliFailure(2, 'Say whom to forget.', 'Give a key of the customer, or --from FILE.');
  if (options.yes !== true) {
    throw new CliFailure(2, 'This cannot be undone.', 'Say so with --yes.');
  }
  if (key === undefined) return forgetAll(options.from ?? '', options);
  const reading = await openForReading(options.db);
  const customer = customerNumber(reading, key);
  const what = reading.view.find(customer)?.customer.about ?? 'person';
  reading.database.close();
  await act({ act: 'forget', customer }, options, ({ count, clean }) => {
    if (clean === false)
      tell(
        'What it was still stands in the file: another process reads pages from before, or there is no room to write the file anew. The next start of what writes it, or the next `journey forget`, clears it.',
      );
    return `#${customer} is forgotten: ${counted(count, 'record holds', 'records hold')} nothing of this ${what} any more. Backups made before still do.`;
  });
}

async function forgetAll(other: string, options: Options): Promise<void> {
  const file = databaseFile(options.db);
  if (!isThere(other)) throw new CliFailure(2, `There is no file ${other}.`, 'Name a copy of this database.');
  const { erasuresIn } = await import('../erasing.ts');
  const { openView } = await import('../../runtime/engine/view.ts');
  const { openReader } = await import('../../runtime/store/open.ts');
  const { people, related } = await erasuresIn(resolve(other), file);
  if (!related)
    throw new CliFailure(
      1,
      `${other} is no copy of ${file}: it knows nothing of who stands there.`,
      'Name a copy of it.',
    );
  const database = openReader(file);
  const view = openView(database);
  const left = people.filter((number) => {
    const customer = view.find(number)?.customer;
    return customer !== undefined && customer.joined === null && customer.forgotten === undefined;
  });
  database.close();
  for (const customer of left) await operate({ act: 'forget', customer }, options);
  if (options.json === true) return printJson({ act: 'forget', from: other, customers: left });
  print(
    left.length === 0
      ? `Everybody whom ${other} has forgotten is forgotten here.`
      : `Forgotten: ${left.map((number) => `#${number}`).join(', ')}. Backups made before still hold them.`,
  );
}

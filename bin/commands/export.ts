import { Command } from 'commander';
import { note } from '../acting.ts';
import { CUSTOMER_ARGUMENT, customerNumber, DATABASE_OPTION, openForReading } from '../database.ts';
import { printPieces } from '../output.ts';

interface Options {
  readonly by?: string;
  readonly db?: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('everything that is known of a person, as JSON')
    .argument(...CUSTOMER_ARGUMENT)
    .option('--by <person>', 'who does it; it stands in the log (default: the user of this system)')
    .option(...DATABASE_OPTION)
    .option('--json', 'the same: it is always JSON')
    .addHelpText('after', '\nExample:\n  journey export ada > ada.json')
    .action(exportCustomer);
}

async function exportCustomer(key: string, options: Options): Promise<void> {
  const reading = await openForReading(options.db);
  const number = customerNumber(reading, key);
  const { exportOf } = await import('../../runtime/insight/export.ts');
  const { jsonPieces } = await import('../../runtime/insight/pieces.ts');
  const known = exportOf(reading.database, reading.view, number);
  await note({ act: 'export', subject: `#${number}`, detail: '' }, options);
  printPieces(jsonPieces(known));
}

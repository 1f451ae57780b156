import { Command } from 'commander';
import { CUSTOMER_ARGUMENT, customerNumber, DATABASE_OPTION, openForReading } from '../database.ts';
import { describeDecision } from '../decisions.ts';
import { print, printJson } from '../output.ts';

export function whyCommand(): Command {
  return new Command('why')
    .description('why a customer got a message, a journey or a handoff, or did not: the decisions, oldest first')
    .argument(...CUSTOMER_ARGUMENT)
    .argument('[name]', 'a message, journey, team, policy or instance')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey why ada BillExplained')
    .action(explain);
}

async function explain(key: string, name: string | undefined, options: { db?: string; json?: boolean }): Promise<void> {
  const reading = await openForReading(options.db);
  const { why } = await import('../../runtime/insight/history.ts');
  const decisions = why(reading.database, reading.view, customerNumber(reading, key), name);
  if (options.json === true) return printJson({ customer: key, decisions });
  if (decisions.length === 0) {
    print(
      name === undefined
        ? `Nothing was decided about ${key}.`
        : `Nothing about ${name} was decided for ${key}: no signal of this customer could have led to it.`,
    );
  }
  for (const decision of decisions) print(describeDecision(decision));
}

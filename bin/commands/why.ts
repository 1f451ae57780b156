import chalk from 'chalk';
import { Command } from 'commander';
import { nearest } from '../../compiler/diagnostics/nearest.ts';
import { counted } from '../../runtime/core/values/counted.ts';
import type { Absence } from '../../runtime/insight/absence.ts';
import { withConnectors } from '../connectors.ts';
import { CUSTOMER_ARGUMENT, customerNumber, DATABASE_OPTION, openForReading } from '../database.ts';
import { describeDecision, describeRefusal } from '../decisions.ts';
import { print, printJson } from '../output.ts';

export function whyCommand(): Command {
  return new Command('why')
    .description('why a customer got a message, a journey or a handoff, or did not: the decisions, oldest first')
    .argument(...CUSTOMER_ARGUMENT)
    .argument(
      '[name]',
      'a message, journey, team, policy, purpose, channel, action, model, decision, experiment or instance',
    )
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey why ada BillExplained')
    .action(explain);
}

async function explain(key: string, name: string | undefined, options: { db?: string; json?: boolean }): Promise<void> {
  const reading = await openForReading(options.db);
  const { decisionsAbout, why } = await import('../../runtime/insight/history.ts');
  const number = customerNumber(reading, key);
  const all = why(reading.database, reading.view, number);
  const decisions = await withConnectors(reading, name === undefined ? all : decisionsAbout(all, name));
  const { absences, absencesSince } = await import('../../runtime/insight/absence.ts');
  if (name === undefined || decisions.length > 0) {
    const absent = name === undefined ? [] : absencesSince(reading.view, number, all, name, decisions);
    if (options.json === true)
      return printJson({ customer: key, decisions, ...(absent.length === 0 ? {} : { absent }) });
    const forgotten = reading.view.find(number)?.customer.forgotten === true;
    if (forgotten) print(`${key} was forgotten: nothing is left but the number.`);
    else if (decisions.length === 0) print(`Nothing was decided about ${key}.`);
    for (const decision of decisions) print(describeDecision(decision));
    if (absent.length > 0) print('Besides:');
    for (const each of absent) print(`    ${describeAbsence(each, name ?? '')}`);
    return;
  }
  const absent = absences(reading.view, number, all, name);
  if (options.json === true) return printJson({ customer: key, decisions, absent });
  print(`Nothing about ${chalk.bold(name)} was decided for ${key}.`);
  for (const each of absent) print(`    ${describeAbsence(each, name)}`);
}

function describeAbsence(absence: Absence, name: string): string {
  switch (absence.kind) {
    case 'forgotten':
      return 'Whoever that was is forgotten: nothing is left but the number.';
    case 'unknown': {
      const close = nearest(name, absence.known);
      return `No journey, message, team, policy, purpose, channel, action, model, decision or experiment is called ${name}.${close === undefined ? '' : ` Did you mean ${close}?`}`;
    }
    case 'unused':
      return 'No journey does anything with it.';
    case 'unasked':
      return 'The model was never asked about this customer: nothing has looked at what it says.';
    case 'silent':
      return 'The policy has kept nothing back from this customer.';
    case 'unsaid':
      return absence.consent === 'assumed'
        ? 'Consent for it was never withdrawn: it is assumed.'
        : 'Consent for it was never given: it has to be asked for, and nothing of it is sent before.';
    case 'not_started': {
      const refused =
        absence.last === null
          ? 'has not started'
          : `did not start (looked at ${counted(absence.refused, 'time')}, the last: ${describeRefusal(absence.last)})`;
      return `${absence.journey} ${refused}: it starts ${absence.start}  ${place(absence)}`;
    }
    case 'ended':
      return `${absence.journey} (${absence.instance}) ended as ${absence.outcome} at ${absence.time} and did not come there  ${place(absence)}`;
    case 'running': {
      const at = absence.at === null ? '' : `, and stands at line ${absence.at}`;
      return `${absence.journey} (${absence.instance}) has not come there yet${at}  ${place(absence)}`;
    }
  }
}

function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return chalk.dim(`${file}:${line}`);
}

import chalk from 'chalk';
import { Command } from 'commander';
import type { Entry } from '../../runtime/insight/history.ts';
import { CUSTOMER_ARGUMENT, customerNumber, DATABASE_OPTION, openForReading } from '../database.ts';
import { describeDecision } from '../decisions.ts';
import { oneLine, print, printPieces } from '../output.ts';

export function timelineCommand(): Command {
  return new Command('timeline')
    .description('everything that happened to a customer, oldest first')
    .argument(...CUSTOMER_ARGUMENT)
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey timeline ada')
    .action(show);
}

async function show(key: string, options: { db?: string; json?: boolean }): Promise<void> {
  const reading = await openForReading(options.db);
  const { entriesAt, placesOfCustomer } = await import('../../runtime/insight/history.ts');
  const { jsonPieces } = await import('../../runtime/insight/pieces.ts');
  const { database, view } = reading;
  const number = customerNumber(reading, key);
  const entries = entriesAt(database, view, placesOfCustomer(database, view, number));
  if (options.json === true) {
    return printPieces(jsonPieces({ customer: key, number, keys: view.find(number)?.customer.keys ?? {}, entries }));
  }
  for (const entry of entries) {
    print(`${chalk.dim(String(entry.seq).padStart(8))}  ${entry.time}  ${headline(entry)}`);
    for (const decision of entry.decisions)
      print(`          ${describeDecision(decision).replaceAll('\n', '\n          ')}`);
  }
}

function headline({ kind, time, signal, act, altered }: Entry): string {
  if (altered === 'erased') return chalk.dim(`${HEADS[kind]}, forgotten`);
  if (kind === 'act') return acted(act, time);
  if (kind === 'told') return told(signal, 'told to everybody it is for: ');
  if (kind === 'emit') return told(signal, 'given out by a journey: ');
  if (kind === 'about') return told(signal, '');
  if (kind !== 'signal' || typeof signal !== 'object' || signal === null) return chalk.dim(HEADS[kind]);
  const { type, data } = signal as { type?: unknown; data?: unknown };
  const text = JSON.stringify(data) ?? '';
  return `${chalk.bold(oneLine(String(type)))} ${chalk.dim(text.length > 100 ? `${text.slice(0, 97)}...` : text)}`;
}

/** What a record is when there is nothing of it to show. */
const HEADS: Readonly<Record<Entry['kind'], string>> = {
  signal: 'a signal',
  wake: 'a timer was due',
  emit: 'a journey gave out a signal',
  told: 'a signal for everybody it concerns',
  about: 'a signal about this',
  answer: 'a call was answered',
  delivery: 'news of a message',
  resend: 'a message that was given up leaves again',
  parcel: "another customer's journey sends something",
  recall: "another customer's journey takes back what it sent",
  heard: 'news of what was sent to another customer',
  task: 'a team dealt with a task',
  join: 'another customer turned out to be the same person',
  act: 'an operator acted',
  graph: 'journeys were deployed',
};

/** A signal that has reached this one beside its own record. */
function told(body: unknown, how: string): string {
  const { signal, fact } = body as { signal?: unknown; fact?: unknown };
  return `${chalk.bold(String(signal))} ${chalk.dim(`${how}${JSON.stringify(fact)}`)}`;
}

/** What an operator did. The log can stand at an earlier time than that at which it was asked for. */
function acted(body: unknown, time: string): string {
  const { act, by, at } = body as { act?: unknown; by?: unknown; at?: unknown };
  return `${chalk.bold(String(act))} by ${String(by)}${at === time ? '' : `, at ${String(at)}`}`;
}

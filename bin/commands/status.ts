import chalk from 'chalk';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import type { readRejects } from '../../runtime/store/rejects.ts';
import { connectorsOf, SAID } from '../connectors.ts';
import { DATABASE_OPTION, limitOf, openForReading, type Reading, thereAreMore } from '../database.ts';
import { oneLine, print, printJson, table } from '../output.ts';
import { described, goalsOf } from '../running.ts';

export function statusCommand(): Command {
  return new Command('status')
    .description('what a database holds: customers, journeys, messages, rejected lines')
    .option(...DATABASE_OPTION)
    .option('--rejects', 'show the lines that were rejected, and why')
    .option('--limit <count>', 'of those at most so many', '1000')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey status --db journey.db')
    .action(show);
}

/** All that is told but the rejected lines themselves. */
async function statusOf({ file, database, view }: Reading) {
  const { nearest } = await import('../../compiler/diagnostics/nearest.ts');
  const { REPORT_TYPES } = await import('../../runtime/engine/reports.ts');
  const { timeText } = await import('../../runtime/insight/history.ts');
  const { summarize } = await import('../../runtime/insight/summary.ts');
  const { readPauses } = await import('../../runtime/store/acts.ts');
  const { leftAlone } = await import('../../runtime/store/asked.ts');
  const { countOutbox } = await import('../../runtime/store/outbox.ts');
  const { countRejects } = await import('../../runtime/store/rejects.ts');
  const summary = summarize(database);
  const wires = [...view.library.programs.current.wire.keys(), ...REPORT_TYPES];
  return {
    clock: timeText(view.clock),
    virtual: view.virtual,
    summary,
    outbox: countOutbox(database),
    leftAlone: leftAlone(database, Date.now()).map(({ connector, until }) => ({ connector, until: timeText(until) })),
    unknownTypes: Object.keys(summary.unknown).map((type) => ({ type, nearest: nearest(type, wires) ?? null })),
    paused: [...readPauses(database).values()].map(({ subject, by, time }) => ({
      journey: subject,
      by,
      since: timeText(time),
    })),
    rejected: countRejects(database),
    connectors: await connectorsOf(file),
  };
}

type Status = Awaited<ReturnType<typeof statusOf>>;

async function show(options: { db?: string; rejects?: boolean; limit: string; json?: boolean }): Promise<void> {
  const reading = await openForReading(options.db);
  const { readRejects } = await import('../../runtime/store/rejects.ts');
  const limit = limitOf(options.limit);
  const rejects = options.rejects === true ? readRejects(reading.database, limit) : [];
  const status = await statusOf(reading);
  if (options.json === true) {
    const { clock, virtual, summary, outbox, leftAlone, connectors, unknownTypes, paused, rejected } = status;
    const { waiting, retrying, failed } = outbox;
    return printJson({
      file: reading.file,
      clock,
      virtual,
      ...summary,
      outbox: { waiting, retrying, failed },
      leftAlone,
      connectors,
      unknownTypes,
      paused,
      rejected,
      ...(options.rejects === true ? { rejects } : {}),
    });
  }
  print(`${chalk.bold(reading.file)}, clock ${status.clock}${status.virtual ? ', in virtual time' : ''}`);
  printCounts(status);
  printLeaving(status);
  printJourneys(status);
  printUnfit(status);
  for (const { journey, by, since } of status.paused)
    print(chalk.yellow(`${journey} is paused, by ${by} since ${since}`));
  if (rejects.length === 0) return;
  printRejects(rejects);
  if (status.rejected > rejects.length) print(thereAreMore(limit));
}

function printCounts({ summary, rejected }: Status): void {
  const { instances, messages, handoffs } = summary;
  print(
    `${described(summary)}, ${counted(instances.running, 'instance')} running, ${instances.finished} ended, ${counted(rejected, 'line')} rejected`,
  );
  const { sent, held, dropped } = messages;
  print(`messages: ${sent} sent, ${held} held back, ${dropped} dropped; ${handoffs} handed over`);
}

/** The outbox, and connectors that do not take anything. */
function printLeaving({ outbox, leftAlone, connectors }: Status): void {
  const { waiting, retrying, retryError, failed, givenUp } = outbox;
  if (waiting > 0 || failed > 0) {
    const inVain = retrying === 0 ? '' : `, ${retrying} of them tried in vain (${oneLine(retryError ?? '')})`;
    const others = failed - givenUp;
    const gone = [
      ...(givenUp > 0 ? [`${givenUp} given up (see \`journey outbox --status dead\`)`] : []),
      ...(others > 0 ? [`${others} reported as failed (see \`journey outbox --status failed\`)`] : []),
    ];
    print(`outbox: ${[`${waiting} still to leave${inVain}`, ...gone].join('; ')}`);
  }
  for (const { connector, until } of leftAlone)
    print(
      chalk.yellow(`connector ${connector} wants to be left alone until ${until}; what you retry goes all the same`),
    );
  for (const { connector, state } of connectors ?? [])
    if (SAID[state] !== undefined) print(chalk.yellow(`connector ${connector} ${SAID[state]}`));
}

function printJourneys({ summary }: Status): void {
  const journeys = Object.entries(summary.journeys);
  print('');
  print(
    table(
      ['journey', 'started', 'finished', 'running', 'goals'],
      journeys.filter(([name]) => name !== '').map(([name, j]) => [name, j.started, j.finished, j.running, goalsOf(j)]),
    ),
  );
  for (const [name, { stuck }] of journeys)
    for (const [how, times] of Object.entries(stuck))
      print(
        chalk.yellow(
          `${name || 'Somebody'} was stopped ${counted(times, 'time')}: ${how}. \`journey doctor\` says more.`,
        ),
      );
}

/** What came and means nothing to the files, or only in part. */
function printUnfit({ summary, unknownTypes }: Status): void {
  for (const { type, nearest } of unknownTypes) {
    const hint = nearest === null ? '' : ` Did you mean ${nearest}?`;
    print(
      chalk.yellow(
        `No file declares ${oneLine(type)}; ${counted(summary.unknown[type] ?? 0, 'was', 'were')} kept.${hint}`,
      ),
    );
  }
  for (const [field, count] of Object.entries(summary.unfit))
    print(
      chalk.yellow(
        `${oneLine(field)} was left out (${count}): it did not fit the profile, or came by a public key. The rest was taken.`,
      ),
    );
}

function printRejects(rejects: ReturnType<typeof readRejects>): void {
  print('');
  print(
    table(
      ['where', 'reason', 'line'],
      rejects.map(({ source, line, reason, text }) => [
        line === null ? source : `${source}:${line}`,
        reason,
        text.slice(0, 80),
      ]),
    ),
  );
}

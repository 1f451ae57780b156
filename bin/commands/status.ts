import chalk from 'chalk';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { daemonOf } from '../acting.ts';
import { DATABASE_OPTION, limitOf, openForReading, thereAreMore } from '../database.ts';
import { oneLine, print, printJson, table, tell } from '../output.ts';
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

/** Whoever waits to be told how things are does not wait long for a daemon that is busy. */
const PATIENCE_MS = 2_000;

/** Of those that do not work, and of which the database says nothing. */
const SAID: Readonly<Record<string, string>> = {
  resting: 'fails too often: it rests, and is probed now and then',
  closed: 'is closed: the other side wants nothing more, until a retry succeeds or new files are taken',
};

interface Connected {
  readonly connector: string;
  readonly state: string;
}

/** Null: no daemon says how they are. */
async function connectorsOf(file: string): Promise<readonly Connected[] | null> {
  try {
    const daemon = await daemonOf(file, PATIENCE_MS);
    return daemon === null ? null : ((await daemon.ask('/v1/admin/connectors', {})) as Connected[]);
  } catch (error) {
    tell(`How the connectors are cannot be told. ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function show(options: { db?: string; rejects?: boolean; limit: string; json?: boolean }): Promise<void> {
  const { file, database, view } = await openForReading(options.db);
  const { summarize } = await import('../../runtime/insight/summary.ts');
  const { countRejects, readRejects } = await import('../../runtime/store/rejects.ts');
  const { countOutbox } = await import('../../runtime/store/outbox.ts');
  const { timeText } = await import('../../runtime/insight/history.ts');
  const limit = limitOf(options.limit);
  const summary = summarize(database);
  const rejected = countRejects(database);
  const outbox = countOutbox(database);
  const rejects = options.rejects === true ? readRejects(database, limit) : [];
  const clock = timeText(view.clock);
  const { readPauses } = await import('../../runtime/store/acts.ts');
  const paused = [...readPauses(database).values()].map(({ subject, by, time }) => ({
    journey: subject,
    by,
    since: timeText(time),
  }));
  const { leftAlone } = await import('../../runtime/store/asked.ts');
  const alone = leftAlone(database, Date.now()).map(({ connector, until }) => ({ connector, until: timeText(until) }));
  const connectors = await connectorsOf(file);
  const { nearest } = await import('../../compiler/diagnostics/nearest.ts');
  const { REPORT_TYPES } = await import('../../runtime/engine/reports.ts');
  const wires = [...view.library.programs.current.wire.keys(), ...REPORT_TYPES];
  const unknown = Object.keys(summary.unknown).map((type) => ({ type, nearest: nearest(type, wires) ?? null }));
  if (options.json === true) {
    return printJson({
      file,
      clock,
      virtual: view.virtual,
      ...summary,
      outbox: { waiting: outbox.waiting, retrying: outbox.retrying, failed: outbox.failed },
      leftAlone: alone,
      connectors,
      unknownTypes: unknown,
      paused,
      rejected,
      ...(options.rejects === true ? { rejects } : {}),
    });
  }
  print(`${chalk.bold(file)}, clock ${clock}${view.virtual ? ', in virtual time' : ''}`);
  print(
    `${described(summary)}, ${counted(summary.instances.running, 'instance')} running, ${summary.instances.finished} ended, ${counted(rejected, 'line')} rejected`,
  );
  const { sent, held, dropped } = summary.messages;
  print(`messages: ${sent} sent, ${held} held back, ${dropped} dropped; ${summary.handoffs} handed over`);
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
  for (const { connector, until } of alone)
    print(
      chalk.yellow(`connector ${connector} wants to be left alone until ${until}; what you retry goes all the same`),
    );
  for (const { connector, state } of connectors ?? [])
    if (SAID[state] !== undefined) print(chalk.yellow(`connector ${connector} ${SAID[state]}`));
  const journeys = Object.entries(summary.journeys).filter(([name]) => name !== '');
  print('');
  print(
    table(
      ['journey', 'started', 'finished', 'running', 'goals'],
      journeys.map(([name, j]) => [name, j.started, j.finished, j.running, goalsOf(j)]),
    ),
  );
  for (const [name, { stuck }] of Object.entries(summary.journeys))
    for (const [how, times] of Object.entries(stuck))
      print(
        chalk.yellow(
          `${name || 'Somebody'} was stopped ${counted(times, 'time')}: ${how}. \`journey doctor\` says more.`,
        ),
      );
  for (const { type, nearest: close } of unknown) {
    const hint = close === null ? '' : ` Did you mean ${close}?`;
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
  for (const { journey, by, since } of paused) print(chalk.yellow(`${journey} is paused, by ${by} since ${since}`));
  if (rejects.length > 0) {
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
    if (rejected > rejects.length) print(thereAreMore(limit));
  }
}

import chalk from 'chalk';
import { Command } from 'commander';
import { counted } from '../../runtime/core/values/counted.ts';
import { duration } from '../../runtime/core/values/format.ts';
import type { Interval } from '../../runtime/insight/intervals.ts';
import type { JourneyReport, Report, VariantReport } from '../../runtime/insight/report.ts';
import { DATABASE_OPTION, openForReading } from '../database.ts';
import { once } from '../once.ts';
import { CliFailure, print, printJson, table } from '../output.ts';
import { durationOf, timeOf } from '../times.ts';
import { requireJourney } from './instances.ts';

interface Options {
  readonly journey?: string;
  readonly from?: string;
  readonly to?: string;
  readonly repeat: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function reportCommand(): Command {
  return new Command('report')
    .description(
      'what journeys have come to: funnels, goals and experiments with intervals, repeat contact, transfers, effort, time to resolution',
    )
    .option(
      '--journey <name>',
      'only this journey; service is that of everybody',
      once('--journey', 'Name one at a time.'),
    )
    .option('--from <time>', 'from then on, such as 2026-03-01T00:00:00Z')
    .option('--to <time>', 'up to then')
    .option('--repeat <duration>', 'so long after a contact another one is about the same', '7 days')
    .option(...DATABASE_OPTION)
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample:\n  journey report --journey BillShock --from 2026-03-01T00:00:00Z')
    .action(show);
}

async function show(options: Options): Promise<void> {
  const { database, view } = await openForReading(options.db);
  if (options.from !== undefined && options.to !== undefined && timeOf(options.from) >= timeOf(options.to))
    throw new CliFailure(
      2,
      `Nothing lies between --from ${options.from} and --to ${options.to}.`,
      '--to is where it ends, and no part of it: for one day name the next one.',
    );
  if (options.journey !== undefined) requireJourney(view, options.journey);
  const { report } = await import('../../runtime/insight/report.ts');
  const time = (text: string | undefined): number | null => (text === undefined ? null : timeOf(text));
  const asked = {
    journey: options.journey ?? null,
    from: time(options.from),
    to: time(options.to),
    repeatMs: durationOf(options.repeat),
  };
  const made = report(database, view, asked);
  if (options.json === true) return printJson(made);
  for (const [name, each] of Object.entries(made.journeys)) print(`${journeyText(name, each)}\n`);
  for (const [name, variants] of Object.entries(made.experiments)) print(`${experimentText(name, variants)}\n`);
  print(serviceText(made, asked.journey));
  if (made.erased > 0)
    print(
      chalk.yellow(
        `Somebody was forgotten: what ${counted(made.erased, 'record')} held is not counted here, and still is in \`journey status\`.`,
      ),
    );
}

function journeyText(name: string, report: JourneyReport): string {
  const { started, finished, outcomes, goal, medianTime, graphs, funnel } = report;
  const several = graphs.length > 1;
  const ended = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
  const lines = [
    `${chalk.bold(name)}: ${started} started, ${finished} ended${ended.length > 0 ? ` (${ended.join(', ')})` : ''}`,
    goal.of === 0
      ? 'no goal was settled'
      : `goal: ${goal.count} of ${goal.of}, ${percent(goal.share)} ${between(goal.interval)}`,
    ...(medianTime === null ? [] : [`of those that ended, half took no longer than ${duration(medianTime)}`]),
    ...(several ? [`they ran on ${graphs.length} graphs, and are told by the one that decided`] : []),
    ...(funnel.length === 0 ? [] : [funnelText(funnel, several)]),
  ];
  return lines.join('\n');
}

function funnelText(funnel: JourneyReport['funnel'], several: boolean): string {
  return table(
    [...(several ? ['graph'] : []), 'step', 'where', 'instances', 'of those that ran on it'],
    funnel.map(({ graph, step, file, line, instances, share }) => [
      ...(several ? [graph] : []),
      step,
      `${file}:${line}`,
      instances,
      percent(share),
    ]),
  );
}

function experimentText(name: string, variants: readonly VariantReport[]): string {
  const rows = variants.map(({ variant, count, of, share, interval, against }) => [
    variant,
    of,
    share === null ? null : count,
    `${percent(share)} ${between(interval)}`,
    against === null ? '-' : `${percent(against.difference)} ${between(against)}`,
  ]);
  const head = [
    'variant',
    'assigned',
    'reached the goal',
    'share (95 %, Wilson)',
    'against the first (95 %, Newcombe)',
  ];
  const without = variants.every(({ share }) => share === null) ? ', in a journey without a goal' : '';
  return `${chalk.bold(`experiment ${name}`)}${without}\n${table(head, rows)}`;
}

/** What signals mean belongs to no journey. */
function serviceText({ service }: Report, journey: string | null): string {
  const { contacts, repeated, transfers, switches, effort, resolution, revenue } = service;
  const lines = [
    chalk.bold('service') + (journey === null ? '' : `, of everybody, whether in ${journey} or not`),
    `contacts: ${contacts}; ${repeated.count} came again in time (${percent(repeated.share)}); ${counted(transfers.count, 'transfer')}`,
    ...switches.map(
      ({ from, to, count, dropped, share }) =>
        `from ${from} to ${to}: ${count}, of whom ${dropped} dropped off (${percent(share)})`,
    ),
    ...(effort.average === null ? [] : [`effort: ${effort.average.toFixed(2)} on average, of ${effort.count}`]),
    ...(resolution.median === null
      ? []
      : [
          `time to resolution: half within ${duration(resolution.median)}, nine of ten within ${duration(resolution.p90 ?? 0)}`,
        ]),
    ...(revenue.count === 0
      ? []
      : [`revenue: ${moneyText(revenue.totals)} from ${counted(revenue.customers, 'customer')}`]),
  ];
  return lines.join('\n');
}

/** `24.6 EUR`; several currencies each for itself. */
function moneyText(totals: Report['service']['revenue']['totals']): string {
  return Object.entries(totals)
    .map(([currency, total]) => `${total} ${currency}`)
    .join(' and ');
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(share * 100).toFixed(1)} %`;
}

function between(interval: Interval | null): string {
  return interval === null ? '' : `(${(interval.from * 100).toFixed(1)} to ${(interval.to * 100).toFixed(1)})`;
}

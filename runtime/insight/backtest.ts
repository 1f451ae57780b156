/** What would have been otherwise, had the files as they are now held before. */
import type { Graph } from '../../compiler/graph/types.ts';
import { type Played, playAgain } from '../engine/play-again.ts';
import { openView, type View } from '../engine/view.ts';
import { readLog } from '../store/log.ts';
import { atOneMoment, type Database } from '../store/open.ts';
import { byDeed, createLedger, type Deed, type Difference, type Otherwise } from './deeds.ts';
import { timeText } from './history.ts';
import { customerName } from './instances.ts';

export interface Asked {
  /** the files as they are now */
  readonly graph: Graph;
  /** from when on they hold, milliseconds since 1970 UTC; null: 30 days before the newest signal */
  readonly from: number | null;
  /** so many customers as examples */
  readonly limit: number;
}

/** Empty databases, one for each way to play. */
export interface Stages {
  readonly before: Database;
  readonly after: Database;
}

export interface Example extends Deed {
  readonly customer: string;
  /** when, RFC 3339 */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface Backtest {
  /** RFC 3339 */
  readonly from: string;
  readonly until: string;
  /** that came in this time */
  readonly signals: number;
  /** how many customers meet anything otherwise, if only at another time */
  readonly customers: number;
  /** likewise, what else journeys are about */
  readonly subjects: number;
  readonly differences: readonly Difference[];
  readonly examples: readonly Example[];
  /** signals that the files of now refuse and those of then did not, and why the first one */
  readonly refused: number;
  readonly refusal: string | null;
  /** answers, deliveries and acts of teams that belong to nothing with the files of now, and did with those of then */
  readonly unheard: number;
  /** instances that still run where the log ends, with the files of now */
  readonly running: number;
  /** customers who meet something else in the log than when it is played again with the files of then */
  readonly unlikeLog: number;
}

export type Unplayable =
  /** none came in that time */
  | { readonly unplayable: 'no signals' }
  /** what is left of the log names other customers than it did, also with the files of then: somebody was forgotten */
  | { readonly unplayable: 'gaps' }
  /** with the files of now signals name others than then: nobody can be compared */
  | ({ readonly unplayable: 'other customers' } & Pick<Backtest, 'refused' | 'refusal'>);

const MONTH = 30 * 24 * 3_600_000;

/** Plays the log twice, with the files of then and with those of now. */
export function backtest(
  source: Database,
  stages: Stages,
  asked: Asked,
  told: (what: string) => void = () => undefined,
): Backtest | Unplayable {
  const ledger = createLedger();
  const found = atOneMoment(source, () => {
    const extent = measure(source, asked.from);
    return extent === null ? null : { ...extent, view: openView(source), log: ledger.read(source, extent.from) };
  });
  if (found === null) return { unplayable: 'no signals' };
  const { from, last, signals, view, log } = found;
  const until = view.clock;
  const playing = (which: string) => (records: number) =>
    told(`with the files of ${which}: ${records} of ${last} records`);
  const before = playAgain(source, stages.before, { change: null, last, until, told: playing('then') });
  if (!before.aligned) return { unplayable: 'gaps' };
  const change = { graph: asked.graph, from, early: before.early };
  const after = playAgain(source, stages.after, { change, last, until, told: playing('now') });
  if (!after.aligned) return { unplayable: 'other customers', ...missing(before, after) };
  told('comparing');
  const then = ledger.read(stages.before, from);
  const compared = ledger.compare(then, ledger.read(stages.after, from), asked.limit);
  const { differences, concerned, otherwise, running } = compared;
  const subjects = subjectsAmong(view, concerned);
  return {
    from: timeText(from),
    until: timeText(until),
    signals,
    customers: concerned.length - subjects,
    subjects,
    differences,
    examples: examplesOf(view, otherwise),
    ...missing(before, after),
    running,
    unlikeLog: ledger.compare(log, then, 0).concerned.length,
  };
}

interface Extent {
  readonly from: number;
  /** the newest record */
  readonly last: number;
  /** from then on */
  readonly signals: number;
}

function measure(source: Database, asked: number | null): Extent | null {
  const times: number[] = [];
  let last = 0;
  for (const { seq, kind, time } of readLog(source)) {
    last = seq;
    if (kind === 'signal') times.push(time);
  }
  const first = times[0];
  const newest = times.at(-1);
  if (first === undefined || newest === undefined) return null;
  const from = Math.max(asked ?? newest - MONTH, first);
  const signals = times.filter((time) => time >= from).length;
  return signals === 0 ? null : { from, last, signals };
}

function subjectsAmong(view: View, numbers: readonly number[]): number {
  if (Object.keys(view.subjects).length === 0) return 0;
  return numbers.filter((number) => view.find(number)?.customer.about !== undefined).length;
}

function examplesOf(view: View, otherwise: readonly Otherwise[]): Example[] {
  return [...otherwise]
    .sort((a, b) => a.customer - b.customer || earliest(a) - earliest(b) || byDeed(a, b))
    .map(({ journey, what, name, customer, before, after }) => ({
      customer: customerName(view, customer),
      journey,
      what,
      name,
      before: before.map(timeText),
      after: after.map(timeText),
    }));
}

function earliest({ before, after }: Otherwise): number {
  return Math.min(...before.slice(0, 1), ...after.slice(0, 1));
}

function missing(before: Played, after: Played): Pick<Backtest, 'refused' | 'refusal' | 'unheard'> {
  const refused = Math.max(after.refused - before.refused, 0);
  return {
    refused,
    refusal: refused === 0 ? null : after.refusal,
    unheard: Math.max(after.unheard - before.unheard, 0),
  };
}

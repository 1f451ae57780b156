/** Decisions in plain words, with the place in the source and the values seen. */
import chalk from 'chalk';
import type { ExplainedDecision, Reason } from '../runtime/insight/history.ts';
import { oneLine } from './output.ts';

const WORDS: Readonly<Record<string, string>> = {
  started: 'started',
  not_started: 'did not start',
  stopped: 'was stopped',
  goal_reached: 'reached its goal',
  goal_missed: 'missed its goal',
  went_on: 'went on after a wait',
  moved: 'waits for another moment',
  migrated: 'goes on in another graph,',
  kept: 'goes on in the joined customer, instead of',
  branched: 'chose',
  sent: 'sent',
  resent: 'sent once more, with a place in the caps,',
  held: 'held back',
  still_held: 'still held back',
  dropped: 'dropped',
  passed: 'passed on to another customer',
  heard: 'heard from another customer about',
  handed: 'handed over to',
  escalated: 'escalated to',
  late: 'has waited too long for',
  // Who has answered is not known: it can be the team that had it before it went up.
  task_closed: 'got back the task of',
  claimed: 'was taken on in',
  paused: 'is paused before',
  set: 'set',
  consent: 'noted consent',
  cancelled: 'cancelled',
  emitted: 'gave out',
  called: 'called',
  delivery: 'heard of',
  answered: 'got an answer from',
  unanswered: 'got no answer from',
  assigned: 'is in experiment',
  decided: 'decided',
  finished: 'ended',
  stuck: 'stands still',
};

/** Why a journey did not start, where the word alone does not tell. */
const REFUSALS: Readonly<Record<string, string>> = {
  reentry: 'it may not start again, or not yet',
  running: 'one runs already',
  refreshed: 'the one that runs goes on with the newer signal',
  collected: 'the one that runs has taken it in',
  'quiet awaited': 'it starts when nothing more comes for a while',
  count: 'not often enough so far',
  sequence: 'what has to come before it had not',
  'too many signals': 'none of the first 10,000 ways to put a sequence together was one',
};

/** `count (not often enough so far)` */
export function describeRefusal(outcome: string): string {
  const words = REFUSALS[outcome];
  return words === undefined ? outcome : `${outcome} (${words})`;
}

export function describeDecision(decision: ExplainedDecision): string {
  const { time, journey, instance, kind, subject, outcome, message, since, waits, because } = decision;
  const who = [
    journey ?? (kind === 'stuck' ? 'the customer' : 'the profile'),
    instance === null ? null : chalk.dim(`(${instance})`),
  ].filter((part) => part !== null);
  const what = [
    // Who has joined another goes on there.
    kind === 'finished' && subject !== null ? 'ended, and goes on as' : (WORDS[kind] ?? kind),
    subject === null ? null : chalk.bold(oneLine(message === undefined ? subject : `${message} (${subject})`)),
    outcome === null ? null : `: ${kind === 'not_started' ? describeRefusal(outcome) : oneLine(outcome)}`,
  ];
  const head = `${chalk.dim(time)}  ${who.join(' ')} ${what
    .filter((part) => part !== null)
    .join(' ')
    .replace(' : ', ': ')}`;
  const now = since === undefined ? [] : [`    let leave again since: ${describeSince(since)}`];
  const left = waits === undefined ? [] : [`    not left yet: ${describeWait(waits)}`];
  return [head, ...because.map(describeReason), ...now, ...left].join('\n');
}

function describeSince({ status, error }: NonNullable<ExplainedDecision['since']>): string {
  return error === null ? `it is ${status}` : `it is ${status}: ${oneLine(error)}`;
}

function describeWait(waits: NonNullable<ExplainedDecision['waits']>): string {
  const { id, status, nextAt, error, connector, state } = waits;
  const due = nextAt === null ? `${id} is ${status}` : `${id} is ${status}, due at ${nextAt}`;
  const when = connector === undefined ? due : `${due}, and connector ${connector} is ${state} (\`journey status\`)`;
  return error === null ? when : `${when}: ${oneLine(error)}`;
}

function describeReason({ rule, file, line, values }: Reason): string {
  const seen = Object.entries(values).map(([name, value]) => `${name} = ${chalk.cyan(oneLine(value))}`);
  const lines = [`    because ${rule}  ${chalk.dim(`${file}:${line}`)}`];
  if (seen.length > 0) lines.push(`            ${seen.join(', ')}`);
  return lines.join('\n');
}

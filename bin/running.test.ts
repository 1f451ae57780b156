/** What `journey run` prints of the journeys that it has moved. */
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import type { JourneySummary, Summary } from '../runtime/insight/summary.ts';
import { describeRun, goalsOf } from './running.ts';

const journey = (outcomes: Record<string, number>, heldBy: Record<string, number>): JourneySummary => ({
  started: 3,
  finished: 0,
  running: 3,
  outcomes,
  merged: 0,
  goals: 0,
  goalAtLeast: null,
  messages: {},
  held: {},
  heldBy,
  dropped: {},
  handoffs: {},
  stuck: {},
});

it('names the policies that have held back, also where nothing has ended yet', () => {
  const summary: Summary = {
    customers: 3,
    subjects: {},
    instances: { started: 9, finished: 0, running: 9 },
    messages: { sent: 0, held: 5, dropped: 0, failed: 0 },
    handoffs: 0,
    journeys: { Both: journey({ calm: 1 }, { Night: 2 }), Held: journey({}, { Night: 3 }), Quiet: journey({}, {}) },
    unknown: {},
    unfit: {},
  };
  const counts = { signals: 3, accepted: 3, duplicates: 0, rejected: 0, seconds: 1 };
  const told = stripVTControlCharacters(describeRun(counts, summary));
  expect(told.split('\n\n').slice(2)).toEqual([
    'Both ended as: calm 1\n  held back by: Night 2',
    'Held held back by: Night 3',
  ]);
});

it('does not round a share up to what was wanted', () => {
  const told = (goals: number): string =>
    stripVTControlCharacters(String(goalsOf({ ...journey({}, {}), started: 250, goals, goalAtLeast: 0.3 })));
  expect([74, 75, 76].map(told)).toEqual([
    '74 (under 30%, wanted 30%)',
    '75 (30%, wanted 30%)',
    '76 (30%, wanted 30%)',
  ]);
});

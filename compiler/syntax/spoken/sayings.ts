import { decisions, handoffs, outcomes, waits } from './blocks.ts';
import { clocks, moments } from './clocks.ts';
import { journeys, statements } from './journeys.ts';
import type { Place } from './places.ts';
import type { Saying } from './saying.ts';
import { tests } from './steps.ts';
import { calendars, channels, contents, files, messages, outsides, policies, purposes, teams } from './ways-out.ts';

/** What is said otherwise, by the block that it stands in. */
export const sayings: Readonly<Record<Place, readonly Saying[]>> = {
  file: files,
  purpose: purposes,
  channel: channels,
  message: messages,
  content: contents,
  team: teams,
  calendar: calendars,
  policy: policies,
  decision: decisions,
  outside: outsides,
  journey: [...journeys, ...clocks, ...statements],
  statements: [...clocks, ...statements],
  wait: [...moments, ...waits],
  handoff: handoffs,
  ...outcomes,
  test: tests,
  elsewhere: [],
};

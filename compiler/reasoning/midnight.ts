/** J4092: a wait, or a start, at a day without a time of day, and a message that leaves then. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression, Journey, Place } from '../graph/types.ts';
import { reachedAtOnce } from './bursts.ts';
import type { Group } from './groups.ts';
import { nodesIn } from './nodes.ts';
import { clockArms, isIn, whereThere, windowsOver } from './quiet.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned } from './rule.ts';
import type { Shared } from './shared.ts';

const MIDNIGHT = 0;

/** When a day begins, and what comes then. */
interface Daybreak {
  readonly place: Place;
  readonly to: string;
}

export const midnight: GraphRule = ({ groups, shared }, found) => {
  for (const finding of groups.flatMap((group) => atMidnightInGroup(shared, group))) found(finding);
};

const atMidnightInGroup = perPair((shared: Shared, group: Group) =>
  daybreaksIn(group).flatMap(({ journey, at }) => atMidnight(shared, journey, at) ?? []),
);

const daybreaksIn = perObject(({ journeys }: Group) =>
  journeys.flatMap((journey) => daybreaks(journey).map((at) => ({ journey, at }))),
);

function daybreaks(journey: Journey): readonly Daybreak[] {
  const { on } = journey.start;
  const starts = on.kind === 'anchored' && isDaybreak(on.due) ? [{ place: on.place, to: journey.entry }] : [];
  const waits = clockArms(journey).flatMap(({ arm: { moment, place }, to }) =>
    moment.kind === 'time' && isDaybreak(moment.time) ? [{ place, to }] : [],
  );
  return [...starts, ...waits];
}

/** Where no time of day is said, a date is lowered to its midnight. */
function isDaybreak(time: Expression): boolean {
  const there = whereThere(time);
  if (there.op !== 'call' || there.function !== 'time_of') return false;
  const [, clock] = there.arguments;
  return clock?.op === 'literal' && clock.value === MIDNIGHT;
}

/** The first message that a customer gets then, and that no policy holds until the morning. */
function atMidnight(shared: Shared, journey: Journey, { place, to }: Daybreak): Reasoned | undefined {
  const reached = reachedAtOnce(journey, to, () => false);
  const first = nodesIn(journey).sends.find(
    ({ node }) =>
      reached.has(node.id) &&
      node.to?.kind !== 'team' &&
      !windowsOver(shared, node).some((window) => isIn(window, MIDNIGHT)),
  );
  if (first === undefined) return undefined;
  const related = [{ place: first.node.place, message: 'This is sent then.' }];
  return { wording: say.messageAtMidnight({ message: first.node.message }), place, related };
}

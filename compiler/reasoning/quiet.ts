/** J4068, J4069: waits that end while nothing may be sent, and quiet windows that leave no time at all. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Arm, Expression, Journey, Moment, Place, Policy, PolicyRule, SendNode } from '../graph/types.ts';
import { reachedAtOnce } from './bursts.ts';
import type { Group } from './groups.ts';
import { nodesIn } from './nodes.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned } from './rule.ts';
import { covers, rulesOf } from './sending.ts';
import type { Shared } from './shared.ts';
import { showValue } from './words.ts';

const DAY = 1440;

type AtArm = Extract<Arm, { kind: 'at' }>;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly zone: Expression;
  readonly then: PolicyRule['then'];
  readonly place: Place;
}

const windowsOf = perObject((shared: Shared): readonly { readonly policy: Policy; readonly window: Window }[] =>
  rulesOf(shared, 'quiet').flatMap(({ policy, rule: { from, to, zone, then, place } }) => {
    const [start, end] = [clockOf(from), clockOf(to)];
    return start === undefined || end === undefined
      ? []
      : [{ policy, window: { from: start, to: end, zone, then, place } }];
  }),
);

export const quiet: GraphRule = ({ groups, shared }, found) => {
  if (windowsOf(shared).length === 0) return;
  const told = new Set<string>();
  for (const { always, waits } of groups.flatMap((group) => swallowedInGroup(shared, group))) {
    for (const { message, finding } of always) {
      if (told.has(message)) continue;
      told.add(message);
      found(finding);
    }
    for (const finding of waits) found(finding);
  }
};

const swallowedInGroup = perPair((shared: Shared, { journeys }: Group) =>
  journeys.map((journey) => swallowed(shared, journey)).filter(({ always, waits }) => always.length + waits.length > 0),
);

/** What a journey sends in a time in which nothing may be sent. */
const swallowed = perPair((shared: Shared, journey: Journey) => {
  const always: { readonly message: string; readonly finding: Reasoned }[] = [];
  for (const { node } of nodesIn(journey).sends) {
    const { message } = node;
    const windows = wholeDay(windowsOver(shared, node));
    if (windows === undefined) continue;
    const related = windows.map(({ place }) => ({ place, message: 'Nothing may be sent in this time.' }));
    always.push({ message, finding: { wording: say.quietAlways({ message }), place: node.place, related } });
  }
  return { always, waits: clockArms(journey).flatMap(({ arm, to }) => intoQuiet(shared, journey, arm, to) ?? []) };
});

/** The windows of all policies that cover it; no policy holds what goes to a team. */
export function windowsOver(shared: Shared, { message, to }: SendNode): readonly Window[] {
  if (to?.kind === 'team') return [];
  return windowsOf(shared).flatMap(({ policy, window }) => (covers(shared, policy, message) ? [window] : []));
}

/** The first message behind the end of a wait, without time in between, that is held then. */
function intoQuiet(shared: Shared, journey: Journey, { moment, place }: AtArm, to: string): Reasoned | undefined {
  const at = clockAt(moment);
  if (at === undefined) return undefined;
  const hitOf = (node: SendNode): Window | undefined => {
    const own = windowsOver(shared, node);
    // The zone of somebody else's profile is another one.
    const known = own.filter(({ zone }) => node.to === undefined || zone.op === 'literal');
    return wholeDay(own) === undefined
      ? known.find((window) => canonicalJson(window.zone) === canonicalJson(at.zone) && isIn(window, at.clock))
      : undefined;
  };
  const reached = reachedAtOnce(journey, to, (node) => node.kind === 'send' && hitOf(node) !== undefined);
  for (const { node } of nodesIn(journey).sends) {
    const hit = reached.has(node.id) ? hitOf(node) : undefined;
    if (hit === undefined) continue;
    const until = showValue({ kind: 'clock' }, hit.to % DAY);
    return {
      wording: say.waitIntoQuiet({
        clock: showValue({ kind: 'clock' }, at.clock),
        message: node.message,
        what: hit.then === 'drop' ? 'is dropped' : `goes out at ${until}`,
        until,
      }),
      place,
      related: [
        { place: hit.place, message: 'Nothing may be sent in this time.' },
        { place: node.place, message: 'This is to be sent.' },
      ],
    };
  }
  return undefined;
}

/** Waits for a time of day, and where they lead. */
export const clockArms = perObject(({ nodes, edges }: Journey) =>
  nodes.flatMap((node) => {
    const arms = node.kind === 'wait' ? node.arms : [];
    return arms.flatMap((arm, index) =>
      arm.kind !== 'at'
        ? []
        : edges
            .filter((edge) => edge.from === node.id && edge.on === 'arm' && (edge.index ?? 0) === index)
            .map(({ to }) => ({ arm, to })),
    );
  }),
);

function clockOf(e: Expression): number | undefined {
  return e.op === 'literal' && typeof e.value === 'number' ? e.value : undefined;
}

/** The time of day that is written; a date without one begins at midnight, and leaves it to the window when it is sent. */
function clockAt(moment: Moment): { readonly clock: number; readonly zone: Expression } | undefined {
  const [clock, zone] =
    moment.kind === 'local' ? [clockOf(moment.clock), moment.zone] : clockOfTime(whereThere(moment.time));
  return clock === undefined || zone === undefined ? undefined : { clock, zone };
}

export function whereThere(time: Expression): Expression {
  return time.op === 'if' ? time.then : time;
}

function clockOfTime(time: Expression): readonly [clock?: number, zone?: Expression] {
  if (time.op !== 'call' || time.function !== 'time_of') return [];
  const [, at, zone] = time.arguments;
  const clock = at === undefined ? undefined : clockOf(at);
  return clock === undefined || clock === 0 || zone === undefined ? [] : [clock, zone];
}

/** A window may cross midnight. */
export function isIn({ from, to }: Window, clock: number): boolean {
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
}

/** Windows of one zone that together leave no minute of the day. */
function wholeDay(windows: readonly Window[]): readonly Window[] | undefined {
  for (const first of windows) {
    const same = windows.filter(({ zone }) => canonicalJson(zone) === canonicalJson(first.zone));
    // Every gap begins where a window ends.
    const free = same.some(({ to }) => !same.some((window) => isIn(window, to % DAY)));
    if (!free && same.some(({ from, to }) => from !== to)) return same;
  }
  return undefined;
}

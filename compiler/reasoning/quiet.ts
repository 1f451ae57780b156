/** J4068, J4069: waits that end while nothing may be sent, and quiet windows that leave no time at all. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Journey, Moment, Place, Policy, PolicyRule } from '../graph/types.ts';
import type { Group } from './groups.ts';
import { nodesIn } from './nodes.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned } from './rule.ts';
import { covers, rulesOf } from './sending.ts';
import type { Shared } from './shared.ts';
import { showValue } from './words.ts';

const DAY = 1440;

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
  const waits: Reasoned[] = [];
  for (const { node } of nodesIn(journey).sends) {
    const { message } = node;
    // No policy holds what goes to a team.
    if (node.to?.kind === 'team') continue;
    const covering = windowsOf(shared).filter(({ policy }) => covers(shared, policy, message));
    const own = covering.map(({ window }) => window);
    const windows = wholeDay(own);
    if (windows !== undefined) {
      const related = windows.map(({ place }) => ({ place, message: 'Nothing may be sent in this time.' }));
      always.push({ message, finding: { wording: say.quietAlways({ message }), place: node.place, related } });
      continue;
    }
    for (const { arm, to } of clockArms(journey)) {
      const clock = to === node.id ? clockAt(arm.moment) : undefined;
      // The zone of somebody else's profile is another one.
      const known = own.filter(({ zone }) => node.to === undefined || zone.op === 'literal');
      const hit = known.find((window) => clock !== undefined && sameZone(window, arm.moment) && isIn(window, clock));
      if (hit === undefined || clock === undefined) continue;
      const until = showValue({ kind: 'clock' }, hit.to % DAY);
      waits.push({
        wording: say.waitIntoQuiet({
          clock: showValue({ kind: 'clock' }, clock),
          message,
          what: hit.then === 'drop' ? 'is dropped' : `goes out at ${until}`,
          until,
        }),
        place: arm.place,
        related: [
          { place: hit.place, message: 'Nothing may be sent in this time.' },
          { place: node.place, message: 'This is to be sent.' },
        ],
      });
    }
  }
  return { always, waits };
});

/** Waits for a time of day, and where they lead. */
const clockArms = perObject(({ nodes, edges }: Journey) =>
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

function clockAt(moment: Moment): number | undefined {
  return moment.kind === 'local' ? clockOf(moment.clock) : undefined;
}

function sameZone(window: Window, moment: Moment): boolean {
  return moment.kind === 'local' && canonicalJson(moment.zone) === canonicalJson(window.zone);
}

/** A window may cross midnight. */
function isIn({ from, to }: Window, clock: number): boolean {
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

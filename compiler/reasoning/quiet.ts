/** J4068, J4069: waits that end while nothing may be sent, and quiet windows that leave no time at all. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { canonicalJson } from '../graph/canonical.ts';
import type { Expression, Journey, Moment, Place } from '../graph/types.ts';
import { perObject } from './remember.ts';
import type { GraphRule } from './rule.ts';
import { allSendings, covers, rulesOf } from './sending.ts';
import { showValue } from './words.ts';

const DAY = 1440;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly zone: Expression;
  readonly place: Place;
  readonly text: string;
}

export const quiet: GraphRule = (graph, found) => {
  const windows = rulesOf(graph, 'quiet').flatMap(({ policy, rule }) => {
    const [from, to] = [clockOf(rule.from), clockOf(rule.to)];
    return from === undefined || to === undefined
      ? []
      : [{ policy, window: { from, to, zone: rule.zone, place: rule.place, text: rule.text } }];
  });
  if (windows.length === 0) return;
  const told = new Set<string>();
  for (const { journey, node } of allSendings(graph)) {
    const own = windows.filter(({ policy }) => covers(graph, policy, node.message)).map(({ window }) => window);
    const always = wholeDay(own);
    if (always !== undefined && !told.has(node.message)) {
      told.add(node.message);
      const related = always.map(({ place }) => ({ place, message: 'Nothing may be sent in this time.' }));
      found({ wording: say.quietAlways({ message: node.message }), place: node.place, related });
      continue;
    }
    for (const { arm, to } of clockArms(journey)) {
      if (to !== node.id) continue;
      const clock = clockAt(arm.moment);
      const hit =
        clock === undefined ? undefined : own.find((window) => sameZone(window, arm.moment) && isIn(window, clock));
      if (hit === undefined || clock === undefined) continue;
      found({
        wording: say.waitIntoQuiet({
          clock: showValue({ kind: 'clock' }, clock),
          message: node.message,
          until: showValue({ kind: 'clock' }, hit.to % DAY),
        }),
        place: arm.place,
        related: [
          { place: hit.place, message: 'Nothing may be sent in this time.' },
          { place: node.place, message: 'This is to be sent.' },
        ],
      });
    }
  }
};

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

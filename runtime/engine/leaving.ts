/** What leaves, and what no longer may: the outbox asks, the graphs know. */
import type { Programs } from '../core/programs.ts';
import type { Decision } from '../core/state/output.ts';
import type { Leaving } from '../store/derived.ts';
import type { Database } from '../store/open.ts';
import { hasWaiting } from '../store/outbox.ts';
import type { Library } from './library.ts';

export function leavingOf(time: Leaving['time'], library: Library, database: Database): Leaving {
  const halting = (decision: Decision): boolean => halts(library.programs, decision);
  // What acts by hand, or a daemon that is down, have left there is still to leave, and must not where it is stopped meanwhile.
  if (time === 'virtual') return { time, halts: hasWaiting(database) ? halting : null };
  return {
    time,
    reaches: (team) => library.programs.current.graph.teams[team]?.connector !== undefined,
    halts: halting,
  };
}

/** Stops, and goals that end: what their instance has sent must not leave any more. */
function halts(programs: Programs, { kind, graph, journey }: Decision): boolean {
  if (kind === 'stopped') return true;
  return kind === 'goal_reached' && programs.get(graph)?.journeys.get(journey ?? '')?.goal?.ends === true;
}

/** What leaves, and what no longer may: the outbox asks, the graphs know. */
import type { Programs } from '../core/programs.ts';
import type { Decision } from '../core/state/output.ts';
import type { Leaving } from '../store/derived.ts';
import type { Library } from './library.ts';

export function leavingOf(time: Leaving['time'], library: Library): Leaving {
  if (time === 'virtual') return { time };
  return {
    time,
    reaches: (team) => library.programs.current.graph.teams[team]?.connector !== undefined,
    halts: (decision) => halts(library.programs, decision),
  };
}

/** Stops, and goals that end: what their instance has sent must not leave any more. */
function halts(programs: Programs, { kind, graph, journey }: Decision): boolean {
  if (kind === 'stopped') return true;
  return kind === 'goal_reached' && programs.get(graph)?.journeys.get(journey ?? '')?.goal?.ends === true;
}

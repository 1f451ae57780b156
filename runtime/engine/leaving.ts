/** What leaves, and what no longer may: the outbox asks, the graphs know. */
import type { Graph } from '../../compiler/graph/types.ts';
import { teamOfChannel } from '../core/flow/post.ts';
import type { Programs } from '../core/programs.ts';
import type { Decision } from '../core/state/output.ts';
import type { Leaving } from '../store/derived.ts';
import type { Database } from '../store/open.ts';
import { hasWaiting, type OutboxRow, readDue } from '../store/outbox.ts';
import { countTasks } from '../store/tasks.ts';
import type { Library } from './library.ts';

export function leavingOf(time: Leaving['time'], library: Library, database: Database): Leaving {
  const halting = (decision: Decision): boolean => halts(library.programs, decision);
  // What acts by hand, or a daemon that is down, have left there is still to leave, and must not where it is stopped meanwhile.
  if (time === 'virtual') return { time, halts: hasWaiting(database) ? halting : null };
  return {
    time,
    reaches: (team) => wasReached(library, team),
    halts: halting,
  };
}

/** A journey of older files can hand over to a team that the newest do not have: what it has to do waits until they have it again. */
function wasReached({ programs, graphs }: Library, team: string): boolean {
  const { graph } = programs.current;
  const asked = Object.hasOwn(graph.teams, team) ? [graph] : graphs;
  return asked.some((each) => isReached(each, { kind: 'task', way: team }));
}

/** Whether anything in the graph is reached by the way of a row of the outbox. */
export function isReached(graph: Graph, { kind, way }: Pick<OutboxRow, 'kind' | 'way'>): boolean {
  const { channels, teams, actions = {}, models = {} } = graph;
  const isOutside = (team: string): boolean => teams[team]?.connector !== undefined;
  switch (kind) {
    case 'message': {
      const team = teamOfChannel(way);
      return team === null ? Object.hasOwn(channels, way) : isOutside(team);
    }
    case 'call':
      return Object.hasOwn(actions, way) || Object.hasOwn(models, way);
    case 'task':
      return isOutside(way);
  }
}

/** Ways by which something waits to leave, and of which the graph knows nothing any more. */
export function lostWays(database: Database, graph: Graph): string[] {
  const lost = readDue(database)
    .ways()
    .filter((each) => !isReached(graph, each));
  return [...new Set(lost.map(({ way }) => way))].sort();
}

/** Teams with something to do that the graph does not have any more, with how many of their tasks are open. */
export function disbandedTeams(
  database: Database,
  { teams }: Graph,
): { readonly team: string; readonly open: number }[] {
  return [...countTasks(database, { team: null, closed: false })].flatMap(([team, open]) =>
    Object.hasOwn(teams, team) ? [] : [{ team, open }],
  );
}

/** Stops, and goals that end: what their instance has sent must not leave any more. */
function halts(programs: Programs, { kind, graph, journey }: Decision): boolean {
  if (kind === 'stopped') return true;
  return kind === 'goal_reached' && programs.get(graph)?.journeys.get(journey ?? '')?.goal?.ends === true;
}

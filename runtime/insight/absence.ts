/** Why nothing was decided about a message, a journey or a team: what would have to come before, and where it ended. */
import type { Graph, Node, Place } from '../../compiler/graph/types.ts';
import type { View } from '../engine/view.ts';
import { ENDS, type ExplainedDecision } from './history.ts';

export type Absence =
  /** no file knows the name; those that they know */
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  /** a message that no journey sends, a team that none hands over to */
  | { readonly kind: 'unused' }
  /** a policy that has kept nothing back here */
  | { readonly kind: 'silent' }
  /** the journey starts `start`; `refused`: how often it did not start although its signal came */
  | ({ readonly kind: 'not_started'; readonly start: string; readonly refused: number } & InJourney)
  /** the instance ended elsewhere. `time`: RFC 3339 */
  | ({ readonly kind: 'ended'; readonly instance: string; readonly outcome: string; readonly time: string } & InJourney)
  /** the instance has not come there; `at`: the line where it stands, from 1 */
  | ({ readonly kind: 'running'; readonly instance: string; readonly at: number | null } & InJourney);

interface InJourney {
  readonly journey: string;
  /** of the statement that would do it, or of the journey's start; `line` from 1 */
  readonly file: string;
  readonly line: number;
}

/** `decisions`: all of the customer, the oldest first. */
export function absences(
  view: View,
  number: number,
  decisions: readonly ExplainedDecision[],
  name: string,
): readonly Absence[] {
  const { graph } = view.library.programs.current;
  const wanted = Object.values(graph.journeys).flatMap((journey) => {
    const place = journey.name === name ? journey.place : journey.nodes.find(doing(name))?.place;
    return place === undefined ? [] : [{ journey, place }];
  });
  if (wanted.length === 0) {
    if (Object.hasOwn(graph.policies, name)) return [{ kind: 'silent' }];
    if (Object.hasOwn(graph.messages, name) || Object.hasOwn(graph.teams, name)) return [{ kind: 'unused' }];
    const declared = [graph.journeys, graph.messages, graph.teams, graph.policies];
    return [{ kind: 'unknown', known: declared.flatMap(Object.keys) }];
  }
  return wanted.flatMap(({ journey, place }): Absence[] => {
    const where = { journey: journey.name, ...inFile(graph, place) };
    const about = decisions.filter((decision) => decision.journey === journey.name);
    const instances = [...new Set(about.filter(({ kind }) => kind === 'started').map(({ instance }) => instance))];
    if (instances.length > 0) return instances.map((instance) => standing(view, number, about, instance ?? '', where));
    const refused = about.filter(({ kind }) => kind === 'not_started').length;
    return [{ kind: 'not_started', start: journey.start.text, refused, ...where }];
  });
}

/** Whether a node sends the message, or hands over to the team. */
function doing(name: string): (node: Node) => boolean {
  return (node) => (node.kind === 'send' && node.message === name) || (node.kind === 'handoff' && node.team === name);
}

/** An instance that came by without doing it. */
function standing(
  view: View,
  number: number,
  about: readonly ExplainedDecision[],
  instance: string,
  where: InJourney,
): Absence {
  const end = about.findLast((decision) => decision.instance === instance && ENDS.has(decision.kind));
  if (end !== undefined) return { kind: 'ended', instance, outcome: end.outcome ?? end.kind, time: end.time, ...where };
  const running = view.find(number)?.customer.instances.find(({ id }) => id === instance);
  const { graph } = (running === undefined ? undefined : view.library.programs.get(running.graph)) ?? {};
  const node = graph?.journeys[where.journey]?.nodes.find(({ id }) => id === running?.node);
  return { kind: 'running', instance, at: node === undefined ? null : node.place[1] + 1, ...where };
}

function inFile(graph: Graph, [file, line]: Place): { readonly file: string; readonly line: number } {
  return { file: graph.files[file] ?? '', line: line + 1 };
}

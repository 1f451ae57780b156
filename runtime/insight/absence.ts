/** Why nothing was decided about a message, a journey, a team or whatever else has a name: what would have to come before, and where it ended. */
import type { Graph, Journey, Node, Place, Purpose, SendNode } from '../../compiler/graph/types.ts';
import type { View } from '../engine/view.ts';
import { ENDS, type ExplainedDecision } from './history.ts';

export type Absence =
  /** the customer was forgotten: what was decided is not known any more */
  | { readonly kind: 'forgotten' }
  /** no file knows the name; those that they know */
  | { readonly kind: 'unknown'; readonly known: readonly string[] }
  /** declared, and no journey does anything with it */
  | { readonly kind: 'unused' }
  /** a model at which nothing has looked */
  | { readonly kind: 'unasked' }
  /** a policy that has kept nothing back here */
  | { readonly kind: 'silent' }
  /** a purpose of which nothing was said: its consent is assumed, or asked and missing */
  | { readonly kind: 'unsaid'; readonly consent: Purpose['consent'] }
  /** the journey starts `start`; `refused`: how often it did not start although its signal came, and `last`: why it did not the last time */
  | ({
      readonly kind: 'not_started';
      readonly start: string;
      readonly refused: number;
      readonly last: string | null;
    } & InJourney)
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

/** Where nothing was decided about a name. `decisions`: all of the customer, the oldest first. */
export function absences(
  view: View,
  number: number,
  decisions: readonly ExplainedDecision[],
  name: string,
): readonly Absence[] {
  if (view.find(number)?.customer.forgotten === true) return [{ kind: 'forgotten' }];
  const { graph } = view.library.programs.current;
  const wanted = doers(view, number, name);
  if (wanted.length === 0) {
    const purpose = Object.hasOwn(graph.purposes, name) ? graph.purposes[name] : undefined;
    if (purpose !== undefined) return [{ kind: 'unsaid', consent: purpose.consent }];
    if (Object.hasOwn(graph.policies, name)) return [{ kind: 'silent' }];
    const models = graph.models ?? {};
    if (Object.hasOwn(models, name)) return [{ kind: 'unasked' }];
    const used = [graph.messages, graph.teams, graph.channels, graph.actions ?? {}, graph.decisions ?? {}];
    if (used.some((each) => Object.hasOwn(each, name))) return [{ kind: 'unused' }];
    const declared = [graph.journeys, ...used, models, graph.policies, graph.purposes];
    return [{ kind: 'unknown', known: [...declared.flatMap(Object.keys), ...experimentsIn(graph)] }];
  }
  return wanted.flatMap(({ journey, where }): Absence[] => {
    const about = decisions.filter((decision) => decision.journey === journey.name);
    const instances = [...new Set(about.filter(({ kind }) => kind === 'started').map(({ instance }) => instance))];
    if (instances.length > 0) return instances.map((instance) => standing(view, number, about, instance ?? '', where));
    return [{ kind: 'not_started', start: journey.start.text, ...refusals(about), ...where }];
  });
}

/** Where something was decided about a name, but not in what has come since: instances that did not come there, or starts that were refused. */
export function absencesSince(
  view: View,
  number: number,
  all: readonly ExplainedDecision[],
  name: string,
  decided: readonly ExplainedDecision[],
): readonly Absence[] {
  const { graph } = view.library.programs.current;
  // Whatever goes out goes by a channel: that nothing has gone there yet tells nothing.
  if (Object.hasOwn(graph.channels, name)) return [];
  const done = new Set(decided.map(({ instance }) => instance));
  const newer = all.slice(all.findLastIndex((each) => decided.includes(each)) + 1);
  return doers(view, number, name).flatMap(({ journey, where }): Absence[] => {
    // Of a journey, everything was said.
    if (journey.name === name) return [];
    const about = all.filter((decision) => decision.journey === journey.name);
    const missed = about
      .filter(({ kind, instance }) => kind === 'started' && !done.has(instance))
      .filter(({ instance }) => !about.some((each) => isEndOf(each, instance) && !newer.includes(each)))
      .map(({ instance }) => standing(view, number, about, instance ?? '', where));
    const refused = refusals(newer.filter((decision) => decision.journey === journey.name));
    if (missed.length > 0 || refused.last === null) return missed;
    return [{ kind: 'not_started', start: journey.start.text, ...refused, ...where }];
  });
}

interface Doer {
  readonly journey: Journey;
  readonly where: InJourney;
}

/** Journeys of the newest files; and those of older ones that still run for the customer, where the newest do not do it there any more. */
function doers(view: View, number: number, name: string): readonly Doer[] {
  const { programs } = view.library;
  const found = new Map(journeysDoing(programs.current.graph, name).map((each) => [each.journey.name, each]));
  for (const { graph, journey, outcome } of view.find(number)?.customer.instances ?? []) {
    const older = programs.get(graph)?.graph;
    if (outcome !== null || found.has(journey) || older === undefined) continue;
    const own = journeysDoing(older, name).find((each) => each.journey.name === journey);
    if (own !== undefined) found.set(journey, own);
  }
  return [...found.values()];
}

function journeysDoing(graph: Graph, name: string): Doer[] {
  return Object.values(graph.journeys).flatMap((journey) => {
    const place = journey.name === name ? journey.place : journey.nodes.find(doing(name))?.place;
    return place === undefined ? [] : [{ journey, where: { journey: journey.name, ...inFile(graph, place) } }];
  });
}

function experimentsIn({ journeys }: Graph): string[] {
  const nodes = Object.values(journeys).flatMap((journey) => journey.nodes);
  return nodes.flatMap((node) => (node.kind === 'experiment' ? [node.name] : []));
}

function refusals(decisions: readonly ExplainedDecision[]): { readonly refused: number; readonly last: string | null } {
  const refused = decisions.filter(({ kind }) => kind === 'not_started');
  return { refused: refused.length, last: refused.at(-1)?.outcome ?? null };
}

const isEndOf = (decision: ExplainedDecision, instance: string | null): boolean =>
  decision.instance === instance && ENDS.has(decision.kind);

/** Whether a node sends the message, on that channel or to that team, hands over to the team or lets it go up there, or does what is asked about. */
function doing(name: string): (node: Node) => boolean {
  return (node) =>
    (node.kind === 'send' && (node.message === name || node.channels.includes(name) || isTo(node, name))) ||
    (node.kind === 'handoff' && (node.team === name || node.within?.escalateTo === name)) ||
    (node.kind === 'call' && node.action === name) ||
    (node.kind === 'decide' && node.decision === name) ||
    (node.kind === 'experiment' && node.name === name);
}

function isTo({ to }: SendNode, team: string): boolean {
  return to?.kind === 'team' && to.team === team;
}

/** An instance that came by without doing it. */
function standing(
  view: View,
  number: number,
  about: readonly ExplainedDecision[],
  instance: string,
  where: InJourney,
): Absence {
  const end = about.findLast((decision) => isEndOf(decision, instance));
  if (end !== undefined) return { kind: 'ended', instance, outcome: end.outcome ?? end.kind, time: end.time, ...where };
  const running = view.find(number)?.customer.instances.find(({ id }) => id === instance);
  const { graph } = (running === undefined ? undefined : view.library.programs.get(running.graph)) ?? {};
  const node = graph?.journeys[where.journey]?.nodes.find(({ id }) => id === running?.node);
  return { kind: 'running', instance, at: node === undefined ? null : node.place[1] + 1, ...where };
}

function inFile(graph: Graph, [file, line]: Place): { readonly file: string; readonly line: number } {
  return { file: graph.files[file] ?? '', line: line + 1 };
}

/** The first page: all journeys. */
import { type Contents, journeyLink, linked, table, teamLink, text } from './html.ts';

export function overview(contents: Contents): string[] {
  const { graph, title } = contents;
  const rows = Object.values(graph.journeys).map((journey) => [
    `${journeyLink(contents, journey)}${journey.doc === undefined ? '' : `<br><small>${text(journey.doc)}</small>`}`,
    journey.owner === undefined ? '' : teamLink(contents, journey.owner),
    journey.start.on.kind === 'called' ? 'when another journey runs it' : linked(contents, journey.start.text),
    linked(contents, goalText(journey.goal?.text)),
  ]);
  return [
    `<h1>${text(title)}</h1>`,
    rows.length === 0 ? '<p>There are no journeys yet.</p>' : table(['Journey', 'Team', 'Starts', 'Goal'], rows),
  ];
}

/** Without the word that stands in front of every goal. */
export function goalText(goal = ''): string {
  return goal.replace(/^goal /, '');
}

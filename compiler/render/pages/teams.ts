/** The people: what they answer for, and what is handed to them. */
import type { OpenHours, Team } from '../../graph/types.ts';
import { showClock, textOf } from '../words.ts';
import { type Contents, clearedText, facts, journeyLink, text } from './html.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function teamsPage(contents: Contents): string[] {
  const teams = Object.values(contents.graph.teams);
  return [
    '<h1>Teams</h1>',
    ...(teams.length === 0 ? ['<p>No team is named.</p>'] : []),
    ...teams.flatMap((team) => about(contents, team)),
  ];
}

function about(contents: Contents, team: Team): string[] {
  const { name, cleared } = team;
  const journeys = Object.values(contents.graph.journeys);
  const given = journeys.filter(({ nodes }) =>
    nodes.some((node) => node.kind === 'handoff' && (node.team === name || node.within?.escalateTo === name)),
  );
  return [
    `<h2 id="team-${name}">${text(name)}</h2>`,
    ...facts([
      ['Open', text(hours(team))],
      ['May see', cleared.length === 0 ? 'no personal data' : `${clearedText(cleared)} data`],
      [
        'Answers for',
        journeys
          .filter(({ owner }) => owner === name)
          .map((each) => journeyLink(contents, each))
          .join(', '),
      ],
      ['Takes over in', given.map((each) => journeyLink(contents, each)).join(', ')],
    ]),
  ];
}

function hours({ open, alsoOpen = [] }: Team): string {
  return open === undefined ? 'always' : [open, ...alsoOpen].map(span).join('; ');
}

function span({ from, to, weekdays, zone, except }: OpenHours): string {
  const days = weekdays.map((day) => WEEKDAYS[day - 1] ?? '');
  const when =
    weekdays.length === 7 ? 'every day' : weekdays.join() === '1,2,3,4,5' ? 'Monday to Friday' : days.join(', ');
  const closed = except === undefined ? '' : ', not on holidays';
  return `${showClock(from)} to ${showClock(to)}, ${when}${closed}, ${textOf(zone)} time`;
}

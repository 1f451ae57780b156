/** What both have done counts from the moment at which they are one; the join itself is no signal. */
import { expect, it } from 'vitest';
import { joins, play, type Step, told } from './play.ts';

const HOUR = 3_600_000;

const at = (time: number, who: Step['who'], type: string, data: object = {}): Step => ({
  time: time * HOUR,
  who,
  type,
  data,
});

/** What starts and ends within a hundred hours. */
function happens(body: string, steps: readonly Step[]): string[] {
  const text = `
signal Began
signal Seen
signal Moved { to: text }
identity { strong user_id }
profile { seen: integer is count of Seen, city: text?, calls: integer is count of Seen in last 10 hours }
on Moved as m { set profile.city = m.to }
${body}
`;
  const kinds = / (started|finished|stopped|goal_reached|goal_missed) /;
  return told(play(text, steps, 100 * HOUR)).filter((line) => kinds.test(line));
}

it('a condition that holds of both together becomes true; one that held of either does not again', () => {
  const regular = 'journey Regular {\n start when profile.seen >= 2 becomes true every time\n }';
  const of = (...who: Step['who'][]): string[] =>
    happens(regular, [at(-1, 'ada', 'Began'), ...who.map((each, index) => at(index, each, 'Seen')), joins(10 * HOUR)]);
  expect(of('ada', 'bob')).toEqual(['10h Regular started  ', '10h Regular finished  finished']);
  expect(of('bob', 'bob', 'ada')).toEqual(['1h Regular started  ', '1h Regular finished  finished']);
  expect(of('ada', 'ada', 'bob')).toEqual(['1h Regular started  ', '1h Regular finished  finished']);
});

it.each([
  ['wait for Seen up to 50 hours { finish as seen } else { finish as over }', '50h J finished  over'],
  ['wait for Seen since start up to 50 hours { finish as seen } else { finish as over }', '50h J finished  over'],
  ['wait { when profile.seen > 0 { finish as seen } after 50 hours { finish as over } }', '10h J finished  seen'],
  ['wait { after 30 hours without Seen { finish as over } }', '30h J finished  over'],
])('what the other had before: %s', (body, ends) => {
  const journey = `journey J {\n start on Began once\n ${body}\n }`;
  const told = happens(journey, [at(0, 'ada', 'Began'), at(5, 'bob', 'Seen'), joins(10 * HOUR)]);
  expect(told).toEqual(['0h J started  ', ends]);
});

it.each([
  ['start on 3 Seen within 20 hours once', ['16h J started  ', '16h J finished  finished']],
  ['start on 3 Seen within 12 hours once', []],
])('what both make full starts with the next signal: %s', (start, starts) => {
  const steps = [at(0, 'ada', 'Seen'), at(1, 'bob', 'Seen'), at(2, 'bob', 'Seen'), joins(10 * HOUR)];
  const journey = `journey J {\n ${start}\n }`;
  expect(happens(journey, steps)).toEqual([]);
  expect(happens(journey, [...steps, at(16, 'bob', 'Seen')])).toEqual(starts);
});

it('the older one keeps what it has, and gets what it lacks', () => {
  const cityOf = (...moves: readonly (readonly [Step['who'], string])[]): unknown => {
    const steps = moves.map(([who, to], index) => at(index, who, 'Moved', { to }));
    const text = `
signal Began
signal Moved { to: text }
identity { strong user_id }
profile { city: text? }
on Moved as m { set profile.city = m.to }
`;
    return play(text, [at(-2, 'ada', 'Began'), at(-1, 'bob', 'Began'), ...steps, joins(10 * HOUR)], 20 * HOUR).customer
      .profile.city;
  };
  expect(cityOf(['ada', 'Leeds'], ['bob', 'York'])).toBe('Leeds');
  expect(cityOf(['bob', 'York'])).toBe('York');
});

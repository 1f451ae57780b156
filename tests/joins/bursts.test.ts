/** Bursts that wait for quiet when two customers turn out to be one: nothing of them is lost, and of each the newest counts. */
import { expect, it } from 'vitest';
import { joins, play, type Step } from './play.ts';

const HOUR = 3_600_000;

const shop = (start: string, body: string): string => `
signal Checked { p: text }
signal Bought
identity { strong user_id }
profile { email: email? = "a@b.de" }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Seen(p: text) for Service { on email { body "{p}" } }
journey Basket {
  start on Checked as seen
    every time
    ${start}
    after 2 hours of quiet
  ${body}
}
`;

const checked = (time: number, who: Step['who'], p: string): Step => ({
  time: time * HOUR,
  who,
  type: 'Checked',
  data: { p },
});
const bought = (time: number): Step => ({ time: time * HOUR, who: 'ada', type: 'Bought', data: {} });

/** What is read when all is over: the products of the only instance. */
function read(text: string, steps: readonly Step[]): unknown {
  const [only, ...more] = play(text, steps, 40 * HOUR).customer.instances;
  expect(more).toEqual([]);
  const { seen } = only?.variables ?? {};
  return Array.isArray(seen) ? seen.map((fact) => (fact as { p?: string }).p) : (seen as { p?: string } | undefined)?.p;
}

const collecting = shop(
  'on repeat collect',
  'wait for Bought\n  wait 90 days\n  for each one in seen { send Seen(one.p) on email, else go on }',
);
const newest = (repeat: string): string =>
  shop(repeat, 'wait for Bought\n  wait 90 days\n  send Seen(seen.p) on email, else go on');

it('a burst of one is collected whole by the journey of the other', () => {
  const steps = [
    checked(0, 'ada', 'a'),
    checked(3, 'bob', 'b'),
    checked(3.5, 'bob', 'c'),
    checked(4, 'bob', 'd'),
    joins(4.5 * HOUR),
    bought(10),
  ];
  expect(read(collecting, steps)).toEqual(['a', 'b', 'c', 'd']);
});

it('bursts of both are one, in the order in which they happened, and quiet counts from the last', () => {
  const steps = [
    checked(0, 'bob', 'a'),
    checked(1, 'ada', 'b'),
    checked(1.5, 'bob', 'c'),
    joins(1.75 * HOUR),
    checked(3, 'bob', 'd'),
  ];
  expect(read(collecting, steps)).toEqual(['a', 'b', 'c', 'd']);
  expect(read(newest('on repeat ignore'), steps.slice(0, -1))).toBe('c');
});

it('of bursts of two the newest refreshes what runs with a third', () => {
  const cleo = (steps: readonly Step[]): Step[] => [
    { ...checked(0, 'ada', 'a'), who: 'cleo' },
    ...steps,
    joins(4.5 * HOUR),
    { time: 4.5 * HOUR, who: 'ada', type: 'alias', data: { previousId: 'cleo' } },
  ];
  const steps = cleo([checked(3, 'bob', 'b'), checked(4, 'ada', 'c')]);
  expect(read(newest('on repeat refresh'), steps)).toBe('c');
});

/** What reports say of experiments. */
import { describe, expect, it } from 'vitest';
import type { Report } from '../runtime/insight/report.ts';
import { reported } from './reported.ts';

describe('experiments', () => {
  const trying = (goal: string): string => `
signal Called { first: boolean }
signal Bought {}
journey Try {
  start on Called as call every time
${goal}
  if not call.first {
    experiment Split {
      holdout 50%
      variant b 50% { wait 1 day }
    }
  }
}
`;
  const people = Array.from({ length: 40 }, (_, index) => `c${index}`);
  const to = (type: string, day: number, data: object) => people.map((who) => [type, who, day, data] as const);
  const history = [
    ...to('Called', 0, { first: true }),
    ...to('Bought', 1, {}),
    ...to('Called', 10, { first: false }),
    ...to('Bought', 11, {}).slice(0, 5),
  ];
  const sums = ({ experiments }: Report): readonly number[] => {
    const variants = experiments.Split ?? [];
    return [variants.reduce((sum, { of }) => sum + of, 0), variants.reduce((sum, { count }) => sum + count, 0)];
  };

  it('an experiment has nothing to do with goals that were reached before it', () => {
    const found = reported(trying('  goal Bought within 5 days, go on'), history);
    expect(found.journeys.Try?.goal).toMatchObject({ count: 45, of: 80 });
    expect(sums(found)).toEqual([40, 5]);
  });

  it('variants are compared with the first one as the file has it', () => {
    const text = trying('  goal Bought within 5 days, go on').replace('holdout 50%', 'variant z 50% { wait 2 days }');
    const rows = reported(text, history).experiments.Split ?? [];
    expect(rows.map(({ variant, against }) => [variant, against === null])).toEqual([
      ['z', true],
      ['b', false],
    ]);
  });

  it('nothing is compared with a variant that nobody has come to', () => {
    const one = history.filter(([, who]) => who === 'c0');
    const rows = reported(trying('  goal Bought within 5 days, go on'), one).experiments.Split ?? [];
    expect(
      rows.map(({ variant, of, against }) => [variant, of, against]).sort((a, b) => Number(a[1]) - Number(b[1])),
    ).toEqual([
      [expect.any(String), 0, null],
      [expect.any(String), 1, null],
    ]);
  });

  it('where the journey has no goal, nobody can tell a share', () => {
    const found = reported(trying(''), history);
    expect(sums(found)).toEqual([40, 0]);
    for (const variant of found.experiments.Split ?? [])
      expect(variant).toMatchObject({ share: null, interval: null, against: null });
  });

  it('who came into it where there is no goal to reach does not make the share of a variant smaller', () => {
    const text = `
${trying('  goal Bought within 5 days, go on')}
signal Chatted {}
journey Other {
  start on Chatted every time
  experiment Split { holdout 50% { }  variant b 50% { } }
}
`;
    const chats = people.map((who) => ['Chatted', `${who} of another`, 0, {}] as const);
    // Who came to both came to one where it counts.
    const found = reported(text, [...chats, ['Chatted', 'c0', 0, {}], ...history]);
    expect(sums(found)).toEqual([40, 5]);
  });
});

/** `on merge keep furthest`: also of two who stand in the same loop, or at the branches of one `together`. */
import { expect, it } from 'vitest';
import { joins, play, type Step } from './play.ts';

const HOUR = 3_600_000;

const began = (time: number, who: Step['who']): Step => ({ time: time * HOUR, who, type: 'Began', data: {} });
const next = (time: number, who: Step['who']): Step => ({ time: time * HOUR, who, type: 'Next', data: {} });

/** The instance that goes on. */
function goesOn(body: string, steps: readonly Step[]): string | null | undefined {
  const text = `
type Line { sku: text }
signal Began
signal Next
signal Listed { lines: list of Line }
identity { strong user_id }
journey Going {
  start on Began every time on merge keep furthest
  ${body}
}
journey Listing {
  start on Listed as listed every time on merge keep furthest
  for each line in listed.lines { wait for Next }
}
`;
  const { entries } = play(text, [...steps, joins(90 * HOUR)], 90 * HOUR);
  return entries.flatMap(({ decisions }) => decisions).find(({ kind }) => kind === 'kept')?.instance;
}

const both = [began(0, 'ada'), began(1, 'bob')];

it('in a later round', () => {
  const body = 'repeat up to 5 times {\n wait for Next\n wait 1 hour\n wait for Next\n }';
  // The older one stands further down, in its first round.
  const steps = [...both, next(5, 'ada'), next(10, 'bob'), next(20, 'bob')];
  expect(goesOn(body, steps)).toBe('2-1');
  expect(goesOn(body, steps.slice(0, -1))).toBe('1-1');
  expect(goesOn(body, both)).toBe('1-1');
});

it('with less of a list before it', () => {
  const listed = (time: number, who: Step['who']): Step => ({
    time: time * HOUR,
    who,
    type: 'Listed',
    data: { lines: [{ sku: 'a' }, { sku: 'b' }, { sku: 'c' }] },
  });
  expect(goesOn('finish', [listed(0, 'ada'), listed(1, 'bob'), next(5, 'bob')])).toBe('2-1');
  expect(goesOn('finish', [listed(0, 'ada'), listed(1, 'bob'), next(5, 'ada')])).toBe('1-1');
});

it('behind the loop that it has left, whatever round that was', () => {
  const body = 'repeat up to 5 times {\n wait for Next\n go to later\n }\n step later { wait 90 days }';
  expect(goesOn(body, [...both, next(5, 'bob')])).toBe('2-1');
  expect(goesOn(body, [...both, next(5, 'ada')])).toBe('1-1');
});

it('in its branches: more of them are over, or one is further', () => {
  const over = 'together {\n branch { wait 90 days }\n branch { wait for Next }\n }';
  expect(goesOn(over, [...both, next(5, 'bob')])).toBe('2-1');
  expect(goesOn(over, [...both, next(5, 'ada')])).toBe('1-1');
  const further = 'together {\n branch { wait for Next\n wait 90 days }\n branch { wait 80 days }\n }';
  expect(goesOn(further, [...both, next(5, 'bob')])).toBe('2-1');
  expect(goesOn(further, both)).toBe('1-1');
});

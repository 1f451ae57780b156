/** Customers in memory: what is not written stays, however many there are, and it does not take for ever. */
import { expect, it } from 'vitest';
import { createResidents } from './residents.ts';

it('keeps every customer that a single commit changes, be they more than a generation', () => {
  const residents = createResidents(() => null, 'few');
  const count = 300_000;
  for (let number = 1; number <= count; number++) residents.touch(residents.create(number), number);
  let forgotten = 0;
  for (let number = 1; number <= count; number++) if (residents.get(number).seq !== number) forgotten++;
  expect(forgotten).toBe(0);
  const { rows, applied } = residents.flush(count, true);
  expect([rows.length, applied]).toEqual([count, count]);
});

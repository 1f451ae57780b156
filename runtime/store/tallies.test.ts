/** Counts by name, where names come from outside. */
import { expect, it } from 'vitest';
import { createTallies } from './tallies.ts';

it('a name that is told apart already stays so, however many others come', () => {
  const tallies = createTallies();
  for (let type = 0; type < 600; type++) tallies.add('', 'unknown', `T${type}`);
  for (let again = 0; again < 50; again++) tallies.add('', 'unknown', 'T7');
  const rows = tallies.take();
  const count = (name: string): unknown => rows[rows.indexOf(name) + 1];
  expect([count('T7'), count('T499'), count('(others)')]).toEqual([51, 1, 100]);
});

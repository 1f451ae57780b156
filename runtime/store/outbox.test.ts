/** What a daemon tells of itself while hundreds of thousands wait for a connector: nobody's signal waits for the counting. */
import { expect, it } from 'vitest';
import { openTemporary } from './open.ts';
import { countLeaving, countOutbox } from './outbox.ts';

const FILL = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO outbox SELECT 'm-' || i || '-0', i, 0, i, i || '-1', 'Greet', 'Hello', 'email', 'ada@example.org', printf('%200d', i),
  iif(i % 10 = 0, 'dead', 'pending'), 'message', 3, iif(i % 10 = 0, NULL, i), NULL, 'refused' FROM n`;

it('counts what waits and what was given up without looking at each', () => {
  const database = openTemporary();
  database.exec(FILL);
  const timeOf = (work: () => unknown): number => {
    const times = [0, 1, 2].map(() => {
      const began = performance.now();
      work();
      return performance.now() - began;
    });
    return Math.min(...times);
  };
  const counts = { waiting: 90_000, failed: 10_000, givenUp: 10_000 };
  expect(countLeaving(database)).toEqual(counts);
  expect(countOutbox(database)).toMatchObject({ ...counts, retrying: 90_000, retryError: 'refused' });
  expect(timeOf(() => countLeaving(database)) * 4).toBeLessThan(timeOf(() => countOutbox(database)));
});

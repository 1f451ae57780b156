/** What a daemon tells of itself while hundreds of thousands wait for a connector: nobody's signal waits for the counting. */
import { expect, it } from 'vitest';
import { openTemporary } from './open.ts';
import { countLeaving, countOutbox } from './outbox.ts';

const FILL = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
INSERT INTO outbox SELECT 'm-' || i || '-0', i, 0, i, i || '-1', 'Greet', 'Hello', 'email', 'ada@example.org', printf('%200d', i),
  iif(i % 10 = 0, 'dead', 'pending'), 'message', 3, iif(i % 10 = 0, NULL, i), NULL, 'refused' FROM n`;

it('counts what waits and what was given up as the command does that looks at each', () => {
  const database = openTemporary();
  database.exec(FILL);
  const counts = { waiting: 900, failed: 100, givenUp: 100 };
  expect(countLeaving(database)).toEqual(counts);
  expect(countOutbox(database)).toMatchObject({ ...counts, retrying: 900, retryError: 'refused' });
});

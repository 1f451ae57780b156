/** A little of every torture in every test run; `npm run torture` has the long one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seeded } from '../bench/harness/random.ts';
import { bytes } from './cases/bytes.ts';
import { day } from './cases/day.ts';
import { histories } from './cases/histories.ts';
import { kills } from './cases/kills.ts';
import { programs } from './cases/programs.ts';

const little = [
  { torture: histories, rounds: 1 },
  { torture: programs(2), rounds: 1 },
  { torture: kills, rounds: 1 },
  { torture: bytes, rounds: 1 },
  { torture: day(500, 5000), rounds: 1 },
];

describe('a little torture', () => {
  for (const { torture, rounds } of little) {
    const { name, what, missing, run } = torture;
    it.skipIf(missing !== null)(
      `${name}: ${what}${missing === null ? '' : ` (${missing})`}`,
      async () => {
        for (let round = 0; round < rounds; round++) {
          const folder = mkdtempSync(join(tmpdir(), 'journey-torture-'));
          try {
            // What does not hold is told by a rejection.
            await expect(run({ random: seeded(1815 + round), folder })).resolves.toBeTypeOf('string');
          } finally {
            rmSync(folder, { recursive: true, force: true });
          }
        }
      },
      180_000,
    );
  }
});

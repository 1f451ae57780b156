/** What `npm run torture` can do to the runtime. */
import type { Torture } from './case.ts';
import { bytes } from './cases/bytes.ts';
import { day } from './cases/day.ts';
import { histories } from './cases/histories.ts';
import { kills } from './cases/kills.ts';
import { programs } from './cases/programs.ts';
import { systemCalls } from './cases/system-calls.ts';

export const cases: readonly Torture[] = [histories, programs(12), kills, systemCalls, bytes, day(100_000, 1_000_000)];

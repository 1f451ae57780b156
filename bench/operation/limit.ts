/** A limit beside the contenders: at 1 or above, `ours / theirs` says that it is kept. */
import type { Contender, Sample } from '../harness/types.ts';

export function limit(name: string, value: number, facts: Sample['facts']): Contender {
  return { name, run: async () => ({ value, facts, notes: {} }) };
}

/** How much garbage a process may let lie. */
import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const MANY_CUSTOMERS = 100_000;
const LARGE_INPUT = 64 * 1024 * 1024;
/** What gzip makes of signals, roughly. */
const PACKED = 10;

/**
 * Where much is to come, the heap grows by half of what is alive before it is collected, where V8 lets it double and more: a run of a
 * million customers then holds 200 MB less and is a seventh slower (docs/performance.md). `input`: a file, `-` for one of unknown size,
 * null: none.
 */
export function fitHeap(customers: number, input: string | null): void {
  if (customers > MANY_CUSTOMERS || isLarge(input)) setFlagsFromString('--heap-growing-percent=50');
}

/** Whether more customers may be in it than memory should hold at once. */
export function isLarge(input: string | null): boolean {
  if (input === null) return false;
  if (input === '-') return true;
  const { size } = statSync(input);
  return (input.endsWith('.gz') ? size * PACKED : size) > LARGE_INPUT;
}

/**
 * How V8 optimises. It copies functions into those that call them, which pays where they run for long. A compiler that reads some files
 * and is done has ended before: there it takes a sixth of all CPU, beside a thread that needs it (docs/performance.md).
 */
import { setFlagsFromString } from 'node:v8';

/** For what is done once. */
export function inlineNothing(): void {
  setFlagsFromString('--no-turbo-inlining');
}

/** For what runs for long. */
export function inlineAgain(): void {
  setFlagsFromString('--turbo-inlining');
}

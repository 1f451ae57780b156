/** Only a mistake in this program gets here: what users wrote or sent never does. */
export function invariant(problem: string): never {
  throw new Error(problem);
}

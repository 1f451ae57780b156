/** The order in which effects lead to something of their own. */
import type { Effect } from '../state/output.ts';

/**
 * What an effect leads to comes before the effect beside it. Thousands may follow from each other, such as messages to all of a list: no
 * stack is so deep.
 */
export function createFollowing<T>(
  follow: (whose: T, effect: Effect) => void,
): (whose: T, effects: readonly Effect[]) => void {
  /** the next one last */
  const waiting: { readonly whose: T; readonly effect: Effect }[] = [];
  let underWay = false;
  return (whose, effects) => {
    for (const effect of effects.toReversed()) waiting.push({ whose, effect });
    if (underWay) return;
    underWay = true;
    try {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) follow(next.whose, next.effect);
    } finally {
      // Where one fails, those behind it are not left for whatever happens next.
      waiting.length = 0;
      underWay = false;
    }
  };
}

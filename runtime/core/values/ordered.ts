/** Things in the order of time: one customer can have hundreds of thousands. */
interface Timed {
  readonly at: number;
}

/** The place of the first whose time fits, where all behind it fit, too; their number where none does. */
export function firstWhere(items: readonly Timed[], fits: (at: number) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(items[middle]?.at ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many lie between two times, both included. */
export function countBetween(items: readonly Timed[], from: number, to: number): number {
  return Math.max(0, firstWhere(items, (at) => at > to) - firstWhere(items, (at) => !(at < from)));
}

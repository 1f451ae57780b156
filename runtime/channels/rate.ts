/** `at most 20 per second`: in no span of that length are there more, wherever it begins. */
export interface Rate {
  /** How many may go now. Times are milliseconds since 1970 UTC. */
  free(now: number): number;
  /** When the next may go, where none may now. */
  freeAt(): number;
  note(now: number): void;
  /** The one that was noted then has not gone after all. */
  takeBack(then: number): void;
}

/** `times`: when the latest have gone, the oldest first; milliseconds since 1970 UTC. */
export function createRate(count: number, perMs: number, times: number[] = []): Rate {
  return {
    free(now) {
      // Where the clock was set back they have gone by now, and not after it.
      const ahead = (times.at(-1) ?? now) - now;
      if (ahead > 0) for (const [index, time] of times.entries()) times[index] = time - ahead;
      while ((times[0] ?? now) <= now - perMs) times.shift();
      return count - times.length;
    },
    freeAt: () => (times[times.length - count] ?? 0) + perMs,
    note: (now) => times.push(now),
    takeBack(then) {
      const place = times.lastIndexOf(then);
      if (place >= 0) times.splice(place, 1);
    },
  };
}

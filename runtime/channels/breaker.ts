/** A connector that fails too often rests, longer each time, and is probed by one try at a time. Only tries count that have asked the other side. */

/** Half of the last twenty tries, of at least six. */
const SIZE = 20;
const LEAST = 6;
const LONGEST_REST_MS = 60_000;
const JITTER = 0.2;

export interface Breaker {
  /** until when nobody is asked, milliseconds since 1970 UTC; null: it works. What begins after that is a probe. */
  readonly until: number | null;
  /** since when it rests, by its last probe; milliseconds since 1970 UTC */
  readonly since: number;
  /** How many milliseconds it still rests. */
  left(now: number): number;
  /** What came of a try that began then. Gives what is news. */
  note(went: boolean, begun: number, now: number): 'rests' | 'works again' | null;
}

/** `restMs`: the first rest; `chance`: from 0 to 1, at random. */
export function createBreaker(restMs: number, chance: () => number): Breaker {
  let last: boolean[] = [];
  let rests = 0;
  let until: number | null = null;
  let since = 0;

  function rest(now: number): void {
    since = now;
    until = now + Math.min(restMs * 2 ** rests++, LONGEST_REST_MS) * (1 - JITTER * chance());
  }

  return {
    get until() {
      return until;
    },
    get since() {
      return since;
    },
    left(now) {
      if (until === null) return 0;
      // No rest is so long: the clock was set back.
      if (until - now > LONGEST_REST_MS) until = now;
      return Math.max(0, until - now);
    },
    note(went, begun, now) {
      if (until === null) {
        last = [...last, went].slice(-SIZE);
        const failed = last.filter((each) => !each).length;
        if (last.length < LEAST || failed <= last.length / 2) return null;
        rest(now);
        return 'rests';
      }
      // It began before the rest, and says nothing new. During it only what an operator lets leave begins.
      if (begun <= since && begun < until) return null;
      if (!went) {
        rest(now);
        return null;
      }
      last = [];
      rests = 0;
      until = null;
      return 'works again';
    },
  };
}

/** What a case of the torture is given, and what it gives. */
export interface Round {
  /** a number in [0, 1), from the seed: the same round again meets the same faults */
  readonly random: () => number;
  /** empty, the round's own */
  readonly folder: string;
}

export interface Torture {
  readonly name: string;
  /** one line for people */
  readonly what: string;
  /** Why it cannot run on this machine; null: it can. */
  readonly missing: string | null;
  /** More rounds than this take too long; absent: as many as are asked for. */
  readonly rounds?: number;
  /** One round; gives a line about what happened. Rejects with what does not hold. */
  run(round: Round): Promise<string>;
}

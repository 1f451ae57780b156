/** What a benchmark is made of. A case has one unit; more is always better. */

/** One run of one contender. */
export interface Sample {
  /** in the unit of the case */
  readonly value: number;
  /** Counts that must be equal for all contenders of the case: whoever did other work is not compared. */
  readonly facts: Readonly<Record<string, number>>;
  /** Anything worth a look that is not compared, such as seconds of the whole process. */
  readonly notes: Readonly<Record<string, number>>;
}

export interface Contender {
  readonly name: string;
  /** Runs once, in a process of its own where heap and caches matter. */
  readonly run: () => Promise<Sample>;
}

export interface Case {
  readonly name: string;
  readonly unit: string;
  readonly ours: Contender;
  readonly against: readonly Contender[];
  /** What every contender must report; undefined where there is nothing to compare. */
  readonly expected?: Readonly<Record<string, number>>;
}

export interface Settings {
  /** interleaved rounds: each contender runs once a round */
  readonly rounds: number;
  /** null: as many as the case takes by itself */
  readonly customers: number | null;
  /** journeys of the generated workspace */
  readonly journeys: number;
  /** records of the log that is looked at */
  readonly records: number;
  /** a folder for inputs and databases, removed at the end */
  readonly folder: string;
}

export interface CaseReport {
  readonly name: string;
  readonly unit: string;
  /** median of this project; null when it did not take part (`--peers`) */
  readonly value: number | null;
  /** ratio: ours / theirs, more is better */
  readonly against: Readonly<Record<string, { readonly value: number; readonly ratio: number | null }>>;
  readonly facts: Readonly<Record<string, number>>;
  /** by contender: medians of its notes */
  readonly notes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

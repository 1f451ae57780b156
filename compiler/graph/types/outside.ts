/** What others do for us, and declared decisions. */
import type { Expression } from './expressions.ts';
import type { Condition } from './signals.ts';
import type { Label, Place, Type } from './values.ts';

interface Outside {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly connector: string;
  readonly target?: string;
  readonly cleared: readonly Label[];
  /** of one try */
  readonly timeoutMs?: number;
  readonly retry?: { readonly times: number; readonly overMs: number };
  /** what stands in where there is no answer */
  readonly otherwise?: Expression;
  readonly place: Place;
}

/** Something that others do for us, and may answer. */
export interface Action extends Outside {
  readonly result?: Type;
}

/** An estimate of others, kept for `keepMs` for each customer. */
export interface Model extends Outside {
  readonly result: Type;
  readonly keepMs: number;
}

/** The candidate with the highest `score`, the first of equals; a candidate whose score is below `least` or absent is not picked. */
export interface Decision {
  readonly name: string;
  /** absent: none */
  readonly parameters?: readonly { readonly name: string; readonly type: Type }[];
  readonly candidates: readonly Candidate[];
  /** over the parameters and the variables `likely`, `worth` and `boost` */
  readonly score: Expression;
  readonly type: Type;
  readonly least?: Expression;
  readonly place: Place;
}

export interface Candidate {
  readonly name: string;
  readonly when?: Condition;
  readonly likely: Expression;
  readonly worth: Expression;
  readonly boost: Expression;
  readonly place: Place;
}

/** The `test` blocks of a workspace, lowered to JSON beside the graph. They are not part of its hash. */
import type { Condition, Graph, Json, MessageOutcome, Place, Type } from './types.ts';

/** The key under which a value of `for any` stands in what is given; no field can have this name. */
export const ANY = '$any';

/** Who acts where a test speaks of subjects only. */
export const NOBODY = '';

/** What stands for a subject where a customer's name stands: no customer has a blank in the name. */
export function subjectName(subject: string, key: string): string {
  return `${subject} ${key}`;
}

export interface TestSuite {
  /** hash of the graph that the tests were compiled with */
  readonly graph: string;
  /** as `Graph.files` */
  readonly files: readonly string[];
  readonly tests: readonly Test[];
  /** what only the tests look back on, as `Graph.history` */
  readonly history: Graph['history'];
}

export interface Test {
  readonly name: string;
  readonly place: Place;
  /** `for any ..`: the test holds for all of these; `{"$any": name}` stands for one in what is given */
  readonly any?: readonly AnyValue[];
  readonly steps: readonly TestStep[];
  /** `replay in any order within D`: the outcomes must be the same in whatever order signals at most this far apart arrive */
  readonly shuffleMs?: number;
}

export interface AnyValue {
  readonly name: string;
  readonly type: Type;
  readonly values:
    | { readonly kind: 'between'; readonly low: number; readonly high: number }
    | { readonly kind: 'one'; readonly of: readonly Json[] };
}

export type TestStep =
  /** `fields` in the representation of the graph's values; `keys`: identity keys among them */
  | {
      readonly kind: 'given';
      readonly customer: string;
      readonly fields: Readonly<Record<string, Json>>;
      readonly keys: Readonly<Record<string, Json>>;
      readonly consents: readonly string[];
      readonly place: Place;
    }
  /** which variant of an experiment the customer is in, or the subject */
  | {
      readonly kind: 'variant';
      readonly experiment: string;
      readonly variant: string;
      readonly customer: string;
      readonly subject?: { readonly kind: string; readonly key: string; readonly value: string };
      readonly place: Place;
    }
  /** `at 2026-03-01 10:00`: milliseconds since 1970 UTC, the workspace's zone applied */
  | { readonly kind: 'at'; readonly time: number; readonly place: Place }
  | { readonly kind: 'after'; readonly ms: number; readonly place: Place }
  /** `data` in the representation of the graph's values, every field there (null where absent) */
  | {
      readonly kind: 'signal';
      readonly signal: string;
      readonly customer: string;
      readonly data: Readonly<Record<string, Json>>;
      readonly place: Place;
    }
  /** the two turn out to be one person */
  | { readonly kind: 'join'; readonly customer: string; readonly other: string; readonly place: Place }
  | {
      readonly kind: 'team';
      readonly team: string;
      readonly action: 'resolved' | 'returned' | 'approved' | 'rejected';
      readonly place: Place;
    }
  /** what becomes of the newest such message to the customer */
  | {
      readonly kind: 'delivery';
      readonly message: string;
      readonly what: MessageOutcome;
      readonly link?: string;
      readonly customer: string;
      readonly place: Place;
    }
  /** what every call of the action (or the model) gets from here on, in the representation of the graph's values */
  | {
      readonly kind: 'answers';
      readonly action: string;
      readonly fails?: true;
      readonly value?: Json;
      readonly place: Place;
    }
  | {
      readonly kind: 'expect';
      readonly customer: string;
      readonly negated: boolean;
      readonly what: Expectation;
      /** source text, for the report */
      readonly text: string;
      readonly place: Place;
    };

export type Expectation =
  | {
      readonly kind: 'message';
      readonly what: 'sent' | 'held' | 'dropped';
      readonly message: string;
      readonly channel?: string;
      readonly policy?: string;
      /** some part of its content holds this text */
      readonly saying?: string;
      readonly times?: number;
    }
  /** no message was sent at all */
  | { readonly kind: 'nothing'; readonly channel?: string }
  | { readonly kind: 'handed'; readonly team: string; readonly complete: boolean }
  | {
      readonly kind: 'journey';
      readonly what: 'started' | 'finished' | 'running';
      readonly journey: string;
      readonly outcome?: string;
      readonly step?: string;
      readonly times?: number;
    }
  | { readonly kind: 'happened'; readonly what: 'called' | 'emitted'; readonly name: string; readonly times?: number }
  | { readonly kind: 'goal'; readonly journey: string }
  | { readonly kind: 'holds'; readonly condition: Condition };

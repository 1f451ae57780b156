/** A record of the log. */
import type { Json } from '../../compiler/graph/types.ts';

export type RecordKind =
  | 'signal'
  | 'wake'
  | 'task'
  | 'graph'
  | 'join'
  | 'emit'
  | 'told'
  | 'answer'
  | 'delivery'
  | 'parcel'
  | 'recall'
  | 'heard'
  | 'act'
  | 'about'
  | 'resend';

export interface LogRecord {
  readonly seq: number;
  readonly kind: RecordKind;
  /** The clock when it was decided, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly customer: number | null;
  /** The customer's record before this one. */
  readonly prev: number | null;
  /** A signal: its bytes as they came. */
  readonly body: Buffer | null;
  /** Decisions as `encodeDecisions` writes them; null: none. */
  readonly decisions: string | null;
  /** Somebody was forgotten: nothing is left of it but its place, or all but values of theirs; absent: it is as it was written. */
  readonly altered?: Alteration;
}

export type Alteration = 'erased' | 'redacted';

/** Body of a `told` record: a signal without a customer, and the journey that it may start for this one. */
export interface Told {
  readonly journey: string;
  /** the running instance that takes it; absent: the journey may start */
  readonly instance?: string;
  /** the signal's record */
  readonly of: number;
  readonly signal: string;
  readonly fact: { readonly at: number; readonly id: string; readonly [field: string]: Json };
}

/** Body of an `about` record: a signal, for a subject that it names. */
export interface About {
  /** the signal's record */
  readonly of: number;
  readonly subject: { readonly kind: string; readonly key: string; readonly value: string };
  readonly signal: string;
  readonly fact: { readonly at: number; readonly id: string; readonly [field: string]: Json };
}

/** Body of a `join` record: the customer that joined, and its newest record. */
export function joinOf(body: Buffer): { from: number; head: number } {
  return JSON.parse(body.toString()) as { from: number; head: number };
}

/** Places of altered records, each with the hash of what is left of it. */
export type Seals = readonly (readonly [seq: number, hash: string])[];

/** Of the body of an act: the records that it altered. */
export function sealsOf(body: Buffer | null): Seals {
  const { altered } = JSON.parse(body?.toString() ?? '{}') as { readonly altered?: Seals };
  return altered ?? [];
}

/** Who was forgotten in another copy of the same log: a backup from before brings them back, and they are forgotten in it again. */
import { readActs } from '../store/acts.ts';
import { readMeta } from '../store/derived.ts';
import { findBreak, lastOf, readHashes } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { joinOf, type LogRecord } from '../store/record.ts';
import { actOf } from './acts.ts';
import { joinedWith } from './forget.ts';

export interface Erasures {
  /** numbers of customers whom both logs know and whom the other one has forgotten; here they may be forgotten, too */
  readonly people: readonly number[];
  /** both are copies of one database */
  readonly related: boolean;
  /** why the other log is not to be trusted, or null: what is known then is what its audit says */
  readonly unread: string | null;
}

export function erasuresOf(other: Database, here: Database): Erasures {
  const unread = damageOf(other);
  const related = originOf(other) === originOf(here);
  return { people: unread === null ? fromLog(other, here) : fromAudit(other, here), related, unread };
}

/** Null: not even that can be read. */
function originOf(database: Database): string | null {
  try {
    return readMeta(database, 'origin');
  } catch {
    return null;
  }
}

function damageOf(database: Database): string | null {
  try {
    const broken = findBreak(database);
    return broken === null ? null : `record ${broken} of its log is not as it was written`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Numbers mean the same people as far as both logs are one: from there on each counts by itself. */
function fromLog(other: Database, here: Database): number[] {
  const own = readHashes(here);
  let shared = true;
  let known = 0;
  const joins = new Map<number, number[]>();
  const forgotten: number[] = [];
  for (const { record, hash } of readHashes(other)) {
    if (shared) {
      const next = own.next();
      shared = next.done !== true && next.value.hash.equals(hash);
      if (shared) known = Math.max(known, record.customer ?? 0);
    }
    const { customer } = record;
    if (customer === null) continue;
    if (record.kind === 'join' && record.body !== null) {
      joins.set(customer, [...(joins.get(customer) ?? []), joinOf(record.body).from]);
    }
    if (isErasure(record)) forgotten.push(customer);
  }
  const people = new Set(forgotten.flatMap((number) => [...joinedWith(number, joins)]));
  return [...people].filter((number) => number <= known).sort((a, b) => a - b);
}

function isErasure({ kind, body }: LogRecord): boolean {
  return kind === 'act' && actOf(body).act === 'forget';
}

/** Where the log is damaged: who was forgotten after the last record of this one, as long as this one is an older copy of it. */
function fromAudit(other: Database, here: Database): number[] {
  try {
    if (readMeta(other, 'origin') !== readMeta(here, 'origin')) return [];
    const { seq } = lastOf(here);
    const acts = readActs(other, { act: 'forget', limit: Number.MAX_SAFE_INTEGER });
    return acts.filter((act) => act.seq > seq).map(({ subject }) => Number(subject.slice(1)));
  } catch {
    return [];
  }
}

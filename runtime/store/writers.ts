/**
 * Which versions have written a log. Another version of this program, or of Node, which brings the rules of time zones and how numbers and
 * dates are written, can decide otherwise than what stands there, and nothing is damaged for that.
 */
import manifest from '../../package.json' with { type: 'json' };
import { readMeta } from './derived.ts';
import { lastOf } from './log.ts';
import type { Database } from './open.ts';

/** One that wrote, and the last record before it. */
interface Writer {
  readonly after: number;
  readonly journey: string;
  readonly node: string;
  /** of the zone data, as `2025c` */
  readonly zones: string;
}

const here = { journey: manifest.version, node: process.versions.node, zones: process.versions.tz ?? 'unknown' };

/** For who is about to write. */
export function noteWriter(database: Database): void {
  const before = writersOf(database);
  const last = before.at(-1);
  if (last !== undefined && isHere(last)) return;
  const writers = [...before, { after: lastOf(database).seq, ...here }];
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('writers', ?)").run(JSON.stringify(writers));
}

/** Who wrote which records, and what that means for a replay; null: what reads them now wrote them all. */
export function otherWriters(database: Database): string | null {
  const writers = writersOf(database);
  const end = lastOf(database).seq;
  const [first] = writers;
  const unknown = first === undefined ? end : first.after;
  const parts = [
    ...(unknown > 0 ? [`${span(1, unknown)} by a version that left no name`] : []),
    ...writers.flatMap((writer, index) => {
      const until = writers[index + 1]?.after ?? end;
      return until > writer.after ? [`${span(writer.after + 1, until)} by ${nameOf(writer)}`] : [];
    }),
  ];
  const own = unknown === 0 && writers.every((writer, index) => isHere(writer) || isIdle(writers, index, end));
  if (own) return null;
  return `Written were ${parts.join(', ')}; this is ${nameOf(here)}. Another version, or other rules of a zone, can decide otherwise: that alone damages nothing, and what was done then stands in the log.`;
}

function isIdle(writers: readonly Writer[], index: number, end: number): boolean {
  return (writers[index + 1]?.after ?? end) === writers[index]?.after;
}

function isHere({ journey, node, zones }: Writer): boolean {
  return journey === here.journey && node === here.node && zones === here.zones;
}

function nameOf({ journey, node, zones }: Omit<Writer, 'after'>): string {
  return `journey ${journey} on Node ${node} (time zones of ${zones})`;
}

function span(first: number, last: number): string {
  return first === last ? `record ${first}` : `records ${first} to ${last}`;
}

function writersOf(database: Database): readonly Writer[] {
  return JSON.parse(readMeta(database, 'writers') ?? '[]') as Writer[];
}

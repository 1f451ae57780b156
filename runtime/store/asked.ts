/** Connectors whose other side wants to be left alone. It stands in `meta`: who starts the daemon again must not forget it. */
import type { Write } from './batch.ts';
import type { Database } from './open.ts';

/** When the other side said so, and until when; both milliseconds since 1970 UTC. An operator may overrule it. */
export interface Asked {
  readonly at: number;
  readonly until: number;
  /** of the connector that was told; one with other settings may be somebody else */
  readonly settings: string;
}

const NAME = 'asked';

/** Those who want it still, by connector. */
export function leftAlone(database: Database, now: number): { readonly connector: string; readonly until: number }[] {
  return [...readAsked(database)].flatMap(([connector, { until }]) => (until > now ? [{ connector, until }] : []));
}

/** By connector. */
export function noteAsked(asked: ReadonlyMap<string, Asked>): Write {
  return { statement: 'meta', values: [NAME, JSON.stringify([...asked])] };
}

export function readAsked(database: Database): Map<string, Asked> {
  const value = database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(NAME);
  return new Map(typeof value === 'string' ? (JSON.parse(value) as [string, Asked][]) : []);
}

/** Counts that the command line shows, kept up with every commit. */
import type { Database } from './open.ts';

export interface Tallies {
  add(journey: string, what: string, name: string): void;
  write(): void;
}

export interface Tally {
  readonly journey: string;
  readonly what: string;
  readonly name: string;
  readonly count: number;
}

export function tallyTable(database: Database): Tallies {
  const upsert = database.prepare(
    'INSERT INTO tallies VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  );
  let pending = new Map<string, Map<string, Map<string, number>>>();
  const inner = <V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> => {
    let found = map.get(key);
    if (found === undefined) {
      found = new Map();
      map.set(key, found);
    }
    return found;
  };
  return {
    add(journey, what, name) {
      const counts = inner(inner(pending, journey), what);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    write() {
      for (const [journey, whats] of pending) {
        for (const [what, names] of whats) for (const [name, count] of names) upsert.run(journey, what, name, count);
      }
      pending = new Map();
    },
  };
}

export function readTallies(database: Database): Tally[] {
  return database
    .prepare('SELECT journey, what, name, count FROM tallies ORDER BY journey, what, name')
    .all() as Tally[];
}

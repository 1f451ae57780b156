/** Counts that the command line shows, kept up with every commit. */
import type { Database } from './open.ts';
import type { Bindable } from './rows.ts';

export interface Tallies {
  add(journey: string, what: string, name: string): void;
  /** Rows of the table for what was counted since the last call. */
  take(): Bindable[];
}

export interface Tally {
  readonly journey: string;
  readonly what: string;
  readonly name: string;
  readonly count: number;
}

/** No more names than this are told apart for one journey. */
const MOST_NAMES = 500;
const OTHERS = '(others)';

/** A count that grows: found once, not looked up and set. */
interface Cell {
  readonly journey: string;
  readonly what: string;
  readonly name: string;
  count: number;
}

export function createTallies(): Tallies {
  const cells: Cell[] = [];
  const journeys = new Map<string, Cell[]>();
  return {
    add(journey, what, each) {
      let own = journeys.get(journey);
      if (own === undefined) {
        own = [];
        journeys.set(journey, own);
      }
      // A journey has a dozen counts: looking through them costs less than two more maps.
      const found = cellOf(own, what, each) ?? (own.length < MOST_NAMES ? undefined : cellOf(own, what, OTHERS));
      if (found !== undefined) {
        found.count++;
        return;
      }
      // Names that come from outside (unknown types) could be without end.
      const name = own.length < MOST_NAMES ? each : OTHERS;
      const cell: Cell = { journey, what, name, count: 1 };
      own.push(cell);
      cells.push(cell);
    },
    take() {
      const values: Bindable[] = [];
      for (const cell of cells) {
        if (cell.count > 0) values.push(cell.journey, cell.what, cell.name, cell.count);
        cell.count = 0;
      }
      return values;
    },
  };
}

function cellOf(cells: readonly Cell[], what: string, name: string): Cell | undefined {
  for (const cell of cells) if (cell.name === name && cell.what === what) return cell;
  return undefined;
}

export function readTallies(database: Database): Tally[] {
  return database
    .prepare('SELECT journey, what, name, count FROM tallies ORDER BY journey, what, name')
    .all() as Tally[];
}

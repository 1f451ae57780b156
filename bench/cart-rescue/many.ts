/** Writes many rows with one statement: what a row costs is mostly the call, not the row. */
import type { Database, Statement } from 'better-sqlite3';

export type Value = number | string | Buffer | null;

/**
 * Collects the values of rows and writes them `rowsAtOnce` at a time. `head` goes before the rows, `row` is one row of
 * placeholders: `INSERT INTO t VALUES ` and `(?, ?)`.
 */
export class Many {
  private readonly full: Statement<[Value[]]>;
  private readonly database: Database;
  private readonly sql: (rows: number) => string;
  private readonly size: number;
  private readonly width: number;
  private readonly rests = new Map<number, Statement<[Value[]]>>();
  private values: Value[] = [];

  constructor(database: Database, head: string, row: string, rowsAtOnce = 50) {
    this.database = database;
    this.sql = (rows) => `${head}${Array.from({ length: rows }, () => row).join(', ')}`;
    this.width = row.split('?').length - 1;
    this.size = this.width * rowsAtOnce;
    this.full = database.prepare<[Value[]]>(this.sql(rowsAtOnce));
  }

  /** The values of one row; call it once a row, with as many values as the row has placeholders. */
  add(...row: Value[]): void {
    for (const value of row) this.values.push(value);
    if (this.values.length === this.size) {
      this.full.run(this.values);
      this.values = [];
    }
  }

  /** Writes what is left, so that the transaction holds all. */
  flush(): void {
    const rows = this.values.length / this.width;
    if (rows === 0) return;
    let statement = this.rests.get(rows);
    if (statement === undefined) {
      statement = this.database.prepare<[Value[]]>(this.sql(rows));
      this.rests.set(rows, statement);
    }
    statement.run(this.values);
    this.values = [];
  }
}

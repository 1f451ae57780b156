import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommitter } from './committer.ts';
import { createLogWriter, findBreak, type LogWriter, readLog, readRecord } from './log.ts';
import { type Database, openTemporary } from './open.ts';
import type { LogRecord } from './record.ts';

const record = fc.record({
  kind: fc.constantFrom('signal' as const, 'wake' as const, 'task' as const),
  time: fc.integer({ min: 0, max: 4e12 }),
  customer: fc.option(fc.integer({ min: 1, max: 1e9 })),
  prev: fc.option(fc.integer({ min: 1, max: 1e9 })),
  body: fc.option(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    { freq: 3 },
  ),
  decisions: fc.option(fc.string({ unit: 'grapheme', maxLength: 200 }), { freq: 3 }),
});

/** A log of commits, each of some records; a long body now and then, so that commits have several rows. */
const commits = fc.array(fc.array(record, { minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 5 });

/** Decisions given as text, in pieces. */
function writer(database: Database): LogWriter<string> {
  return createLogWriter(database, (to, decisions) => {
    for (const piece of decisions.split(/(?<=a)/)) to.text(piece);
  });
}

function written(groups: readonly (readonly Omit<LogRecord, 'seq'>[])[]): ReturnType<typeof openTemporary> {
  const database = openTemporary();
  const log = writer(database);
  const committer = createCommitter(database, 'the log');
  for (const records of groups) {
    for (const { decisions, ...record } of records) log.append(record, decisions);
    committer.commit({ log: log.take(), seen: null, writes: [] });
  }
  return database;
}

describe('the log', () => {
  it('gives back what was appended, whole and from any place on', () => {
    fc.assert(
      fc.property(commits, (groups) => {
        const database = written(groups);
        const expected = groups.flat().map((each, index) => ({ seq: index + 1, ...each }));
        expect([...readLog(database)]).toEqual(expected);
        const middle = Math.ceil(expected.length / 2);
        expect([...readLog(database, middle)]).toEqual(expected.slice(middle - 1));
        expect(readRecord(database, middle)).toEqual(expected[middle - 1]);
        expect(findBreak(database)).toBeNull();
        expect(writer(database).seq).toBe(expected.length);
        database.close();
      }),
      { numRuns: 60 },
    );
  });

  it('keeps bodies longer than a row is usually', () => {
    const body = Buffer.alloc(1_000_000, 'x');
    const one = { kind: 'signal' as const, time: 1, customer: 1, prev: null, body, decisions: 'é'.repeat(100_000) };
    const database = written([[one, one], [one]]);
    expect([...readLog(database)].map(({ seq, body, decisions }) => [seq, body?.length, decisions?.length])).toEqual([
      [1, 1_000_000, 100_000],
      [2, 1_000_000, 100_000],
      [3, 1_000_000, 100_000],
    ]);
  });

  it('finds every changed byte, and the record that it stands in', () => {
    const groups = [3, 1, 4].map((count, group) =>
      Array.from({ length: count }, (_, index) => ({
        kind: 'signal' as const,
        time: 1000 + index,
        customer: group + 1,
        prev: index === 0 ? null : index,
        body: Buffer.from(`{"id":"${group}-${index}"}`),
        decisions: index % 2 === 0 ? null : '[["sent",1]]',
      })),
    );
    const database = written(groups);
    const rows = database.prepare('SELECT first, count, records FROM log ORDER BY first').all() as {
      first: number;
      count: number;
      records: Buffer;
    }[];
    expect(rows.map(({ first, count }) => [first, count])).toEqual([
      [1, 3],
      [4, 1],
      [5, 4],
    ]);
    const change = database.prepare('UPDATE log SET records = ? WHERE first = ?');
    for (const { first, count, records } of rows) {
      for (let at = 0; at < records.length; at++) {
        const changed = Buffer.from(records);
        changed[at] = (changed[at] ?? 0) ^ 0x41;
        change.run(changed, first);
        const found = findBreak(database);
        expect(found, `byte ${at} of the row from ${first} on`).toBeGreaterThanOrEqual(Math.max(first - 1, 1));
        expect(found).toBeLessThan(first + count);
        change.run(records, first);
      }
    }
    expect(findBreak(database)).toBeNull();
    database.prepare('DELETE FROM log WHERE first = 4').run();
    expect(findBreak(database)).toBe(4);
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cartRescue } from './case.ts';
import { type Cut, cut } from './cut.ts';
import { writeInput } from './input.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-bench-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('cart rescue', () => {
  test('the input is the same each time, and sorted by time', () => {
    const [one, two] = [join(folder, 'one.jsonl'), join(folder, 'two.jsonl')];
    expect(writeInput(one, 200)).toEqual(writeInput(two, 200));
    const text = readFileSync(one, 'utf8');
    expect(readFileSync(two, 'utf8')).toBe(text);
    const times = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).time);
    expect(times).toEqual(times.toSorted());
  });

  test('cutting by position sees what parsing sees', () => {
    const path = join(folder, 'cut.jsonl');
    writeInput(path, 100);
    const found: Cut = { order: false, at: 0, subject: '', consent: false };
    for (const line of readFileSync(path, 'utf8').trimEnd().split('\n')) {
      for (const text of [line, ` ${line}`, line.replace('user-', 'us\\u0065r-')]) {
        const bytes = Buffer.from(`noise\n${text}\n"consent":true`);
        cut(bytes, 6, bytes.indexOf(10, 6), found);
        const signal = JSON.parse(text);
        expect(found.order).toBe(signal.type === 'OrderPlaced');
        expect(found.at).toBe(Date.parse(signal.time));
        expect(found.subject).toBe(signal.subject);
        if (!found.order) expect(found.consent).toBe(signal.data.consent);
      }
    }
  });

  test('every peer finds the facts that were planned', async () => {
    const { against, expected } = await cartRescue({ rounds: 1, customers: 2500, journeys: 1, records: 1, folder });
    for (const peer of against) expect((await peer.run()).facts, peer.name).toEqual(expected);
  });
});

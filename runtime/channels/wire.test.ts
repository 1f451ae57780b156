/** What goes out can be read back: values of every type survive the way to the wire and in again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthOf } from '../../compiler/graph/lengths.ts';
import type { Json, Type } from '../../compiler/graph/types.ts';
import { compileTexts } from '../../tests/compile.ts';
import { decodeFields, fieldDecoders } from '../core/compile/decode.ts';
import { toWire } from '../core/values/wire.ts';
import { schemaOf } from './answer-schema.ts';
import { createRate } from './rate.ts';
import { pauseAfter, spread } from './schedule.ts';

const { graph } = compileTexts({
  'types.journey': `
type Mood = calm | angry
type Line { sku: id, price: money, note: text? }
signal Everything {
  text: text, number: number, integer: integer, boolean: boolean, percent: percent, money: money, dollars: money USD, duration: duration
  time: time, date: date, clock: clock, ref: id, mood: Mood, lines: list of Line, maybe: date?
}
`,
});
const fields = graph.signals.Everything?.fields ?? [];
const decoders = fieldDecoders(fields, graph.types);

const iso = fc.integer({ min: -1e9, max: 4e9 }).map((seconds) => new Date(seconds * 1000).toISOString());
const amount = fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100);
/** JSON has no minus zero. */
const kept = (number: number): number => number + 0;
const everything = fc.record({
  text: fc.string(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map(kept),
  integer: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  percent: fc.double({ min: 0, max: 2, noNaN: true }).map(kept),
  money: amount,
  dollars: amount,
  duration: fc.integer({ min: 0, max: 1e10 }).map((seconds) => seconds * 1000),
  time: iso,
  date: iso.map((text) => text.slice(0, 10)),
  clock: fc.constantFrom('00:00', '09:30', '23:59'),
  ref: fc.string({ minLength: 1 }),
  mood: fc.constantFrom('calm', 'angry'),
  lines: fc.array(fc.record({ sku: fc.string({ minLength: 1 }), price: amount, note: fc.option(fc.string()) })),
  maybe: fc.option(iso.map((text) => text.slice(0, 10))),
});

it('values of every type come back as they were', () => {
  fc.assert(
    fc.property(everything, (data) => {
      const inside: Record<string, Json> = {};
      expect(decodeFields(data, decoders, inside)).toBeNull();
      const wire = toWire(inside, { kind: 'signal', name: 'Everything' }, graph);
      const again: Record<string, Json> = {};
      expect(decodeFields(JSON.parse(JSON.stringify(wire)), decoders, again)).toBeNull();
      expect(again).toEqual(inside);
    }),
  );
});

it('the form of an answer is said as a JSON Schema', () => {
  const type: Type = { kind: 'list', of: { kind: 'named', name: 'Line' } };
  expect(schemaOf(type, graph)).toEqual({
    type: 'array',
    items: {
      type: 'object',
      properties: {
        sku: { type: 'string' },
        price: { type: 'number', description: 'an amount of GBP' },
        note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
      required: ['sku', 'price'],
    },
  });
});

describe('tries', () => {
  it('all fall within the time that is given, each pause longer than the one before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1000, max: 1e9 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (times, over, timeout, chance) => {
          const schedule = spread(times, over, timeout);
          const pauses = schedule.map((_, index) => pauseAfter(schedule, index + 1, chance) ?? -1);
          expect(pauses.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(over + times);
          expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
          expect(pauseAfter(schedule, times + 1, chance)).toBeNull();
        },
      ),
    );
  });

  it('never exceed the rate, wherever the span begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 60 }),
        (count, waits) => {
          const rate = createRate(count, 1000);
          const gone: number[] = [];
          let now = 1_000_000;
          for (const wait of waits) {
            now += wait;
            if (rate.free(now) === 0) {
              expect(rate.freeAt()).toBeGreaterThan(now);
              expect(rate.freeAt()).toBeLessThanOrEqual(now + 1000);
              continue;
            }
            rate.note(now);
            gone.push(now);
          }
          for (const [index, at] of gone.entries()) {
            const later = gone[index + count];
            if (later !== undefined) expect(later - at).toBeGreaterThanOrEqual(1000);
          }
        },
      ),
    );
  });

  it.each([
    ['500 ms', 500],
    ['1 second', 1000],
    ['20 seconds', 20_000],
    ['2 minutes', 120_000],
    ['1 hour', 3_600_000],
    ['2 days', 172_800_000],
  ])('%s', (text, ms) => expect(lengthOf(text)).toBe(ms));
});

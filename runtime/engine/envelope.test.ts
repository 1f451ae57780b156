import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEnvelope } from './envelope.ts';
import { createFlatReader } from './flat.ts';

describe('reading flat objects', () => {
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.integer(), { maxLength: 2 }),
  );
  const object = fc.dictionary(fc.string({ maxLength: 5 }), values, { minKeys: 1, maxKeys: 5 });

  it('gives what JSON.parse gives, or nothing', () => {
    let read = 0;
    fc.assert(
      fc.property(
        object,
        fc.array(values, { maxLength: 5 }),
        fc.nat(),
        fc.nat({ max: 127 }),
        (one, others, at, code) => {
          const reader = createFlatReader();
          reader.learn('T', JSON.parse(JSON.stringify(one)));
          // Another object of the same shape, and one with a character changed.
          const again = JSON.stringify(
            Object.fromEntries(Object.keys(one).map((key, i) => [key, others[i] ?? one[key]])),
          );
          const place = at % again.length;
          const damaged = again.slice(0, place) + String.fromCharCode(code) + again.slice(place + 1);
          for (const text of [again, damaged]) {
            const found = reader.read('T', `..${text}.`, 2, text.length + 2);
            if (found === null) continue;
            read++;
            expect(found).toEqual(JSON.parse(text));
            expect(Object.keys(found)).toEqual(Object.keys(JSON.parse(text)));
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(read).toBeGreaterThan(300);
  });

  it('reads the numbers of JSON only, and no member twice', () => {
    const reader = createFlatReader();
    reader.learn('T', { a: 1 });
    for (const text of [
      '{"a":01}',
      '{"a":1.}',
      '{"a":-}',
      '{"a":0x1}',
      '{"a":1e3}',
      '{"a":+1}',
      '{"a":1',
      '{"a":1}}',
    ]) {
      expect(reader.read('T', text, 0, text.length), text).toBeNull();
    }
    expect(reader.read('T', '{"a":-0.50}', 0, 11)).toEqual({ a: -0.5 });
    reader.learn('P', JSON.parse('{"__proto__":1}'));
    expect(reader.read('P', '{"__proto__":1}', 0, 15)).toBeNull();
  });
});

describe('an envelope', () => {
  it('is the same whether it is cut by position or parsed as a whole', () => {
    const data = fc.dictionary(fc.string({ maxLength: 4 }), fc.oneof(fc.string(), fc.integer(), fc.boolean()));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 9 }), data, (id, each) => {
        const signal = { id, type: 'T', time: '2026-03-01T09:00:00Z', subject: 'ada', data: each };
        const plain = JSON.stringify(signal);
        const spaced = JSON.stringify(signal, null, 1);
        expect(parseEnvelope(plain)).toEqual(parseEnvelope(spaced));
        expect(parseEnvelope(plain)).toMatchObject({ ok: true, envelope: { id } });
      }),
      { numRuns: 500 },
    );
  });
});

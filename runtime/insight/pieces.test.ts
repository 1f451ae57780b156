import { describe, expect, it } from 'vitest';
import { jsonPieces } from './pieces.ts';

function* unmade<T>(...items: readonly T[]): Generator<T> {
  yield* items;
}

describe('a JSON document is written piece by piece', () => {
  it.each<readonly [what: string, value: () => unknown, made: unknown]>([
    ['a text', () => 'a\n"b"', 'a\n"b"'],
    ['nothing', () => null, null],
    ['no items', () => ({ list: unmade() }), { list: [] }],
    ['an empty object', () => ({}), {}],
    [
      'lists and what stands beside them',
      () => ({
        name: 'ada',
        none: undefined,
        keys: { user_id: ['ada'] },
        list: unmade<unknown>({ a: [1, { b: 2 }] }, 'x'),
        last: 1,
      }),
      { name: 'ada', keys: { user_id: ['ada'] }, list: [{ a: [1, { b: 2 }] }, 'x'], last: 1 },
    ],
    [
      'lists within items of lists',
      () => ({
        subjects: [
          { subject: 'ticket:T1', timeline: unmade({ seq: 1 }) },
          { subject: 's', timeline: unmade() },
        ],
      }),
      {
        subjects: [
          { subject: 'ticket:T1', timeline: [{ seq: 1 }] },
          { subject: 's', timeline: [] },
        ],
      },
    ],
  ])('%s', (_, value, made) => {
    expect([...jsonPieces(value())].join('')).toBe(JSON.stringify(made, null, 2));
  });

  it('makes an item when those before it are written', () => {
    const made: number[] = [];
    function* counted(): Generator<number> {
      for (let item = 0; item < 3; item++) {
        made.push(item);
        yield item;
      }
    }
    let most = 0;
    let written = 0;
    for (const piece of jsonPieces({ list: counted() })) {
      if (/^\d$/.test(piece)) written++;
      most = Math.max(most, made.length - written);
    }
    expect([written, most]).toEqual([3, 1]);
  });
});

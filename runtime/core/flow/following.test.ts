import { expect, test } from 'vitest';
import type { Effect } from '../state/output.ts';
import { createFollowing } from './following.ts';

const named = (id: string): Effect => ({ kind: 'call_ended', id, how: 'late' });

test('what an effect leads to comes before the effect beside it', () => {
  const order: string[] = [];
  const follow = createFollowing<string>((whose, effect) => {
    const id = 'id' in effect ? effect.id : '';
    order.push(`${whose} ${id}`);
    if (id.length < 2) follow(whose, [named(`${id}1`), named(`${id}2`)]);
  });
  follow('ada', [named('a'), named('b')]);
  expect(order).toEqual(['ada a', 'ada a1', 'ada a2', 'ada b', 'ada b1', 'ada b2']);
});

test('after one that fails the next is followed, and nothing of before', () => {
  const order: string[] = [];
  const follow = createFollowing<string>((whose, effect) => {
    if (whose === 'ada') throw new Error('no room');
    order.push(`${whose} ${'id' in effect ? effect.id : ''}`);
  });
  expect(() => follow('ada', [named('a'), named('b')])).toThrow('no room');
  follow('bob', [named('c')]);
  expect(order).toEqual(['bob c']);
});

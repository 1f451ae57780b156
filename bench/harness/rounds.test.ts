import { describe, expect, test } from 'vitest';
import { measure, median } from './rounds.ts';
import type { Case, Contender } from './types.ts';

const quiet = { peersOnly: false, rounds: 3, report: () => {} };

/** Answers with these values, one a run. */
function scripted(name: string, values: number[], facts: Record<string, number>): Contender {
  return { name, run: async () => ({ value: values.shift() ?? 0, facts, notes: {} }) };
}

function duel(theirFacts: Record<string, number>): Case {
  return {
    name: 'duel',
    unit: 'signals/s',
    ours: scripted('ours', [10, 30, 20], { sent: 5 }),
    against: [scripted('theirs', [40, 50, 60], theirFacts)],
  };
}

describe('rounds', () => {
  test('a median is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  test('reports medians and the ratio ours / theirs', async () => {
    const report = await measure(duel({ sent: 5 }), quiet);
    expect(report).toMatchObject({ value: 20, against: { theirs: { value: 50, ratio: 0.4 } }, facts: { sent: 5 } });
  });

  test('whoever did other work is not compared: the benchmark fails', async () => {
    await expect(measure(duel({ sent: 4 }), quiet)).rejects.toThrow('theirs has sent = 4, but it must be 5');
  });

  test('each round starts with another contender', async () => {
    const order: string[] = [];
    await measure(duel({ sent: 5 }), { ...quiet, report: (line) => order.push(line.split('  ')[2] ?? '') });
    expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours', 'ours', 'theirs']);
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { createRateOfKeys } from './limits.ts';

afterEach(() => vi.useRealTimers());

it('nobody is asked to stay away for days because the clock is set back', async () => {
  const rates = createRateOfKeys(2);
  expect(await rates.take('one', 2)).toBe(0);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3 * 86_400_000 });
  expect(await rates.take('one', 1)).toBe(1);
});

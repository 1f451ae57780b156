/** What people write at a countdown that a wait would need: one error each, told as what it is. */
import { expect, test } from 'vitest';
import { errorsIn, first, journey } from './mistakes.ts';

test.each([
  [
    journey('countdown to bill.due if past go on { at zero { finish } }'),
    'if past go on',
    'skips what has passed by itself',
    'countdown to bill.due { at zero { finish } }',
  ],
  [
    journey('countdown to bill.due if past finish as late, if absent go on { at zero { finish } }'),
    'if past finish as late,',
    'skips what has passed by itself',
    'countdown to bill.due if absent go on { at zero { finish } }',
  ],
  [
    journey('countdown to bill.due { at 1 day before at 10:00 if past skip { finish } }'),
    'if past skip',
    'skips what has passed by itself',
    'countdown to bill.due { at 1 day before at 10:00 { finish } }',
  ],
  [
    journey('countdown to bill.due { at 1 day before at 10:00 in "Europe/Paris" { finish } }'),
    'in "Europe/Paris"',
    '`countdown to DATE in profile.timezone { .. }`',
    'countdown to bill.due { at 1 day before at 10:00 { finish } }',
  ],
])('%#', (text, at, said, mended) => {
  expect(first(text)).toEqual({ at, said: expect.stringContaining(said), mended });
  expect(errorsIn(text)).toHaveLength(1);
});

/** `\u{..}` is a letter by its number: its brace begins no value, wherever the text stands. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';

const codes = (value: string): string[] => {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'UTC', locale: 'en' } });
  workspace.setFile('x.journey', `condition A(x: text) = x == ${value}\n`);
  return workspace.check().flatMap(({ code, severity }) => (severity === 'error' ? [code] : []));
};

test.each(['"a\\u{1F600}b{x}"', '"""\n  \\u{e9} {x}\n  """', '"{"\\u{e9}"}"'])('%s', (value) => {
  expect(codes(value)).toEqual([]);
});

test('a number that is no letter is told', () => {
  expect(codes('"\\u{110000}"')).toEqual(['J1024']);
});

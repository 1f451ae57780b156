import { expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';

function check(text: string) {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('x.journey', text);
  return workspace.check();
}

const journey = (before: string, behind = '') => `signal Paid { amount: money }
journey Thank {
${before}  start on Paid as paid every time${behind}
  wait 1 day
}
`;
const codes = (text: string): string[] => check(text).map(({ code, range }) => `${range.start.line + 1} ${code}`);

test.each([
  ['nothing', journey(''), ['3 J4006']],
  ['the line before', journey('  // allow J4006: read soon\n'), []],
  ['the end of the line', journey('', ' // allow J4006: read soon'), []],
  ['with a comment between', journey('  // allow J4006: read soon\n  // and more\n\n'), []],
  ['two codes, one of which is not there', journey('  // allow J4006, J4015: read soon\n'), ['3 J4042']],
  ['the wrong line', journey('  // allow J4006: read soon\n  title "x"\n'), ['3 J4042', '5 J4006']],
  ['no reason', journey('  // allow J4006\n'), ['3 J4041']],
  ['no such code', journey('  // allow J4999: why not\n'), ['3 J4040', '4 J4006']],
  ['plain words', journey('  // allow customers to pay 4006 times\n'), ['4 J4006']],
])('%s', (_, text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test.each(['J4006', 'J4999: why not', 'J4015: read soon', 'J4002: once is fine'])(
  'what is said of `allow %s` offers no other allow: it would do nothing',
  (written) => {
    const found = check(journey(`  // allow ${written}\n`)).filter(({ code }) => code.startsWith('J404'));
    expect(found.map(({ fixes }) => fixes ?? [])).toEqual([[]]);
  },
);

test('the fix writes the comment and asks for the reason', () => {
  const text = journey('');
  const [fix] = check(text)[0]?.fixes?.filter(({ silences }) => silences) ?? [];
  const [edit] = fix?.edits ?? [];
  const lines = text.split('\n');
  lines.splice(edit?.range.start.line ?? 0, 0, (edit?.text ?? '').trimEnd());
  expect(codes(lines.join('\n'))).toEqual(['3 J4041']);
});

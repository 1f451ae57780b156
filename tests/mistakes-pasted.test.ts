/** Texts from documents, chats and web pages: every stray sign is one error at its place, and taking the remedies leaves none. */
import { expect, test } from 'vitest';
import { errorsIn, journey } from './mistakes.ts';

/** The text after all remedies were taken at once. */
function mended(text: string): string {
  const lines = text.split('\n');
  const edits = errorsIn(text).flatMap(({ fixes }) => fixes?.[0]?.edits ?? []);
  for (const { range, text: ours } of edits.reverse()) {
    const line = lines[range.start.line] ?? '';
    lines[range.start.line] = line.slice(0, range.start.character) + ours + line.slice(range.end.character);
  }
  return lines.join('\n');
}

const list = (sign: (at: number) => string): string =>
  journey(`${sign(1)} wait 1 day\n  ${sign(2)} send Explained(bill) on email, else go on\n  ${sign(3)} wait 1 day`);

test.each<readonly [text: string, at: readonly string[]]>([
  [journey('\u00a0\u00a0wait 1 day'), []],
  [journey('\u3000wait 1 day'), []],
  [journey('finish\u3000as\u00a0done').replace('  wait 2 days\n', ''), []],
  [journey('wait\u200b 1 day'), ['\u200b']],
  [`\u200b${journey('wait 1 day')}`, ['\u200b']],
  [list(() => '\u2022'), ['\u2022', '\u2022', '\u2022']],
  [list(() => '-'), ['-', '-', '-']],
  [list(() => '*'), ['*', '*', '*']],
  [list((at) => `${at}.`), ['1.', '2.', '3.']],
  [list((at) => `${at})`), ['1)', '2)', '3)']],
  [`\`\`\`journey\n${journey('wait 1 day')}\`\`\`\n`, ['```journey', '```']],
  [`~~~\n${journey('wait 1 day')}~~~\n`, ['~~~', '~~~']],
  [journey('`wait 1 day`'), ['`', '`']],
  [
    journey('if bill.amount \uff1e \uff15\uff10 EUR \uff5b finish \uff5d'),
    ['\uff1e', '\uff15\uff10', '\uff5b', '\uff5d'],
  ],
  [journey('send Explained\uff08bill\uff09 on email\u3001 else go on'), ['\uff08', '\uff09', '\u3001']],
  [journey('wait until \uff10\uff19\uff1a\uff10\uff10'), ['\uff10\uff19\uff1a\uff10\uff10']],
  [journey('if bill.invoice == \u300ca\u300d { finish }'), ['\u300ca\u300d']],
  [journey('if bill.invoice == \u201ca" { finish }'), ['\u201ca"']],
  [
    journey('handoff to desk { because \u201cHi {profile.name or \u201cyou\u201d}!\u201d }'),
    ['\u201cHi {profile.name or \u201cyou\u201d}!\u201d'],
  ],
  [journey('if bill.amount \u2265 50 EUR { finish }'), ['\u2265']],
  [journey('if bill.amount &gt;= 50 EUR { finish }'), ['&gt;=']],
])('%j', (text, at) => {
  const lines = text.split('\n');
  const places = errorsIn(text).map(({ range: { start, end } }) =>
    (lines[start.line] ?? '').slice(start.character, end.character),
  );
  expect(places).toEqual(at);
  expect(errorsIn(mended(text))).toEqual([]);
});

test('what is calculated over several lines is no list', () => {
  const text = 'condition C(a: integer, start: integer) =\n  a\n  - start > 3\n';
  expect(errorsIn(text)).toEqual([]);
});

test('lines that end with a carriage return alone are lines', () => {
  const text = `// a comment\n${journey('wait 1 day')}`;
  expect(errorsIn(text.replaceAll('\n', '\r'))).toEqual([]);
  const [error] = errorsIn(text.replace('wait 1', 'wiat 1').replaceAll('\n', '\r'));
  expect(error?.range.start).toEqual({ line: 4, character: 2 });
});

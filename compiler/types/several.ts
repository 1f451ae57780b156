/** One comparison with several values, written as if `or` stood between values. */
import type { Span } from '../syntax/tree.ts';
import type { Check, Finding } from './context.ts';

/** What can stand alone behind `==`: a value's name, a text, an amount. */
const single = '(?:"[^"\\n]*"|[a-z\\d][\\w.:%-]*(?: (?!(?:and|or)\\b)[A-Za-z]+)?)';

/** Behind what is compared or asked itself, and so is no other value. */
const goesOn = ' *(?:[=!<>(.]|(?:is|in|of|between)\\b)';

/** What is compared, with what already, and with what more, where all are joined by one word. */
const joinedBy = (word: 'or' | 'and') => ({
  parted: new RegExp(` +${word} +`),
  before: new RegExp(`([\\w.]+) *(?:([=!]=) *(${single}(?: +${word} +${single})*)|in *\\[([^\\]\\n]*)\\]) +${word} +$`),
  more: new RegExp(`^(?: +${word} +${single}(?!${goesOn}))+`),
});
const begins = new RegExp(`^${goesOn}`);
const joined = [joinedBy('or'), joinedBy('and')];

/** `tier == gold or platinum`, `tier != gold and platinum`: each comparison is whole, or one asks for several values. */
export function anotherOf(c: Check, { start, end }: Span): Omit<Finding, 'wording' | 'span'> | undefined {
  if (begins.test(c.text.slice(end, end + 200))) return undefined;
  const line = c.text.slice(Math.max(0, start - 200), start);
  for (const { before, more, parted } of joined) {
    const [written, value = '', operator, one, several] = before.exec(line) ?? [];
    if (written === undefined) continue;
    const rest = more.exec(c.text.slice(end, end + 200))?.[0] ?? '';
    const values = [...(one?.split(parted) ?? [several]), ...`${c.text.slice(start, end)}${rest}`.split(parted)];
    const asked = `${value} in [${values.join(', ')}]`;
    const text = operator === '!=' ? `not (${asked})` : asked;
    const edits = [{ span: { start: start - written.length, end: end + rest.length }, text }];
    return { hint: `One of several is asked by \`${text}\`.`, fixes: [{ title: `Change to \`${text}\``, edits }] };
  }
  return undefined;
}

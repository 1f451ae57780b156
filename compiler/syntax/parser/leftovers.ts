/** What people write behind a sentence that could have ended, and how it is said here. */

interface Leftover {
  /** the line up to there */
  readonly before: RegExp;
  readonly found: RegExp;
  readonly hint: string;
  /** instead of what was found */
  readonly text?: string;
}

const leftovers: readonly Leftover[] = [
  {
    before: /\bsend\b/,
    found: /^(after|in)\s+\d/,
    hint: 'Wait first, in a line of its own: `wait 2 days`.',
  },
  {
    before: /\bwhere\b/,
    found: /^as\s+\w/,
    hint: 'The name stands right behind the signal: `SIGNAL as NAME where ..`.',
  },
  {
    before: /\b(any|no|count of|sum of|average of)\b/,
    found: /^within\b/,
    hint: 'How far to look back is said by `in last 2 days`.',
    text: 'in last',
  },
  {
    before: /\bstart\s+on\s+\w+/,
    found: /^or\b/,
    hint: 'A journey starts on one signal. Give the other a journey of its own; what both do can stand in a third that they `run`.',
  },
  {
    before: /\b(if|when)\b/,
    found: /^then\b/,
    hint: 'What follows stands in braces: `if CONDITION { .. }`.',
  },
  { before: /:\s*[\w ]+$/, found: /^optional\b/, hint: 'What may be absent has a `?` behind its type: `money?`.' },
  {
    before: /\bopen\b/,
    found: /^(mon|tues|wednes|thurs|fri|satur|sun)day\b/,
    hint: 'Days are said by `on`: `on weekdays`, `on monday, friday`.',
  },
  { before: /\bon\s+\w+\s*$/, found: /^:/, hint: 'What is sent stands in braces: `on email { text "Hello" }`.' },
  {
    before: /^\s*(at\s.*\s)?[A-Z]\w*\s*$/,
    found: /^\(/,
    hint: 'The fields of a signal stand in braces: `BillIssued { amount: 5 EUR }`.',
  },
  { before: /\bwait\b/, found: /^and\s+\d/, hint: 'Lengths are added by `+`: `1 day + 3 hours`.', text: '+' },
];

export function meantByLeftover(
  line: string,
  rest: string,
): { readonly hint: string; readonly length: number; readonly text?: string } | undefined {
  const known = leftovers.find(({ before, found }) => found.test(rest) && before.test(line));
  if (known === undefined) return undefined;
  const word = /^\w+|^./.exec(rest)?.[0] ?? '';
  return { hint: known.hint, length: word.length, ...(known.text === undefined ? {} : { text: known.text }) };
}

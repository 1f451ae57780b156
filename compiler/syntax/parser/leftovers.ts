/** What people write behind a sentence that could have ended, and how it is said here. */

interface Leftover {
  /** the line up to there */
  readonly before: RegExp;
  readonly found: RegExp;
  readonly hint: string;
  /** instead of what was found: its first word, or all of it where `text` takes a part of it (`$1`) */
  readonly text?: string;
}

const eachSpan = 'Each span says `open`, and its days: `open 09:00..12:00 on weekdays, open 13:00..17:00 on weekdays`.';

const leftovers: readonly Leftover[] = [
  { before: /\bopen\s+\d[^{}]*,\s*$/, found: /^(\d\d?:\d\d\s*\.\.)/, hint: eachSpan, text: 'open $1' },
  { before: /\bopen\s+\d[^{}]*$/, found: /^and\s+(\d\d?:\d\d\s*\.\.)/, hint: eachSpan, text: ', open $1' },
  {
    before: /\bsend\b/,
    found: /^(after|in)\s+\d/,
    hint: 'Wait first, in a line of its own: `wait 2 days`.',
  },
  {
    before: /\bsend\b/,
    found: /^(at\s+\d\d?:\d\d|tomorrow\b|tonight\b|on\s+(mon|tues|wednes|thurs|fri|satur|sun)day)/,
    hint: 'Wait first, in a line of its own: `wait until 10:00`, `wait 1 day until 10:00`, `wait until 10:00 on monday`.',
  },
  {
    before: /\bwhere\b/,
    found: /^as\s+\w/,
    hint: 'The name stands right behind the signal: `SIGNAL as NAME where ..`.',
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
    before: /:\s*\w+\??\s*$/,
    found: /^\(\s*(pii|sensitive)\s*\)/,
    hint: 'A label stands behind the type: `text? pii`.',
    text: '$1',
  },
  {
    before: /:\s*\w+\??\s*=[^,]*$/,
    found: /^(pii|sensitive)\b/,
    hint: 'A label stands before the default: `boolean sensitive = false`.',
  },
  {
    before: /:\s*\w+\s*$/,
    found: /^\|/,
    hint: "Values of one's own stand in a type: `type Tariff = basic | green`; the field has that type: `tariff: Tariff?`.",
  },
  {
    before: /\bhandoff\s+to\s+\w+\s*$/,
    found: /^"/,
    hint: 'What it is about stands in braces: `handoff to TEAM { because ".." }`.',
  },
  {
    before: /\bwait\b/,
    found: /^or\s+(until|for|on|when)\b/,
    hint: 'What ends a wait, and what follows, stands in braces: `wait { on SIGNAL { .. } after 7 days { .. } }`.',
  },
  {
    before: /\d{4}-\d\d-\d\d\s*$/,
    found: /^at\s+\d\d?:\d\d/,
    hint: 'A date and a time of day make a time: `2026-03-01 09:00`.',
    text: '',
  },
  {
    before: /\bwait\s+(until|\{\s*at)\b|^\s*at\b/,
    found: /^at\s+\d\d?:\d\d/,
    hint: 'A date becomes a time by its time of day: `time_of(bill.due - 3 days, 09:00)`.',
  },
  {
    before: /^\s*at\s.*\b(before|after)\s*$/,
    found: /^(\d\d?:\d\d)/,
    hint: 'The time of day has its own `at`: `at 3 days before at 10:00`.',
    text: 'at $1',
  },
  {
    before: /\bexcept\s+\w+\s*,\s*$/,
    found: /^\w+\s*$/,
    hint: 'One calendar stands behind `except`. Write one that has the days of both.',
  },
  {
    before: /\buntil\s+\d[\d.]*\s+\w+\s*$/,
    found: /^(before|after)\b/,
    hint: 'The date comes first: `wait until bill.due - 3 days`.',
  },
  {
    before: /\bwait\s+for\s+\w+/,
    found: /^or\s+[A-Z]/,
    hint: 'A wait for the first of several stands in braces: `wait { on SIGNAL { .. } on OTHER { .. } after 3 days { .. } }`.',
  },
  {
    before: /\bwait\s+\d/,
    found: /^or\s+[A-Z]/,
    hint: 'What ends a wait, and what follows, stands in braces: `wait { on SIGNAL { .. } after 7 days { .. } }`.',
  },
  {
    before: /\bwait\s+until\b/,
    found: /^tomorrow\b/,
    hint: 'Tomorrow at nine is `wait 1 day until 09:00`.',
  },
  {
    before: /\bsend\b.*\bon\s+\w+\s*$/,
    found: /^and\b/,
    hint: 'A send takes the first channel that can reach the customer. To use two, write two sends.',
  },
  {
    before: /\bfinish\s*$/,
    found: /^"(\w+)"/,
    hint: 'An outcome is a name: `finish as done`.',
    text: 'as $1',
  },
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
  {
    before: /\bstart\s+on\s+\w+,\s*$/,
    found: /^[A-Z]/,
    hint: 'A journey starts on one signal. Give the other a journey of its own; what both do can stand in a third that they `run`.',
  },
  {
    before: /\bstart\s+every\b|\bwait\s+until\b/,
    found: /^(?:outside(?: of)?|not (?:in|on)|without) (\w+)/,
    hint: 'Days that do not count stand in a calendar: `except holidays`.',
    text: 'except $1',
  },
  {
    before: /\bwait\s+for\s+\w+/,
    found: /^(until|after|before)\b/,
    hint: 'A wait that a signal or a moment ends stands in braces: `wait { on SIGNAL { .. } at bill.due .. { .. } }`.',
  },
  {
    before: /\d\s+\w+\s*$/,
    found: /^ago\b/,
    hint: 'So long ago is `now - 10 days`; what has happened since is asked with `in last 10 days`.',
  },
  {
    before: /\b(more|less|fewer)\s*$/,
    found: /^than\b/,
    hint: 'How often is compared: `count of SIGNAL in last 30 days > 3`.',
  },
  {
    before: /\bor\s+(more|less|fewer)\s*$/,
    found: /^[A-Z]/,
    hint: 'How often is compared: `count of SIGNAL in last 30 days >= 3`.',
  },
  {
    before: /\bon\s+(mon|tues|wednes|thurs|fri|satur|sun)day\s*$/,
    found: /^(\.\.|-|to\b|until\b)\s*\w+day\b/,
    hint: 'Days are named one by one: `on monday, tuesday`. Monday to friday are `on weekdays`.',
  },
  {
    before: /\bexpect\b/,
    found: /^(within|before|by|until)\b/,
    hint: 'A test looks at what has happened up to this line: move the clock above it, `after 2 days` or `at 2026-03-01 10:00`.',
  },
  { before: /\bprofile\s*$/, found: /^has\s+consent\b/, hint: 'Consent is asked by `consent for PURPOSE`.' },
  {
    before: /\bat\s+most\b/,
    found: /^for\s+\w/,
    hint: 'What a policy is for stands behind its name: `policy Gentle for Offers { .. }`.',
  },
  {
    before: /\bwithin\s.*\belse\s*$/,
    found: /^(?:[a-df-z{]|e(?!scalate\b))/,
    hint: 'A task stays with people until they answer; others can be told: `else escalate to TEAM`. To go on without an answer: `together { branch { handoff .. } branch { wait 15 minutes } } until any`.',
  },
  {
    before: /\bwithin\s+\d+\s+\w+\s*$/,
    found: /^(after|before|since)\b/,
    hint: 'It is counted from the start of the journey: `goal OrderPlaced within 7 days`.',
  },
  {
    before: /\bgiven\s+customer\b/,
    found: /^(?:who\s+)?(?:has|having|gave|and)\s+(consent)\b/,
    hint: 'What somebody has agreed to stands behind `with`: `given customer ada with consent for Offers`.',
    text: 'with $1',
  },
  {
    before: /\bgiven\s+customer\b/,
    found: /^without\s+consent\b/,
    hint: 'Nobody has agreed to what is asked until a test says so: leave it out.',
  },
  {
    before: /^\s*expect\s.*\b(sent|held|dropped|started|finished|running)\s+\w+.*$/,
    found: /^to\s+([a-z]\w*)\s*$/,
    hint: 'Whom it is about is said by `for`: `expect sent Reminder for ada`.',
    text: 'for $1',
  },
  {
    before: /^\s*expect\s+sent\s+\w+/,
    found: /^(?:with(?: text)?|containing|contains|including|that says)(\s+)(?=")/,
    hint: 'What it says is asked by `saying "text"`.',
    text: 'saying$1',
  },
  {
    before: /^\s*expect\s/,
    found: /^(?:exactly|only|just)\s+(\d+)\b/,
    hint: 'A number stands by itself, and is exact: `expect sent Reminder 2 times`.',
    text: '$1',
  },
  {
    before: /^\s*expect\s/,
    found: /^(?:at\s+(?:least|most)|exactly|more\s+than|less\s+than)\b/,
    hint: 'How often is exact, as in `expect sent Reminder 2 times`; without a number it is once or more.',
  },
  {
    before: /\b(?:of|any|no|first|latest)\s+[A-Z][\w.]*\s*$|\bsince\s+last\s*$/,
    found: /^(?:this\s+(?:day|week|month|quarter|year)|today|yesterday|tonight|day|week|month|year)\b/,
    hint: 'Looking back has a length or a moment: `in last 30 days`, `since TIME`.',
  },
  {
    before: /\.\w+\s*$/,
    found: /^(?:exists?|not\s+(?:null|empty|missing|blank|none))\b()/,
    hint: 'Whether something is there is asked by `is present`.',
    text: 'is present$1',
  },
  {
    before: /\bprofile\s*$/,
    found: /^has\s+(?:an?\s+|the\s+|no\s+)?\w/,
    hint: 'What is known is asked field by field: `profile.email is present`, `profile.email is absent`.',
  },
  {
    before: /^\s*$/,
    found: /^\d+\s+\w+\s+(?:before|after)\s+[a-z][\w.]*\s*\{/,
    hint: 'What comes so long before or after a date stands in a countdown: `countdown to order.delivery { at 3 days before { .. } }`.',
  },
  {
    before: /\b(?:most|max\w*)\s+\d/,
    found: /^(?:per|for\s+each|for\s+every)\s+(?:customer|person|user|member)\b()/,
    hint: 'A policy counts for each customer by itself.',
    text: '$1',
  },
  {
    before: /\bsend\b/,
    found: /^at\s+(?:the\s+)?(?:best|optimal|right)\b/,
    hint: 'A message leaves when its turn comes: wait first, `wait until 10:00`. Which channel is the best one is found out by `on best of email, sms`.',
  },
  {
    before: /\bwait\s+(?:until\s+)?between\s*$/,
    found: /^\d/,
    hint: 'Hours in which nothing leaves are said by a policy: `policy Nights { quiet 18:00..09:00 }`. To go on at a time of day, write `wait until 09:00`.',
  },
  { before: /\bwait\b/, found: /^and\s+\d/, hint: 'Lengths are added by `+`: `1 day + 3 hours`.', text: '+' },
];

export function meantByLeftover(
  line: string,
  rest: string,
): { readonly hint: string; readonly length: number; readonly text?: string } | undefined {
  const known = leftovers.find(({ before, found }) => found.test(rest) && before.test(line));
  if (known === undefined) return undefined;
  const { hint, found, text } = known;
  if (text?.includes('$1') === true) {
    const whole = found.exec(rest);
    return { hint, length: whole?.[0].length ?? 0, text: text.replace('$1', whole?.[1] ?? '') };
  }
  const word = /^\w+|^./.exec(rest)?.[0] ?? '';
  return { hint, length: word.length, ...(text === undefined ? {} : { text }) };
}

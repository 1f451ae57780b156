/** What people ask of what happened: `last Visit.club`, `number of orders`, `more than 3 Visit in the last week`, and how a file asks it. */

interface Question {
  readonly written: RegExp;
  /** the function, and what the number of them is compared with */
  readonly meant: (signal: string, back: string, number: string) => string;
}

const signal = '([A-Z]\\w*(?:\\.\\w+)*)';
const where = '(?: where (?:\\([^()\\n]*\\)|it\\.\\w+ *(?:[<>=!]=?|==) *[\\w."]+))?';
const window =
  '(?: +(?:in|within|during|over|for(?= +(?:the|last|past)\\b))(?: +the)?(?: +(?:last|past|previous))? +(?:\\d+ +)?(?:minute|hour|day|week|month|year)s?| +this journey| +since +[a-z][\\w.]*)?';
const article = '(?:an? +|any +|the +)?';

const of = (words: string, name: string): Question => ({
  written: new RegExp(`^(?:the +)?(?:${words})(?: +of)?(?: +all| +the)? +${signal}(${where}${window})`),
  meant: (asked, back) => `${name} ${asked}${windowIn(back)}`,
});
const counted = (words: string, sign: string): Question => ({
  written: new RegExp(`^(?:${words}) *(\\d+)(?: +times)? +${signal}(${where}${window})`),
  meant: (asked, back, number) => `count of ${asked}${windowIn(back)} ${sign} ${number}`,
});
const countedBehind = (words: string, sign: string): Question => ({
  written: new RegExp(`^${signal} +(?:${words}) *(\\d+)(?: +times)?(${where}${window})`),
  meant: (asked, back, number) => `count of ${asked}${windowIn(back)} ${sign} ${number}`,
});
const happened = (words: string, name: string, back = window): Question => ({
  written: new RegExp(`^${words}${signal}(${where}${back})`),
  meant: (asked, found) => `${name} ${asked}${windowIn(found)}`,
});

const bounds = [
  ['more than|over|above', '>'],
  ['at least|minimum|min', '>='],
  ['fewer than|less than|under|below', '<'],
  ['at most|up to|no more than|maximum|max', '<='],
] as const;

const questions: readonly Question[] = [
  of('last|most recent|newest|recent|previous', 'latest'),
  of('earliest|oldest|initial|very first', 'first'),
  of('number|amount|quantity|how many|how often|occurrences|frequency', 'count of'),
  of('total|total sum|total amount|sum total', 'sum of'),
  of('avg|mean', 'average of'),
  of('maximum|highest|largest|biggest|greatest', 'max of'),
  of('minimum|lowest|smallest|least', 'min of'),
  ...bounds.flatMap(([words, sign]) => [counted(words, sign), countedBehind(words, sign)]),
  counted('exactly', '=='),
  { ...counted('', '>='), written: new RegExp(`^(\\d+)(?: +times)? +${signal}(${where}${window.slice(0, -1)})`) },
  countedBehind('exactly', '=='),
  happened(`(?:exists?|there (?:is|was|has been|were)|has|had|have|did|some|ever|at least one) +${article}`, 'any'),
  happened(`(?:never|without|none of|zero|there (?:is|was|has been) no|has no|had no) +${article}`, 'no'),
  happened('', 'any', window.slice(0, -1)),
];

/** Words that such a question begins with. A signal may stand there, too. */
export const questionWords: ReadonlySet<string> = new Set(
  (
    'last most newest recent previous earliest oldest initial very number amount quantity how occurrences frequency total sum avg mean maximum highest largest ' +
    'biggest greatest minimum lowest smallest least the more over above at min fewer less under below up no max exactly exists exist there has had have did ' +
    'some ever never without none zero'
  ).split(' '),
);

/** What is asked at the beginning of a text, and how a file asks it; undefined: nothing of that kind. */
export function questionAt(text: string): { readonly written: string; readonly meant: string } | undefined {
  for (const { written, meant } of questions) {
    const [whole, first = '', second = '', third] = written.exec(text) ?? [];
    if (whole === undefined) continue;
    if (third === undefined) return { written: whole, meant: meant(first, second, '') };
    const [number, asked] = /^\d/.test(first) ? [first, second] : [second, first];
    return { written: whole, meant: meant(asked, third, number) };
  }
  return undefined;
}

const lengths =
  /^( where .*?)?(?: +(?:in|within|during|over|for))?(?: +the)?(?: +(?:last|past|previous))? +(?:(\d+) +)?(minute|hour|day|week|month|year)(s?)$/;

/** `during the past week` is `in last 1 week`; what is written as it should be stays. */
function windowIn(back: string): string {
  const [, condition = '', number = '1', unit, many = ''] = lengths.exec(back) ?? [];
  return unit === undefined ? back : `${condition} ${inLast(number, unit, many)}`;
}

/** A month has no fixed length. */
function inLast(number: string, unit: string, many: string): string {
  const days = unit === 'month' ? 30 : unit === 'year' ? 365 : undefined;
  return days === undefined ? `in last ${number} ${unit}${many}` : `in last ${Number(number) * days} days`;
}

const length = '(?:(\\d+) )?(minute|hour|day|week|month|year)(s?)\\b';
const windows = [
  `(?:in |within |during |over |for )?(?:the )?(?:last|past|previous) ${length}`,
  `(?:within|during|over)(?: the)? ${length}`,
].map((pattern) => new RegExp(`^${pattern}`));
const always = /^(?:ever|at all|so far|in total|overall|until now|all time)\b/;

/** How far is looked back, at the beginning of a text behind a signal; `meant` is empty where nothing need be said. */
export function windowAt(text: string): { readonly written: string; readonly meant: string } | undefined {
  for (const window of windows) {
    const [written, number = '1', unit = '', many = ''] = window.exec(text) ?? [];
    if (written !== undefined) return { written, meant: inLast(number, unit, many) };
  }
  const written = always.exec(text)?.[0];
  return written === undefined ? undefined : { written, meant: '' };
}

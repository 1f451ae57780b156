import { createToken, Lexer, type TokenType } from 'chevrotain';
import { matchText, matchWrongQuotes } from './texts.ts';

/** Every word that means something somewhere. All of them can also be names: the category `Word` takes them. */
const keywordTexts = [
  // declarations
  ...['use', 'signal', 'type', 'identity', 'profile', 'on', 'condition', 'purpose', 'channel', 'message', 'team'],
  ...['policy', 'journey', 'test', 'calendar', 'about'],
  // fields and their settings
  ...['named', 'key', 'pii', 'sensitive', 'strong', 'weak', 'list', 'contact', 'resolution', 'revenue', 'effort'],
  ...[
    'transfer',
    'to',
    'via',
    'cleared',
    'open',
    'asked',
    'assumed',
    'double',
    'opt',
    'subject',
    'body',
    'text',
    'file',
  ],
  // policies
  ...['quiet', 'hold', 'most', 'per', 'messages', 'then', 'deliver', 'later', 'drop', 'while'],
  ...['journeys', 'wins'],
  // journeys
  ...['title', 'owner', 'kind', 'for', 'priority', 'start', 'stop', 'goal', 'expire', 'as', 'where', 'when', 'once'],
  ...['again', 'every', 'time', 'repeat', 'ignore', 'restart', 'refresh', 'within', 'go', 'after', 'at', 'collect'],
  ...['becomes', 'each', 'batches', 'merge', 'keep', 'oldest', 'furthest', 'both', 'except', 'during'],
  // statements
  ...['send', 'wait', 'if', 'else', 'choose', 'otherwise', 'handoff', 'set', 'grant', 'withdraw', 'consent', 'step'],
  ...['finish', 'up', 'until', 'past', 'skip', 'since', 'before', 'ever', 'without', 'because', 'share', 'contacts'],
  ...[
    'escalate',
    'countdown',
    'zero',
    'together',
    'branch',
    'all',
    'each',
    'emit',
    'experiment',
    'holdout',
    'variant',
    'decide',
  ],
  ...['call', 'ask', 'approval', 'run', 'failure'],
  // what others do for us
  ...['action', 'model', 'timeout', 'retry', 'over', 'answers', 'fails', 'called', 'emitted', 'approves', 'rejects'],
  // decisions
  ...['decision', 'candidate', 'likely', 'worth', 'boost', 'pick', 'highest', 'least'],
  // expressions
  ...['or', 'and', 'not', 'is', 'present', 'absent', 'in', 'between', 'of', 'true', 'false', 'last', 'this'],
  ...['count', 'sum', 'average', 'min', 'max', 'first', 'latest', 'any', 'no'],
  // tests
  ...['given', 'customer', 'with', 'from', 'expect', 'sent', 'held', 'dropped', 'handed', 'context', 'complete'],
  ...['started', 'finished', 'running', 'by', 'times', 'replay', 'order', 'resolves', 'returns'],
] as const;

export type Keyword = (typeof keywordTexts)[number];

const word = createToken({ name: 'Word', pattern: Lexer.NA });
const unit = createToken({ name: 'Unit', pattern: Lexer.NA, categories: [word] });
const operator = createToken({ name: 'Operator', pattern: Lexer.NA });

/** Punctuation and literals. `word` takes any name or keyword, `operator` any infix sign or `and`, `or`, `of`. */
export const t = {
  word,
  unit,
  operator,
  identifier: createToken({ name: 'Identifier', pattern: /[A-Za-z_]\w*/, categories: [word] }),
  date: createToken({ name: 'Date', pattern: /\d{4}-\d{1,2}-\d{1,2}(?!\d)/ }),
  clock: createToken({ name: 'Clock', pattern: /\d{1,2}:\d{2}(?!\d)/ }),
  /** `01.03.2026`, `3/1/2026` */
  wrongDate: createToken({ name: 'WrongDate', pattern: /\d{1,2}(?:\.\d{1,2}\.|\/\d{1,2}\/)(?:19|20)\d{2}(?!\d)/ }),
  /** `€50`, `50€`, `50 €`, `1.000,50 €` */
  wrongMoney: createToken({
    name: 'WrongMoney',
    pattern:
      /[€$£¥]\s?\d(?:_?\d)*(?:[.,'\u2019 \u00a0\u202f]\d{3}(?!\d)){0,6}(?:[.,]\d+)?|\d(?:_?\d)*(?:[.,'\u2019 \u00a0\u202f]\d{3}(?!\d)){0,6}(?:[.,]\d+)?[ \u00a0\u202f]?[€$£¥](?!\d)/,
  }),
  /** `1 000`, `1'000`, `1.234.567`, `1.000,50 EUR`, `1,000.50 EUR`: thousands that are parted; `500.-` */
  wrongNumber: createToken({
    name: 'WrongNumber',
    pattern:
      /\d{1,3}(?:(?:[ \u00a0\u2009\u202f]\d{3}(?!\d)){1,6}(?:[.,]\d+)?(?=[ \u00a0\u202f]*[A-Za-z%{])|(?:['\u2019]\d{3}(?!\d))+(?:[.,]\d+)?|(?:\.\d{3}(?!\d)){2,}(?:,\d+)?|(?:\.\d{3}){1,6},\d{1,2}(?=[ \u00a0]?[A-Z]{3})|(?:,\d{3}(?!\d)){2,6}(?:\.\d+)?(?=[ \u00a0]?[A-Z]{3})|(?:,\d{3}){1,6}\.\d+(?=[ \u00a0]?[A-Z]{3}))|\d(?:_?\d)*[.,][-\u2013\u2014](?![\w\u2013\u2014-])/,
  }),
  /** `# so`, and a comment between signs, which may go over several lines */
  wrongComment: createToken({
    name: 'WrongComment',
    pattern: /#[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/,
    line_breaks: true,
  }),
  /** the line before and after code in a chat */
  fence: createToken({ name: 'Fence', pattern: /(?:```|~~~)[^\r\n]*/ }),
  number: createToken({ name: 'Number', pattern: /\d(?:_?\d)*(?:\.\d(?:_?\d)*)?/ }),
  text: createToken({
    name: 'Text',
    pattern: { exec: matchText },
    start_chars_hint: ['"'],
    line_breaks: true,
  }),
  wrongText: createToken({
    name: 'WrongText',
    pattern: { exec: matchWrongQuotes },
    start_chars_hint: ["'", '\u201c', '\u201d', '\u201e', '\u2018', '\u2019', '\u00ab', '\u300c', '\u300e'],
    line_breaks: false,
  }),
  /** around each `{expr}` of a text, which follows its text token */
  holeOpen: createToken({ name: 'HoleOpen', pattern: Lexer.NA }),
  holeClose: createToken({ name: 'HoleClose', pattern: Lexer.NA }),
  openBrace: createToken({ name: 'OpenBrace', pattern: '{' }),
  closeBrace: createToken({ name: 'CloseBrace', pattern: '}' }),
  openList: createToken({ name: 'OpenList', pattern: '[' }),
  closeList: createToken({ name: 'CloseList', pattern: ']' }),
  open: createToken({ name: 'Open', pattern: '(' }),
  close: createToken({ name: 'Close', pattern: ')' }),
  colon: createToken({ name: 'Colon', pattern: ':' }),
  comma: createToken({ name: 'Comma', pattern: ',' }),
  dotDot: createToken({ name: 'DotDot', pattern: '..' }),
  dot: createToken({ name: 'Dot', pattern: '.' }),
  question: createToken({ name: 'Question', pattern: '?' }),
  percent: createToken({ name: 'Percent', pattern: '%', categories: [unit] }),
  equal: createToken({ name: 'Equal', pattern: '==', categories: [operator] }),
  notEqual: createToken({ name: 'NotEqual', pattern: '!=', categories: [operator] }),
  lessEqual: createToken({ name: 'LessEqual', pattern: '<=', categories: [operator] }),
  greaterEqual: createToken({ name: 'GreaterEqual', pattern: '>=', categories: [operator] }),
  less: createToken({ name: 'Less', pattern: '<', categories: [operator] }),
  greater: createToken({ name: 'Greater', pattern: '>', categories: [operator] }),
  plus: createToken({ name: 'Plus', pattern: '+', categories: [operator] }),
  arrow: createToken({ name: 'Arrow', pattern: '->' }),
  minus: createToken({ name: 'Minus', pattern: '-', categories: [operator] }),
  star: createToken({ name: 'Star', pattern: '*', categories: [operator] }),
  slash: createToken({ name: 'Slash', pattern: '/', categories: [operator] }),
  is: createToken({ name: 'Equals', pattern: '=' }),
  pipe: createToken({ name: 'Pipe', pattern: '|' }),
  /** what other languages, and web pages, write: `&&`, `||`, `!`, `===`, `<>`, `≥`, `&gt;`; reported and read as ours */
  foreign: createToken({
    name: 'Foreign',
    pattern: /&&|\|\||===|!==|<>|=>|=<|!(?!=)|[\u2265\u2264\u2260\u00d7\u00f7]|&[gl]t;=?/,
  }),
  /** never made by the lexer: asking for them is how a rule says that nesting is too deep, or an expression too long */
  tooDeep: createToken({ name: 'TooDeep', pattern: Lexer.NA }),
  tooLong: createToken({ name: 'TooLong', pattern: Lexer.NA }),
} as const;

const infixWords: ReadonlySet<string> = new Set(['and', 'or', 'of']);
const made = keywordTexts.map(
  (text) =>
    [
      text,
      createToken({ name: text, pattern: Lexer.NA, categories: infixWords.has(text) ? [word, operator] : [word] }),
    ] as const,
);

/** Token types of the keywords: `k.send`. */
export const k = Object.fromEntries(made) as Readonly<Record<Keyword, TokenType>>;

/** Keyword by its text. */
export const keywordTypes: ReadonlyMap<string, TokenType> = new Map(made);

export const whitespace = createToken({ name: 'Whitespace', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true });
export const comment = createToken({ name: 'Comment', pattern: /\/\/[^\r\n]*/, group: 'comments' });

/** Everything the parser can meet. */
export const vocabulary: TokenType[] = [...Object.values(t), ...made.map(([, type]) => type)];

/** What the lexer tries, in this order. */
export const lexed: TokenType[] = [
  whitespace,
  comment,
  t.identifier,
  t.date,
  t.clock,
  ...[t.wrongDate, t.wrongMoney, t.wrongNumber, t.wrongComment, t.fence],
  t.number,
  t.text,
  t.wrongText,
  t.foreign,
  ...[
    t.openBrace,
    t.closeBrace,
    t.openList,
    t.closeList,
    t.open,
    t.close,
    t.colon,
    t.comma,
    t.dotDot,
    t.dot,
    t.question,
  ],
  t.arrow,
  ...[t.percent, t.equal, t.notEqual, t.lessEqual, t.greaterEqual, t.less, t.greater, t.plus, t.minus, t.star, t.slash],
  ...[t.is, t.pipe],
];

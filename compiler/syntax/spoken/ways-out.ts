/** Purposes, channels, messages, teams, calendars, policies, and what others do for us, as people first write them. */
import { clock, end, length, type Saying, said, text } from './saying.ts';

const between = `(${clock}) *(?:\\.\\.|-|–|to|and|until|till) *(${clock})`;
const most =
  '(?:(?:a )?max(?:imum)?(?: of)?|no more than|not more than|never more than|limit(?:ed)?(?: to)?|up to|only|cap(?:ped)?(?: at)?|at max)';
const things = '(?:messages?|emails?|sms|texts?|pushes|push|notifications?|contacts?)';
const nothing = "(?:no|never|not|do not|don't|nothing|silent|silence|do not disturb|dnd)";
const noSending = `${nothing}(?: (?:send|sending|message|disturb|contact|${things}))?(?: anything| messages?)?`;

const parameter = '\\w+: *(?:list of )?\\w+(?: [A-Z]{3}\\b)?\\??';
const given = `${parameter}(?:, *${parameter})*`;
const giving = '(?:with|given|using|takes|needs|params?|parameters|inputs?)(?: parameters| params)?:?';

/** The first word of a declaration was left out: what stands behind the name, or below, tells which. */
const lower = '(?!(?:channel|team|profile|identity)\\b)([a-z]\\w*)';
const declared: readonly Saying[] = [
  said('([A-Z]\\w*)(?=(?:\\([^()\\n]*\\))? for [A-Z]\\w* *\\{)', 'message $1'),
  said('([A-Z]\\w*)(?= named ")', 'signal $1'),
  said('([A-Z]\\w*)(?= is (?:contact|resolution|revenue|effort|transfer)\\b)', 'signal $1'),
  said('([A-Z]\\w*)(?= *\\{ *\\w+ *:)', 'signal $1'),
  said('([A-Z]\\w*)(?= *\\{ *(?:consent|double opt)\\b)', 'purpose $1'),
  said('([A-Z]\\w*)(?=[^{}]*\\{ *(?:quiet|hold|at most)\\b)', 'policy $1'),
  said('([A-Z]\\w*)(?= *= *[a-z]\\w* *\\|)', 'type $1'),
  said('([A-Z]\\w*(?:\\([^()\\n]*\\))?)(?= *= *\\S)', 'condition $1'),
  said(`${lower}(?= *\\{ *to \\w)`, 'channel $1'),
  said(`${lower}(?= *\\{ *(?:open|via)\\b)`, 'team $1'),
  said(`(${text})(?= *\\{$)`, 'test $1'),
  said('([A-Z]\\w*)(?=[^{}]*\\{$)', 'policy $1', { above: /^(?:quiet|hold|at most)\b/ }),
  said('([A-Z]\\w*)(?= *\\{$)', 'signal $1', { above: /^\w+ *:/ }),
  said('([A-Z]\\w*)(?=(?:\\([^()\\n]*\\))?(?: *->[^{]*)? *\\{$)', 'journey $1', {
    above: /^(?:start|title|owner|kind|for|goal|stop|expire|priority|on failure|send|wait|if|choose|call)\b/,
  }),
  said('(?=\\{ *$)', 'profile ', { above: /^\w+ *:/ }),
];
const lost = declared.map((saying): Saying => ({ ...saying, left: true }));

export const files: readonly Saying[] = [
  said(
    `(message|action|model|decision|condition|journey) (\\w+) ${giving} \\(?(${given})\\)?(?= for | *[{=]| *->)`,
    '$1 $2($3)',
    {
      always: true,
    },
  ),
  said(`message (\\w+) for (\\w+) ${giving} \\(?(${given})\\)?(?= *\\{)`, 'message $1($3) for $2', { always: true }),
  said(`message (\\w+) for (\\w+) ?\\((${given})\\)(?= *\\{)`, 'message $1($3) for $2', { always: true }),
  ...lost,
  said('journey (\\w+) for ([A-Z]\\w*) *\\{$', 'journey $1 {\n  for $2', { always: true }),
  said('journey (\\w+) for ([A-Z]\\w*) *\\{', 'journey $1 { for $2,', { always: true }),
  said('event (?=[A-Z]\\w* *\\{)', 'signal '),
  said('(?:flow|campaign) (?=[A-Z]\\w* *\\{)', 'journey '),
  said('(?:template) (?=[A-Z]\\w*\\b.*\\{)', 'message '),
  said('rule (?=[A-Z]\\w*\\b.*\\{)', 'policy '),
  said('(?:queue|desk|group) (?=[a-z]\\w* *\\{)', 'team '),
  said('segment (?=[A-Z]\\w*(?:\\([^()]*\\))? *[={])', 'condition '),
  said('(?:enum|record|struct) (?=[A-Z]\\w* *[={])', 'type '),
  said('import (?=[a-z])', 'use '),
  said('(?:customer|person|attributes) *(?=\\{)', 'profile '),
  said('policy (\\w+) for (?:all|every|any) (?:messages?|purposes?|channels?|customers?)(?= *\\{)', 'policy $1', {
    hint: 'A policy that names nothing covers every message.',
  }),
  said(
    '(action|model) (\\w+(?:\\([^()]*\\))?) *(?::|=>|returns|returning|gives|answers|responds with)(?: an?)? (?=[a-z{])',
    '$1 $2 -> ',
    { always: true },
  ),
  said('decision (\\w+(?:\\([^()]*\\))?) (?:returns?|gives) [^{]*(?=\\{)', 'decision $1 '),
];

export const purposes: readonly Saying[] = [
  said('(?:needs? |requires? )?double[ -]opt[ -]?in', 'double opt in', { always: true }),
  said(
    `(?:consent (?:is )?(?:not|never) (?:needed|required|necessary|asked)|no consent(?: (?:is )?(?:needed|required|necessary))?|consent (?:is )?(?:implied|given|granted|automatic|optional|by default)|opt[ -]?out)${end}`,
    'consent assumed',
  ),
  said(
    `(?:(?:consent )?opt[ -]?(?:ed )?in|(?:needs|requires|ask for|asks for) (?:consent|opt[ -]?in)|consent (?:is )?(?:required|needed|necessary|explicit|mandatory))${end}`,
    'consent asked',
  ),
  said(`(asked|assumed)${end}`, 'consent $1'),
];

export const channels: readonly Saying[] = [
  said('(to [\\w.]+),? (via \\w+(?: \\w+)?),? cleared for', '$1, $2, cleared for'),
  said('(to [\\w.]+) (via \\w+(?: \\w+)?) at most', '$1, $2, at most'),
  said('(via \\w+(?: \\w+)?) (cleared for|at most)', '$1, $2'),
  said(`${most} (\\d+)(?: ${things})? (?:per|every|a|an|each) `, 'at most $1 per '),
  said('(?:rate|throttle|speed|rate limit):? (\\d+) (?:per|a|/) ', 'at most $1 per '),
  said('(?:through|using|by|with|over|provider|connector):? (?=\\w+(?: \\w+)? *[,}]|\\w+(?: \\w+)?$)', 'via '),
  said('(?:allowed|safe|approved|ok|may carry|can carry|trusted)(?: for| with)? (?=pii|sensitive)', 'cleared for '),
];

export const messages: readonly Saying[] = [
  said(`(?:on )?(?!subject|body|text|title|html)([a-z]\\w*(?: in [\\w-]+)?):? (${text})`, 'on $1 { text $2 }', {
    always: true,
  }),
  said('(?:via|by|for|over) ([a-z]\\w*)(?=(?: in [\\w-]+)? *\\{)', 'on $1'),
];

export const contents: readonly Saying[] = [
  said('(subject|body|text|title) (?:is|=) (?=")', '$1 '),
  said('(?=")', 'text '),
];

const oClock = (hour: string, half: string | undefined): string =>
  `${String((Number(hour) % 12) + (half === 'pm' || (half === undefined && Number(hour) >= 12) ? 12 : 0)).padStart(2, '0')}:00`;

export const teams: readonly Saying[] = [
  said(
    '(?:open|hours|opens|works|opening hours|office hours)(?: from)? (\\d\\d?)(?:h| ?(am|pm))? *(?:-|–|to|until|till|\\.\\.) *(\\d\\d?)(?:h| ?(am|pm))?(?![:\\d])',
    (_, from = '', morning?: string, to = '', evening?: string) =>
      `open ${oClock(from, morning)}..${oClock(to, evening)}`,
    { always: true },
  ),
  said(
    `(?:open )?(?:24/7|24x7|24 hours(?: a day)?|always|around the clock|all day|day and night)(?: open)?(?: *, *|(?= *}|$))`,
    '',
    { hint: 'A team that says no hours is always open.' },
  ),
  said(
    '(?:opening hours|office hours|working hours|business hours|hours|opens|works|working|available|availability|staffed)(?: are| is)?:?(?: from)?(?= (?:\\d|mon|tue|wed|thu|fri|sat|sun|week|every|daily))',
    'open',
    { hint: 'A team says when it is open: `open 09:00..17:00 on weekdays`.' },
  ),
];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month = `(${months.join('|')})[a-z]*`;
const dated = (day: string, name: string, year: string): string =>
  `${year}-${String(months.indexOf(name.toLowerCase()) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`;
const ofADay = { hint: 'What a day is called stands behind `//`.' };

export const calendars: readonly Saying[] = [
  {
    written: new RegExp(`^(\\d\\d?)(?:st|nd|rd|th)?(?: of)? ${month},? (\\d{4})`, 'i'),
    meant: (_, day = '', name = '', year = '') => dated(day, name, year),
  },
  {
    written: new RegExp(`^${month} (\\d\\d?)(?:st|nd|rd|th)?,? (\\d{4})`, 'i'),
    meant: (_, name = '', day = '', year = '') => dated(day, name, year),
  },
  said('(\\d{4}-\\d\\d-\\d\\d),? *(?:[:=-] *|as +|is +)?"?([A-Z][^"{},]*)"?$', '$1 // $2', ofADay),
  said('"?([A-Za-z][^"{},:=]*)"? *[:=]? *(?:on |is )?(\\d{4}-\\d\\d-\\d\\d)$', '$2 // $1', ofADay),
  said(`(\\d{4}-\\d\\d-\\d\\d),? *[:=]? *"[^"]*"${end}`, '$1', ofADay),
  said(`"?[A-Za-z][^"{},:=]*"? *[:=]? *(?:on |is )?(\\d{4}-\\d\\d-\\d\\d)${end}`, '$1', ofADay),
];

const hours = { hint: 'A policy says when nothing leaves: the same hours every day.' };

/** `no Offers`, `pause Offers` */
const withheld = '(?:no|not|never|stop|hold|pause|block|suspend) [A-Z]\\w*(?: messages?)?';
const ofPurpose = { hint: 'Which messages are meant stands behind the name: `policy NAME for PURPOSE { .. }`.' };

const atMost = (_: string, number = ''): string => `at most ${number} ${number === '1' ? 'message' : 'messages'} per `;

export const policies: readonly Saying[] = [
  said(`(?:quiet|${noSending}) (?:at|by|during|in)(?: the)? nights?`, 'quiet 21:00..08:00', {
    always: true,
    hint: 'The night has hours, too.',
  }),
  said('at most once (?:per|every|a|an|each|in) ', 'at most 1 per ', { always: true }),
  said('at most twice (?:per|every|a|an|each|in) ', 'at most 2 per ', { always: true }),
  said(`(?:${most} )?once (?:per|every|a|an|each|in) `, 'at most 1 per '),
  said(`(?:${most} )?twice (?:per|every|a|an|each|in) `, 'at most 2 per '),
  said(`${most} (\\d+)( ${things})? (?:per|every|a|an|each|in|within) `, atMost),
  said(`(\\d+) ${things} (?:per|every|a|an|each|in|within)(?: max| at most)? `, atMost),
  said(
    `(?:${noSending}|pause|block|wait|hold)(?: for| within)? (${length}) (?:after|since|following) (?=[A-Z])`,
    'hold for $1 after ',
  ),
  said(`${noSending}(?: for| within)? (${length}) (?:after|since|following) (?=[A-Z])`, 'hold for $1 after '),
  said(`${withheld}(?: for| within)? (${length}) (?:after|since|following) (?=[A-Z])`, 'hold for $1 after ', ofPurpose),
  said(`${withheld} (?:if|when|while|until|where|as long as) (?=[a-z(])`, 'hold while ', ofPurpose),
  said(
    `(?:quiet(?: hours| time| at night)?|${noSending}|hold|pause|sleep|off)(?: is| are)?:? *(?:from|between|at)? *${between}`,
    'quiet $1..$2',
  ),
  said(
    `(?:only |allowed |send only |only send |send |open )+(?:messages )?(?:from|between)? *${between}(?: on weekdays)?`,
    'quiet $2..$1',
    hours,
  ),
  said(
    "(?:skip|drop|suppress|discard|exclude|do not send|don't send|never send)(?: messages?)? (?:if|when|while|where) ([^{}]+?)(?=$| *})",
    'hold while $1, then drop',
  ),
  said(
    '(?:hold|pause|stop|block|wait|suspend|not|no messages?|nothing)(?: messages?| sending)? (?:if|when|while|until|where|as long as) (?=[a-z(])',
    'hold while ',
  ),
];

export const outsides: readonly Saying[] = [
  said('(?:default|otherwise|fallback|else|or else|if failed|on failure)(?: to| is| =)?:? (?=\\S)', 'or '),
  said('(?:times out|time out|timeout|within|wait|at most)(?: after| of| is| =)? (?=\\d)', 'timeout '),
  said('(?:cache|cached|keep|valid|remember|fresh|good)(?: it)?(?: for)? (?=\\d)', 'keep '),
  said(
    `(?:retry|retries|try)(?: again)?(?: up to| at most)? (\\d+)(?: times?| x)?(?: in| within| for| over) (?=\\d)`,
    'retry $1 times over ',
  ),
  said(
    `(?:retry|retries|try)(?: again)?(?: up to| at most)? (\\d+)(?: times?| x)?${end}`,
    'retry $1 times over 1 hour',
    {
      hint: 'How long it is tried is said, too: `retry 3 times over 1 hour`.',
    },
  ),
  said('(?:through|using|by|calls?|with|over) (?=\\w+(?: \\w+)?$|\\w+(?: \\w+)? *[,}])', 'via '),
];

/** Steps of a test as people first write them: `expect goal reached Visit`, `2 days later`, `ada opens Reminder`. */
import { clock, end, type Saying, said, text } from './saying.ts';

const day = '(\\d{4}-\\d\\d-\\d\\d)';
const no = '((?:not )?)';
const whatever = '[^{},\\n]*?';
const ended = '(?:stopped|ended|completed|exited|cancelled|canceled|closed)';
const alive = '(?:waiting|active|alive|still running)';
const reached = '(?:has |was |is )?(?:reached|met|achieved)';
const channel = '(email|sms|push|whatsapp|letter)';
const outcome = '(opened|clicked|bounced|replied|delivered|unsubscribed)';
const later = '(?:later|afterwards|after that|pass|passes|go by)';
const desk = '(?:handoff to|handed over to|hand over to|escalated to|transferred to|given to|task for)';

/** Words of ours are read otherwise here, so a smaller mend would lead astray. */
const step = (written: string, meant: Saying['meant']): Saying => said(written, meant, { always: true });

/** That no message goes out. */
const silence =
  '(?:(?:nothing|no messages?) (?:is|was|to be|has been|were) sent|no messages?(?: sent)?|(?:not|never) (?:anything|any messages?)|silence)';

const expectations: readonly Saying[] = [
  // `check resolves` is what the team `check` does.
  step('(?:assert|check|verify|ensure|should)(?: that)?(?= (?!(?:resolves|returns|approves|rejects)\\b)\\w)', 'expect'),
  step(`expect ${no}(?:the )?goal (?:${reached} )?(?:(?:of|by|for|in) )?([A-Z]\\w*)$`, 'expect $1goal of $2'),
  step(`expect ${no}goal of ([A-Z]\\w*) ${reached}$`, 'expect $1goal of $2'),
  step(`expect ([A-Z]\\w*) ${reached}(?: (?:its|the))? goal$`, 'expect goal of $1'),
  step(
    'expect ([A-Z]\\w*) (?:has |was |did )?(?:not|never) (?:reach(?:ed)?|met|meet)(?: (?:its|the))? goal$',
    'expect not goal of $1',
  ),
  step(`expect ${no}${ended} ([A-Z]\\w*)`, 'expect $1finished $2'),
  step(`expect ([A-Z]\\w*) (?:is |was |has (?:been )?)?${no}${ended}`, 'expect $2finished $1'),
  step('expect (?:the )?outcome of ([A-Z]\\w*) (?:is|was|==|=) (\\w+)', 'expect finished $1 as $2'),
  step(`expect ${no}${alive} ([A-Z]\\w*)`, 'expect $1running $2'),
  step(`expect ([A-Z]\\w*) (?:is |was )?${no}${alive}`, 'expect $2running $1'),
  step(`expect ${no}(?:delivered|received|mailed|texted|message) ([A-Z]\\w*)`, 'expect $1sent $2'),
  step(`expect ${no}${channel} ([A-Z]\\w*)`, 'expect $1sent $3 on $2'),
  step(`expect ([A-Z]\\w*) (?:on|via|by) ${channel}\\b`, 'expect sent $1 on $2'),
  step(
    `expect ${silence}(?: to ([a-z]\\w*))?${end}`,
    (_, who?: string) => `expect nothing sent${who === undefined ? '' : ` for ${who}`}`,
  ),
  step('expect never(?= \\w)', 'expect not'),
  step(`expect ${no}${desk} (\\w+)`, 'expect $1handed to $2'),
  step(
    `expect (${no}(?:sent|held|dropped|started|finished|running|handed to) \\w+) (?:for ([a-z]\\w*(?: ${text})?)|of ([a-z]\\w* ${text})) ((?:on|saying|as|at|by|\\d+ times?)\\b[^{},]*)$`,
    (_, what = '', _not = '', who?: string, which = '', more = '') => `expect ${what} ${more} for ${who ?? which}`,
  ),
  step(`expect (${whatever}) of ([a-z]\\w* ${text})`, 'expect $1 for $2'),
  step(`expect (${no}sent \\w+) (saying ${text}) (on \\w+)`, 'expect $1 $4 $3'),
  step('expect ([a-z]\\w*) (?:gets|has|got) (?:a |the )?(?:task|handoff)$', 'expect handed to $1'),
];

const having = '(?:with|who has|has|having|whose|where)';
const fieldValue = `(?:${text}|\\d[\\w.-]*(?: [A-Z]{3})?|[a-z_]\\w*)`;
const field = `\\w+(?: is|:| =| of)? ${fieldValue}`;

/** `email is "a@b.c" and tier: gold` */
function fieldsIn(written: string): string {
  const each = new RegExp(`(\\w+)(?: is|:| =| of)? (${fieldValue})(?:,? and |, *)?`, 'g');
  return [...written.matchAll(each)].map(([, name, value]) => `${name}: ${value}`).join(', ');
}

/** of two customers: what is said here with `is` */
const isOne =
  '(?:is (?:the same(?: (?:person|customer|profile))? as|known as|identified as|recognised as|recognized as|merged (?:with|into)|joined (?:with|to)|now)|becomes|equals|==?|turns out to be|(?:logs|signs) in as|identifies as|joins|merges (?:with|into))';

const happenings: readonly Saying[] = [
  step(`(?:then |and )?(\\d+ \\w+) ${later}`, 'after $1'),
  step(`after (\\d+ \\w+) ${later}`, 'after $1'),
  step('(?:wait|sleep|advance|pass|then after) (\\d+ \\w+)', 'after $1'),
  step('(?:(?:the )?next|one|a) (day|week|hour)(?: later)?$', 'after 1 $1'),
  step('([a-z]\\w*) (?:sends|does|triggers) ([A-Z]\\w*)', '$2 from $1'),
  step('([A-Z]\\w*) (?:by|for|of) ([a-z]\\w*)(?= *\\{)', '$1 from $2'),
  step(`([A-Z]\\w*) (?:was |has been |gets |got )?${outcome}`, '$1 is $2'),
  step(`${outcome} ([A-Z]\\w*)`, '$2 is $1'),
  step('([a-z]\\w*) (open|click|unsubscribe)(?:s|ed|d)? ([A-Z]\\w*)$', '$3 is $2ed by $1'),
  step('([a-z]\\w*) repl(?:y|ies|ied) (?:to )?([A-Z]\\w*)$', '$2 is replied by $1'),
  step('([a-z]\\w*) (?:answers|says) (?:yes|ok)$', '$1 approves'),
  step('([a-z]\\w*) (?:answers|says) no$', '$1 rejects'),
  step('([a-z]\\w*) (resolves|returns|approves|rejects) (?:it|that|(?:the |a )?task)$', '$1 $2'),
  step('([a-z]\\w*) (?:completes|finishes|closes|solves|handles)(?: (?:it|that|(?:the |a )?task))?$', '$1 resolves'),
  step(`([a-z]\\w*) ${isOne} ([a-z]\\w*)$`, '$1 is $2'),
  step(
    '(?:join|merge|identify|link|connect|alias|combine) ([a-z]\\w*) (?:with|and|into|as|to) ([a-z]\\w*)$',
    '$1 is $2',
  ),
  step(
    '([a-z]\\w*) and ([a-z]\\w*) (?:are|become|turn out to be|get) (?:one|the same|joined|merged|linked)(?: (?:person|customer|profile))?$',
    '$1 is $2',
  ),
  step('([a-z]\\w*): ([A-Z]\\w*)', '$2 from $1'),
  step('then (?=[A-Z]\\w* *\\{)', ''),
  step('given consent (?:of |from |by )?([a-z]\\w*) (?:for|to) ([A-Z]\\w*)', 'given customer $1 with consent for $2'),
  step(
    'given (?:customer )?([a-z]\\w*) (?:has )?(?:consents|agrees|agreed|consented)(?: to| for)? ([A-Z]\\w*)',
    'given customer $1 with consent for $2',
  ),
  step('given customer (\\w+) with consent (?:to |of )?(?=[A-Z])', 'given customer $1 with consent for '),
];

export const tests: readonly Saying[] = [
  said(
    '(?:a |with |new |the )?(?:customer|person|user|profile) ([a-z]\\w*)(?= *(?:\\{|$| with consent))',
    'given customer $1',
  ),
  step(
    `given customer (\\w+),?(?: ${having})?(?: (?:an? |the )?(?:profile|fields|attributes|data|values))? (?=\\{)`,
    'given customer $1 ',
  ),
  step(
    `given customer (\\w+),?(?: ${having})?(?: profile)? *\\(?(?!consent\\b)(${field}(?:(?:,| and|, and) ${field})*)\\)?$`,
    (_, name = '', fields = '') => `given customer ${name} { ${fieldsIn(fields)} }`,
  ),
  said(
    `(?:on|when|date|time|now|today is|now is|it is|day)(?: is| the)?:? ${day}(?:,? (?:at )?(${clock}))?,? (?=[A-Z])`,
    (_, date = '', time?: string) => `at ${date}${time === undefined ? '' : ` ${time}`}, `,
  ),
  said(`(?:on|when|date|time|now|today is|now is|it is|day)(?: is| the)?:? (?=${day})`, 'at '),
  ...expectations,
  ...happenings,
];

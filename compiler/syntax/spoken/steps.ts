/** Steps of a test as people write them: `expect goal reached Visit`, `2 days later`, `ada opens Reminder`. */

interface Saying {
  readonly written: RegExp;
  /** how a file says it; `$1` and so on stand for parts of what was written */
  readonly meant: string;
}

const no = '(?:(?:not|never) )?';
const ended = '(?:stopped|ended|completed|exited|cancelled|canceled|closed)';
const alive = '(?:waiting|active|alive|still running)';
const reached = '(?:has |was |is )?(?:reached|met|achieved)';
const outcome = '(opened|clicked|bounced|replied|delivered|unsubscribed)';
const happens = '(open|click|reply|unsubscribe)';
const later = '(?:later|afterwards|after that|pass|passes|go by)';

const sayings: readonly Saying[] = [
  // `check resolves` is what the team `check` does.
  {
    written: /^(?:assert|check|verify|ensure|should)(?: that)?(?= (?!(?:resolves|returns|approves|rejects)\b)\w)/,
    meant: 'expect',
  },
  {
    written: new RegExp(`^expect (${no})(?:the )?goal (?:${reached} )?(?:(?:of|by|for|in) )?([A-Z]\\w*)$`),
    meant: 'expect $1goal of $2',
  },
  { written: new RegExp(`^expect (${no})goal of ([A-Z]\\w*) ${reached}$`), meant: 'expect $1goal of $2' },
  { written: new RegExp(`^expect ([A-Z]\\w*) ${reached}(?: (?:its|the))? goal$`), meant: 'expect goal of $1' },
  {
    written: /^expect ([A-Z]\w*) (?:has |was |did )?(not |never )(?:reach(?:ed)?|met|meet)(?: (?:its|the))? goal$/,
    meant: 'expect $2goal of $1',
  },
  { written: new RegExp(`^expect (${no})${ended} ([A-Z]\\w*)`), meant: 'expect $1finished $2' },
  {
    written: new RegExp(`^expect ([A-Z]\\w*) (?:is |was |has (?:been )?)?(not )?${ended}`),
    meant: 'expect $2finished $1',
  },
  { written: /^expect (?:the )?outcome of ([A-Z]\w*) (?:is|was|==|=) (\w+)/, meant: 'expect finished $1 as $2' },
  { written: new RegExp(`^expect (${no})${alive} ([A-Z]\\w*)`), meant: 'expect $1running $2' },
  { written: new RegExp(`^expect ([A-Z]\\w*) (?:is |was )?(not )?${alive}`), meant: 'expect $2running $1' },
  {
    written: new RegExp(`^expect (${no})(?:delivered|received|mailed|texted|message) ([A-Z]\\w*)`),
    meant: 'expect $1sent $2',
  },
  {
    written: new RegExp(`^expect (${no})(email|sms|push|whatsapp|letter) ([A-Z]\\w*)`),
    meant: 'expect $1sent $3 on $2',
  },
  { written: /^expect ([A-Z]\w*) (?:on|via|by) (email|sms|push|whatsapp|letter)\b/, meant: 'expect sent $1 on $2' },
  { written: /^expect never(?= \w)/, meant: 'expect not' },
  {
    written: new RegExp(
      `^expect (${no})(?:handoff to|handed over to|hand over to|escalated to|transferred to|given to|task for) (\\w+)`,
    ),
    meant: 'expect $1handed to $2',
  },
  { written: /^expect ([a-z]\w*) (?:gets|has|got) (?:a |the )?(?:task|handoff)$/, meant: 'expect handed to $1' },
  { written: new RegExp(`^(?:then |and )?(\\d+ \\w+) ${later}`), meant: 'after $1' },
  { written: new RegExp(`^after (\\d+ \\w+) ${later}`), meant: 'after $1' },
  { written: /^(?:wait|sleep|advance|pass|then after) (\d+ \w+)/, meant: 'after $1' },
  { written: /^(?:(?:the )?next|one|a) (day|week|hour)(?: later)?$/, meant: 'after 1 $1' },
  { written: /^([a-z]\w*) (?:sends|does|triggers) ([A-Z]\w*)/, meant: '$2 from $1' },
  { written: /^([A-Z]\w*) (?:by|for|of) ([a-z]\w*)(?= *\{)/, meant: '$1 from $2' },
  { written: new RegExp(`^([A-Z]\\w*) (?:was |has been |gets |got )?${outcome}`), meant: '$1 is $2' },
  { written: new RegExp(`^${outcome} ([A-Z]\\w*)`), meant: '$2 is $1' },
  { written: new RegExp(`^([a-z]\\w*) ${happens}(?:s|ed|es)? (?:to )?([A-Z]\\w*)$`), meant: '$3 is $2ed by $1' },
  { written: /^([a-z]\w*) (?:answers|says) (?:yes|ok)$/, meant: '$1 approves' },
  { written: /^([a-z]\w*) (?:answers|says) no$/, meant: '$1 rejects' },
  { written: /^([a-z]\w*) (resolves|returns|approves|rejects) (?:it|that|the task)$/, meant: '$1 $2' },
];

/** What is said at the beginning of a line of a test that no file says so; undefined: it is none of these. */
export function spokenStepAt(line: string): { readonly written: string; readonly meant: string } | undefined {
  for (const { written, meant } of sayings) {
    const [found, ...parts] = written.exec(line) ?? [];
    if (found === undefined) continue;
    const filled = meant.replace(/\$(\d)/g, (_, part: string) => parts[Number(part) - 1] ?? '');
    const ours = filled.replace(/\bnever /, 'not ').replace('replyed', 'replied');
    return ours === found ? undefined : { written: found, meant: ours };
  }
  return undefined;
}

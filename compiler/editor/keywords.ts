/** Words of the language that can begin something, by where. */
import type { BlockKind } from './blocks.ts';
import type { CompletionItem } from './types.ts';

function keyword(label: string, detail: string, snippet?: string): CompletionItem {
  return { label, kind: 'keyword', detail, ...(snippet === undefined ? {} : { snippet }) };
}

const declarationWords: readonly CompletionItem[] = [
  keyword(
    'journey',
    'what happens to a customer, step by step',
    'journey ${1:Name} {\n  start on ${2:Signal} as ${3:it_was}\n    once\n\n  $0\n}',
  ),
  keyword('signal', 'something that happens', 'signal ${1:Name} {\n  ${2:field}: ${3:text}\n}'),
  keyword('type', 'a list of values, or a record', 'type ${1:Name} = ${2:one} | ${3:other}'),
  keyword('condition', 'a named question', 'condition ${1:Name} = $0'),
  keyword(
    'message',
    'what is said, on which channel',
    'message ${1:Name} for ${2:Purpose} {\n  on ${3:email} {\n    subject "$4"\n    body "$0"\n  }\n}',
  ),
  keyword(
    'purpose',
    'what messages are for, and whether people must agree',
    'purpose ${1:Name} { consent ${2|assumed,asked|} }',
  ),
  keyword('channel', 'a way out', 'channel ${1:name} { to profile.${2:email}, via ${3:smtp} }'),
  keyword('policy', 'a rule above every journey', 'policy ${1:Name} for ${2:Purpose} { $0 }'),
  keyword(
    'decision',
    'which of several candidates is the best',
    'decision ${1:Name} {\n  candidate ${2:First} likely ${3:30%} worth ${4:40 EUR}\n  pick the highest likely * worth\n}',
  ),
  keyword(
    'action',
    'something that others do for us',
    'action ${1:Name}(${2:subject}: ${3:text}) -> ${4:text} { via http ${5:desk}, timeout ${6:10 seconds} }',
  ),
  keyword(
    'model',
    'an estimate that others make, and that is kept',
    'model ${1:Name}(${2:visits}: ${3:integer}) -> percent { via http ${4:name}, keep ${5:1 day}, or ${6:20%} }',
  ),
  keyword('team', 'people who take over', 'team ${1:name} { via ${2:console} }'),
  keyword('calendar', 'days that do not count', 'calendar ${1:holidays} { ${2:2026-12-25} }'),
  keyword('profile', 'what is known of a customer', 'profile {\n  $0\n}'),
  keyword('identity', 'what tells who a customer is', 'identity { strong ${1:user_id} }'),
  keyword('on', 'sets the profile when something happens', 'on ${1:Signal} as ${2:it_was} {\n  set profile.$0\n}'),
  keyword(
    'test',
    'a story with its expected end',
    'test "${1:what must be true}" {\n  given customer ${2:ada} { }\n  at ${3:2026-03-01} 10:00\n  $0\n}',
  ),
  keyword('use', "brings in another folder's names"),
];

const journeyWords: readonly CompletionItem[] = [
  keyword('start on', 'what starts it', 'start on ${1:Signal} as ${2:it_was}\n  ${3|once,every time|}'),
  keyword(
    'start when',
    'by a condition, or by silence',
    'start when ${1:condition} becomes true\n  ${2|once,every time|}',
  ),
  keyword('start every', 'by the calendar', 'start every ${1:monday} at ${2:09:00} in profile.timezone'),
  keyword(
    'start for each customer where',
    'on a signal without a customer',
    'start for each customer where ${1:condition} on ${2:Signal} as ${3:it_was}\n  once per ${3:it_was}.$0',
  ),
  keyword('stop on', 'what ends it early', 'stop on ${1:Signal}'),
  keyword('goal', 'what it wants to reach', 'goal ${1:Signal} within ${2:7 days}'),
  keyword('expire after', 'how long it lives at most', 'expire after ${1:14 days}'),
  keyword('on failure', 'what every send and call does that fails', 'on failure finish as ${1:unreachable}'),
  keyword('title', 'a line for people', 'title "$0"'),
  keyword('owner', 'the team that answers for it'),
  keyword('kind', 'a name that policies can speak of'),
  keyword('for', 'its purpose'),
  keyword('priority', 'higher goes first', 'priority ${1:50}'),
];

const statementWords: readonly CompletionItem[] = [
  keyword('send', 'a message', 'send ${1:Message} on ${2:channel}'),
  keyword('wait', 'for a time, a moment or a signal', 'wait ${1:2 days}'),
  keyword('wait for', 'a signal', 'wait for ${1:Signal} up to ${2:1 day}'),
  keyword('wait {', 'a race', 'wait {\n  on ${1:Signal} { $2 }\n  after ${3:3 days} { $0 }\n}'),
  keyword(
    'countdown to',
    'a date or a time',
    'countdown to ${1:event.starts} {\n  at ${2:7 days} before { $0 }\n  at zero { }\n}',
  ),
  keyword('if', 'a question', 'if ${1:condition} {\n  $0\n}'),
  keyword('else', 'otherwise', 'else {\n  $0\n}'),
  keyword('choose', 'by value', 'choose ${1:profile.tier} {\n  $0\n}'),
  keyword('handoff to', 'people', 'handoff to ${1:team} {\n  because "$2"\n  share ${3:this journey}\n}'),
  keyword('together', 'several things at once', 'together {\n  branch { $1 }\n  branch { $0 }\n} until ${2|all,any|}'),
  keyword(
    'repeat',
    'so many times at most',
    'repeat up to ${1:3} times every ${2:2 days} until ${3:condition} {\n  $0\n}',
  ),
  keyword('for each', 'item of a list', 'for each ${1:line} in ${2:order.lines} {\n  $0\n}'),
  keyword('emit', 'a signal of this customer', 'emit ${1:Signal} { $0 }'),
  keyword(
    'experiment',
    'by chance, and the same for ever',
    'experiment ${1:Name} {\n  variant ${2:a} 50% { $3 }\n  variant ${4:b} 50% { $0 }\n}',
  ),
  keyword(
    'decide',
    'the best of the candidates',
    'decide ${1:Decision} {\n  ${2:Candidate} { $3 }\n  otherwise { $0 }\n}',
  ),
  keyword('call', 'an action', 'call ${1:Action}($2) as ${3:answer} {\n  on failed { $0 }\n}'),
  keyword(
    'ask approval of',
    'people who may say no',
    'ask approval of ${1:team} {\n  on approved { $2 }\n  on rejected { $0 }\n}',
  ),
  keyword('run', 'another journey, until it has ended', 'run ${1:Journey}($0)'),
  keyword('set', 'a field of the profile', 'set profile.${1:field} = $0'),
  keyword('grant consent for', 'a purpose'),
  keyword('withdraw consent for', 'a purpose'),
  keyword('step', 'a place to go to', 'step ${1:name} {\n  $0\n}'),
  keyword('go to', 'a step'),
  keyword('finish', 'the journey ends'),
  keyword('finish as', 'the journey ends, with an outcome'),
];

const armWords: readonly CompletionItem[] = [
  keyword('on', 'a signal comes', 'on ${1:Signal} { $0 }'),
  keyword(
    'on opened of',
    'a message was opened',
    'on ${1|opened,clicked,delivered,replied,bounced,failed|} of ${2:reminder} { $0 }',
  ),
  keyword('when', 'a condition becomes true', 'when ${1:condition} { $0 }'),
  keyword('after', 'time has passed', 'after ${1:3 days} { $0 }'),
  keyword('at', 'a moment comes', 'at ${1:09:00} { $0 }'),
];

const sentWords: readonly CompletionItem[] = [
  keyword('on opened', 'it was opened', 'on opened { $0 }'),
  keyword('on clicked', 'a link was followed', 'on clicked { $0 }'),
  keyword('on failed', 'it could not be sent, or did not arrive', 'on failed { $0 }'),
  keyword('on held', 'a policy keeps it back: it is given up', 'on held { $0 }'),
  ...armWords,
];

const countdownWords: readonly CompletionItem[] = [
  keyword('at', 'a moment before or after', 'at ${1:1 day} before { $0 }'),
  keyword('at zero', 'the moment itself', 'at zero { $0 }'),
];

const sharedWords: readonly CompletionItem[] = [
  keyword('because', 'why, in a sentence', 'because "$0"'),
  keyword('share', 'what they are told', 'share ${1:this journey}'),
  keyword('within', 'how soon', 'within ${1:2 minutes}, else escalate to ${2:team}'),
];

const handoffWords: readonly CompletionItem[] = [
  ...sharedWords,
  keyword('on resolved', 'they have solved it', 'on resolved { $0 }'),
  keyword('on returned', 'they give it back', 'on returned { $0 }'),
];

const approvalWords: readonly CompletionItem[] = [
  ...sharedWords,
  keyword('on approved', 'they say yes', 'on approved { $0 }'),
  keyword('on rejected', 'they say no', 'on rejected { $0 }'),
];

const togetherWords: readonly CompletionItem[] = [keyword('branch', 'one of the things at once', 'branch {\n  $0\n}')];

const experimentWords: readonly CompletionItem[] = [
  keyword('variant', 'a way with its share', 'variant ${1:name} ${2:50%} {\n  $0\n}'),
  keyword('holdout', 'a share that is left alone', 'holdout ${1:10%}'),
];

const decisionWords: readonly CompletionItem[] = [
  keyword(
    'candidate',
    'what can be picked',
    'candidate ${1:Name} when ${2:condition} likely ${3:30%} worth ${4:40 EUR}',
  ),
  keyword('pick the highest', 'how the best is told', 'pick the highest likely * worth, at least ${1:1 EUR}'),
];

const testWords: readonly CompletionItem[] = [
  keyword('given customer', 'who it is about', 'given customer ${1:ada} { $0 }'),
  keyword('given variant', 'of an experiment', 'given variant ${1:warm} of ${2:Experiment}'),
  keyword('for any', 'value between two', 'for any ${1:total}: ${2:money} between ${3:1 EUR} and ${4:100 EUR}'),
  keyword('at', 'a moment', 'at ${1:2026-03-01} ${2:10:00}'),
  keyword('after', 'time passes', 'after ${1:1 day}'),
  keyword('expect', 'what must be true', 'expect $0'),
  keyword('expect not', 'what must not be true', 'expect not $0'),
  keyword('replay in any order', 'the same end in whatever order', 'replay in any order within ${1:1 minute}'),
];

const policyWords: readonly CompletionItem[] = [
  keyword(
    'quiet',
    'no messages between two clocks',
    'quiet ${1:21:00}..${2:08:00} in profile.timezone, then deliver later',
  ),
  keyword('at most', 'so many messages', 'at most ${1:3} messages per ${2:7 days}'),
  keyword(
    'at most 1 journey',
    'of a kind at a time',
    'at most ${1:1} journey of kind ${2:promotion} at a time, highest priority wins',
  ),
  keyword('hold for', 'after a signal', 'hold for ${1:14 days} after ${2:Signal}'),
  keyword('hold while', 'a condition holds', 'hold while $0'),
];

const messageWords: readonly CompletionItem[] = [keyword('on', 'content for a channel', 'on ${1:email} {\n  $0\n}')];

const partWords: readonly CompletionItem[] = [
  keyword('subject', 'of an email', 'subject "$0"'),
  keyword('body', 'of an email', 'body "$0"'),
  keyword('title', 'of a notification', 'title "$0"'),
  keyword('html', 'of an email, with tags', 'html "$0"'),
  keyword('text', 'of a short message', 'text "$0"'),
];

export const expressionWords: readonly CompletionItem[] = [
  keyword('profile', "the customer's profile, as it is now"),
  keyword('now', 'this moment'),
  keyword('count of', 'how many signals', 'count of ${1:Signal} in last ${2:7 days}'),
  keyword('sum of', 'of a field of signals', 'sum of ${1:Signal}.${2:field} in last ${3:7 days}'),
  keyword('average of', 'of a field of signals'),
  keyword('min of', 'of a field of signals'),
  keyword('max of', 'of a field of signals'),
  keyword('latest', 'the newest signal'),
  keyword('first', 'the oldest signal'),
  keyword('any', 'is there such a signal?', 'any ${1:Signal} in last ${2:7 days}'),
  keyword('no', 'is there no such signal?', 'no ${1:Signal} in last ${2:7 days}'),
  keyword('not', 'the opposite'),
  keyword('true', ''),
  keyword('false', ''),
  keyword('consent for', 'has the customer agreed?'),
];

/** Beginnings of items, by the block that they stand in. Blocks that are not here have plain words, or names. */
export const itemKeywords: Readonly<Partial<Record<BlockKind, readonly CompletionItem[]>>> = {
  file: declarationWords,
  journey: [...statementWords, ...journeyWords],
  statements: statementWords,
  handler: statementWords.filter(({ label }) => /^(set|grant|withdraw)\b/.test(label)),
  race: armWords,
  sent: sentWords,
  countdown: countdownWords,
  handoff: handoffWords,
  approval: approvalWords,
  together: togetherWords,
  experiment: experimentWords,
  decision: decisionWords,
  test: testWords,
  policy: policyWords,
  message: messageWords,
  content: partWords,
};

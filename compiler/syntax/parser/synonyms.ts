import type { TokenType } from 'chevrotain';
import { t } from '../lexer/tokens.ts';

/** What people write at the beginning of an item, and how it is said here. */
const sayings: readonly (readonly [written: string, known: readonly [word: string, saying: string]])[] = [
  ['goto', ['go', 'go to STEP']],
  ['jump', ['go', 'go to STEP']],
  ['elif', ['if', '} else if CONDITION {']],
  ['elseif', ['if', '} else if CONDITION {']],
  ['switch', ['choose', 'choose VALUE { .. }']],
  ['case', ['choose', 'choose VALUE { .. }']],
  ['match', ['choose', 'choose VALUE { .. }']],
  ['let', ['set', 'set profile.FIELD = VALUE']],
  ['var', ['set', 'set profile.FIELD = VALUE']],
  ['update', ['set', 'set profile.FIELD = VALUE']],
  ['profile', ['set', 'set profile.FIELD = VALUE']],
  ['tag', ['set', 'set profile.FIELD = VALUE']],
  ['add', ['set', 'set profile.FIELD = VALUE']],
  ...['audience', 'segment', 'eligibility', 'filter', 'only', 'who', 'target', 'entrants'].map(
    (word) => [word, ['start', 'start on SIGNAL when CONDITION']] as const,
  ),
  ['retry', ['repeat', 'repeat up to 3 times { .. }']],
  ['loop', ['repeat', 'repeat up to 3 times { .. }']],
  ['while', ['repeat', 'repeat up to 3 times until CONDITION { .. }']],
  ['foreach', ['for', 'for each ITEM in LIST { .. }']],
  ['split', ['experiment', 'experiment NAME { variant a 50% { .. } variant b 50% { .. } }']],
  ['delay', ['wait', 'wait 2 days']],
  ['pause', ['wait', 'wait 2 days']],
  ['sleep', ['wait', 'wait 2 days']],
  ['notify', ['send', 'send MESSAGE on CHANNEL']],
  ['message', ['send', 'send MESSAGE on CHANNEL']],
  ['email', ['send', 'send MESSAGE on email']],
  ['return', ['finish', 'finish as OUTCOME']],
  ['exit', ['finish', 'finish as OUTCOME']],
  ['assign', ['handoff', 'handoff to TEAM { .. }']],
  ['escalate', ['handoff', 'handoff to TEAM { .. }']],
  ['alert', ['handoff', 'handoff to TEAM { .. }']],
  ['inform', ['handoff', 'handoff to TEAM { .. }']],
  ['hand', ['handoff', 'handoff to TEAM { .. }']],
  ['transfer', ['handoff', 'handoff to TEAM { .. }']],
  ['max', ['at', 'at most 3 messages per 7 days']],
  ['maximum', ['at', 'at most 3 messages per 7 days']],
  ['no', ['quiet', 'quiet 21:00..08:00 in profile.timezone']],
  ['no', ['consent', 'consent assumed']],
  ['consent', ['consent', 'consent assumed']],
  ['never', ['quiet', 'quiet 21:00..08:00 in profile.timezone']],
  ['trigger', ['start', 'start on SIGNAL']],
  ['on', ['send', 'wait { on SIGNAL { .. } after 3 days { .. } }']],
  ['after', ['send', 'wait { on SIGNAL { .. } after 3 days { .. } }']],
  ['opens', ['open', 'open 09:00..17:00 on weekdays']],
  ['hours', ['open', 'open 09:00..17:00 on weekdays']],
  ['opening', ['open', 'open 09:00..17:00 on weekdays']],
  ['available', ['open', 'open 09:00..17:00 on weekdays']],
  ['on', ['given', 'at 2026-03-01 10:00']],
  ['when', ['start', 'start on SIGNAL when CONDITION']],
  ['wait', ['given', 'after 1 day']],
  ['then', ['given', 'expect sent MESSAGE']],
  ['after', ['within', 'within 30 minutes, else escalate to TEAM']],
  ['unless', ['if', 'if not (CONDITION) { .. }']],
  ['assert', ['expect', 'expect CONDITION']],
];

/** What carries a start on, and is looked for in a line of its own. */
const startWords: ReadonlyMap<string, string> = new Map([
  ['once', 'once per KEY'],
  ['again', 'again after 30 days'],
  ['every', 'every time'],
  ['per', 'per KEY every time'],
]);

/** A hint where the word, or what it stands before, tells what was meant and that can stand here. */
export function meantBy(word: string, follows: TokenType, heads: readonly string[]): string | undefined {
  const known = sayings.find(([written, [head]]) => written === word && heads.includes(head));
  if (known !== undefined) return `Did you mean \`${known[1][1]}\`?`;
  if (startWords.has(word) && heads.includes('start'))
    return `It belongs to the start: write it behind \`start on SIGNAL\`, as in \`start on SIGNAL ${startWords.get(word) ?? ''}\`.`;
  if (/^(frequency|cap|limit|throttle)$/.test(word) && heads.includes('goal'))
    return 'How often people hear from us is said by a policy: `policy Calm { at most 3 messages per 7 days }`.';
  if (word === 'end' && heads.includes('finish'))
    return 'A block ends with `}`; the journey ends with `finish as OUTCOME`.';
  if ((word === 'send' || word === 'when') && heads.includes('given'))
    return 'A signal stands by its name: `BillIssued { .. }`.';
  if (!/^[A-Z]/.test(word)) return undefined;
  if (heads.includes('send') && follows === t.open) return `To send a message, write \`send ${word}(..)\`.`;
  if (heads.includes('on') && !heads.includes('send')) return `To wait for a signal, write \`on ${word} { .. }\`.`;
  return undefined;
}

/**
 * What may come next, as a table: the words before the caret decide, the first line that fits wins. Read a line as
 * "after these words, in these blocks or items, offer that".
 */
import type { BlockKind } from './blocks.ts';

/** Names of a kind that are in sight, or words of the language. */
export type Offer =
  | { readonly words: readonly string[] }
  | 'signals'
  | 'types'
  | 'messages'
  | 'channels'
  /** those that the message which is sent says something on */
  | 'its channels'
  | 'purposes'
  | 'teams'
  | 'calendars'
  | 'policies'
  | 'journeys'
  /** journeys that others can run */
  | 'callable'
  | 'decisions'
  | 'actions'
  /** actions and models */
  | 'outside'
  | 'conditions'
  | 'modules'
  /** template files at hand, in quotes */
  | 'templates'
  | 'steps'
  | 'outcomes'
  /** those of the author and those of the language */
  | 'endings'
  /** customers of the test */
  | 'customers'
  /** messages that were sent `as` something */
  | 'notes'
  /** of the decision that is made */
  | 'candidates'
  /** of journeys: `kind promotion` */
  | 'kinds'
  | 'keys'
  | 'experiments'
  /** of the experiment that stands behind the caret, or of all in the workspace */
  | 'variants'
  /** in which messages can be written */
  | 'languages'
  | 'subjects'
  | 'units'
  | 'currencies'
  /** whatever an expression can begin with */
  | 'values'
  /** values of the enumeration that is compared with, or chosen over */
  | 'enumeration'
  /** what a field in braces can be given */
  | 'filling'
  /** what the item can go on with */
  | 'more'
  /** fields that the record in braces may have */
  | 'fields'
  /** names bound by `as` and by parameters */
  | 'bindings';

/** A word as written, or `#name`, `#number`, `#compare` (`==`, `<` ..). */
export type Pattern = readonly string[];

export interface Rule {
  readonly after: Pattern;
  /** the block around the caret */
  readonly block?: readonly BlockKind[];
  /** the first word of the item; `#name` for an item that begins with a name, `#customer` for one that begins with a test's customer */
  readonly item?: readonly string[];
  /** only on the line of the word before */
  readonly sameLine?: true;
  readonly offer: readonly Offer[];
}

const words = (text: string): Offer => ({ words: text.split(', ') });
const periods = words('second, minute, hour, day, week, month');
const labels = words('pii, sensitive');
const days = words('weekdays, weekends, monday, tuesday, wednesday, thursday, friday, saturday, sunday');
const nothing: readonly Offer[] = [];
const onward = words('go to, finish, finish as, go on');

export const rules: readonly Rule[] = [
  // numbers and their units
  {
    after: ['most', '#number'],
    block: ['policy'],
    sameLine: true,
    offer: [words('messages, message, per, journey, journeys')],
  },
  { after: ['most', '#number'], sameLine: true, offer: [words('messages, message, per')] },
  { after: ['retry', '#number'], sameLine: true, offer: [words('times over')] },
  { after: ['on', '#number'], sameLine: true, item: ['start'], offer: ['signals'] },
  { after: ['to', '#number'], sameLine: true, item: ['repeat'], offer: [words('times')] },
  {
    after: ['#number'],
    sameLine: true,
    block: ['test'],
    item: ['expect'],
    offer: [words('times, time'), 'units', 'more'],
  },
  { after: ['between', '#number'], sameLine: true, offer: ['units', words('and')] },
  { after: ['and', '#number'], sameLine: true, offer: ['units', 'more'] },
  { after: ['#compare', '#number'], sameLine: true, offer: ['units', 'more'] },
  { after: ['#number'], sameLine: true, offer: ['units'] },
  { after: ['per'], block: ['channel', 'policy'], offer: [periods] },
  { after: ['in', 'last'], offer: nothing },
  // lengths of time, and clocks
  { after: ['#number', '#name', 'after'], item: ['start'], offer: ['values'] },
  { after: ['before'], item: ['start'], offer: ['values'] },
  ...['start', 'expire', 'after'].map((word): Rule => ({ after: ['after'], item: [word], offer: nothing })),
  { after: ['within'], offer: nothing },
  { after: ['for'], item: ['start', 'hold'], offer: nothing },
  { after: ['every'], item: ['repeat'], offer: nothing },
  { after: ['quiet'], item: ['quiet'], offer: nothing },
  { after: ['at'], item: ['start'], offer: ['values'] },
  { after: ['at'], item: ['at'], block: ['race', 'sent'], offer: ['values'] },
  // tests
  {
    after: ['expect', 'not'],
    offer: [words('sent, held, dropped, handed to, started, finished, running, called, emitted, goal of'), 'values'],
  },
  {
    after: ['expect'],
    offer: [
      words('not, nothing sent, sent, held, dropped, handed to, started, finished, running, called, emitted, goal of'),
      'values',
    ],
  },
  { after: ['nothing', 'sent'], item: ['expect'], sameLine: true, offer: ['more'] },
  ...['sent', 'held', 'dropped'].map((word): Rule => ({ after: [word], item: ['expect'], offer: ['messages'] })),
  ...['started', 'finished', 'running'].map((word): Rule => ({ after: [word], item: ['expect'], offer: ['journeys'] })),
  { after: ['goal', 'of'], item: ['expect'], offer: ['journeys'] },
  { after: ['handed'], item: ['expect'], offer: [words('to')] },
  { after: ['handed', 'to'], item: ['expect'], offer: ['teams'] },
  { after: ['with'], item: ['expect'], offer: [words('context complete')] },
  { after: ['by'], item: ['expect'], offer: ['policies'] },
  { after: ['on'], item: ['expect'], offer: ['channels'] },
  { after: ['as'], item: ['expect'], offer: ['endings'] },
  { after: ['running', '#name', 'in'], item: ['expect'], offer: ['steps'] },
  { after: ['given'], item: ['given'], offer: [words('customer, variant'), 'outside'] },
  { after: ['given', 'customer'], item: ['given'], offer: nothing },
  { after: ['answers'], item: ['given'], sameLine: true, offer: ['enumeration'] },
  { after: ['consent', 'for'], offer: ['purposes'] },
  { after: ['for'], item: ['expect'], offer: ['customers', 'subjects'] },
  { after: ['for'], item: ['given'], offer: ['customers'] },
  { after: ['from'], block: ['test'], offer: ['customers'] },
  { after: ['for'], item: ['for'], block: ['test'], offer: [words('any')] },
  { after: ['for', 'any'], block: ['test'], offer: nothing },
  { after: [':'], item: ['for'], block: ['test'], offer: ['types'] },
  { after: ['on'], item: ['#name'], block: ['test'], offer: nothing },
  { after: ['in', 'any'], item: ['replay'], offer: [words('order')] },
  { after: ['variant'], item: ['given'], offer: ['variants'] },
  { after: ['variant', '#name', 'of'], item: ['given'], offer: ['experiments'] },
  ...['saying', 'replied', 'bounced'].map((word): Rule => ({ after: [word], block: ['test'], offer: nothing })),
  { after: ['with'], item: ['given'], offer: [words('consent for')] },
  { after: ['replay'], item: ['replay'], offer: [words('in any order')] },
  ...['resolves', 'returns', 'approves', 'rejects'].map(
    (word): Rule => ({ after: [word], block: ['test'], sameLine: true, offer: nothing }),
  ),
  // records in braces: `name: value`
  { after: [':'], block: ['values'], offer: ['filling'] },
  { after: ['['], block: ['values'], offer: ['enumeration'] },
  // use
  { after: ['use'], item: ['use'], offer: ['modules'] },
  // names that the author makes
  ...[
    ...['journey', 'signal', 'type', 'condition', 'message', 'purpose', 'channel', 'policy', 'decision', 'action'],
    ...['model', 'team', 'calendar', 'test', 'step', 'candidate', 'variant', 'experiment'],
  ].map((word): Rule => ({ after: [word], item: [word], offer: nothing })),
  // fields and types
  { after: [':'], block: ['fields', 'profile', 'file', 'message', 'journey'], offer: ['types'] },
  { after: ['list'], block: ['fields', 'profile'], offer: [words('of')] },
  { after: ['list', 'of'], offer: ['types'] },
  {
    after: ['money'],
    block: ['fields', 'profile'],
    sameLine: true,
    offer: ['currencies', words('named, pii, sensitive, is')],
  },
  { after: ['->'], offer: ['types'] },
  { after: ['key'], block: ['fields'], offer: ['keys'] },
  { after: ['strong'], block: ['identity'], offer: nothing },
  { after: ['weak'], block: ['identity'], offer: nothing },
  { after: ['subject'], block: ['identity'], offer: nothing },
  { after: ['by'], block: ['identity'], offer: nothing },
  { after: ['about'], item: ['journey'], offer: ['subjects'] },
  { after: ['is'], item: ['signal'], offer: [words('contact, resolution, revenue of, effort of, transfer')] },
  { after: ['contact'], item: ['signal'], offer: [words('on, named')] },
  { after: ['on'], item: ['signal'], offer: ['channels'] },
  { after: ['revenue'], item: ['signal'], offer: [words('of')] },
  { after: ['effort'], item: ['signal'], offer: [words('of')] },
  { after: ['='], item: ['type'], offer: nothing },
  // ways out
  { after: ['consent'], block: ['purpose'], offer: [words('asked, assumed')] },
  { after: ['double'], block: ['purpose'], offer: [words('opt in')] },
  { after: ['via'], block: ['outside'], offer: [words('http, ai, console')] },
  { after: ['via'], offer: [words('console, http, smtp, file')] },
  { after: ['http'], item: ['via'], offer: nothing },
  { after: ['cleared'], offer: [words('for')] },
  { after: ['cleared', 'for'], offer: [labels] },
  { after: [','], item: ['cleared'], sameLine: true, offer: [labels, words('to, via, at most')] },
  { after: ['for', 'message'], item: ['policy'], offer: ['messages'] },
  { after: ['for'], item: ['policy'], offer: ['purposes', words('message')] },
  { after: ['for'], item: ['message'], offer: ['purposes'] },
  { after: ['for'], item: ['for'], block: ['journey'], offer: ['purposes', words('each')] },
  { after: ['on'], block: ['message'], offer: ['channels'] },
  { after: ['in'], block: ['message'], offer: ['languages'] },
  ...['subject', 'body', 'text', 'title', 'html'].map(
    (word): Rule => ({ after: [word], block: ['content'], offer: [words('file')] }),
  ),
  { after: ['file'], block: ['content'], offer: ['templates'] },
  { after: ['open'], block: ['team'], offer: nothing },
  { after: ['on'], item: ['open'], offer: [days] },
  { after: ['on'], block: ['policy'], offer: ['channels'] },
  // policies
  { after: ['at'], block: ['policy', 'channel'], offer: [words('most')] },
  { after: ['#number', 'journey'], block: ['policy'], offer: [words('of kind')] },
  { after: ['#number', 'journeys'], block: ['policy'], offer: [words('of kind')] },
  { after: ['of'], block: ['policy'], item: ['at'], offer: [words('kind')] },
  { after: ['kind'], block: ['policy'], offer: ['kinds'] },
  { after: ['kind', '#name'], block: ['policy'], offer: [words('at a time')] },
  { after: ['time', ','], block: ['policy'], item: ['at'], offer: [words('highest priority wins')] },
  { after: ['hold'], block: ['policy'], offer: [words('for, while')] },
  { after: ['after'], item: ['hold'], offer: ['signals'] },
  { after: ['while'], offer: ['values'] },
  { after: ['then'], block: ['policy'], offer: [words('deliver later, drop')] },
  // journeys: heads
  { after: ['owner'], item: ['owner'], offer: ['teams'] },
  { after: ['kind'], item: ['kind'], offer: ['kinds'] },
  { after: ['title'], item: ['title'], offer: nothing },
  { after: ['start'], item: ['start'], offer: [words('on, when, every, for each customer where')] },
  { after: ['start', 'on'], item: ['start'], offer: ['signals'] },
  { after: ['becomes'], offer: [words('true')] },
  { after: ['start', 'every'], offer: [words('day, weekday, monday, month on, year on')] },
  { after: ['month', 'on'], item: ['start'], offer: nothing },
  { after: ['year', 'on'], item: ['start'], offer: ['values'] },
  { after: ['by'], item: ['start'], offer: ['values'] },
  { after: ['on', 'merge'], offer: [words('keep oldest, keep furthest, keep both, restart')] },
  { after: ['keep'], item: ['start'], offer: [words('oldest, furthest, both')] },
  { after: ['then'], item: ['start'], offer: ['signals'] },
  { after: ['during'], offer: [words('open hours of')] },
  { after: ['hours', 'of'], offer: ['teams'] },
  { after: ['except'], offer: ['calendars'] },
  { after: ['countdown'], item: ['countdown'], offer: [words('to')] },
  { after: ['at'], item: ['at'], block: ['countdown'], offer: [words('zero')] },
  { after: ['if'], item: ['countdown'], offer: [words('absent')] },
  { after: ['absent'], item: ['countdown'], offer: [onward] },
  { after: ['stop'], item: ['stop'], offer: [words('on, when')] },
  { after: ['on', 'repeat'], offer: [words('ignore, restart, refresh, collect')] },
  { after: ['again'], offer: [words('after')] },
  { after: ['every'], item: ['start'], offer: [words('time')] },
  { after: ['goal', 'no'], item: ['goal'], offer: ['signals'] },
  { after: ['goal'], item: ['goal'], offer: [words('no, when'), 'signals'] },
  { after: [','], item: ['goal'], offer: [words('go on, at least')] },
  { after: ['at'], item: ['goal'], offer: [words('least')] },
  { after: ['least'], item: ['goal'], offer: nothing },
  { after: ['on', 'failure'], block: ['journey'], offer: [words('finish as, finish')] },
  { after: ['finish'], item: ['finish'], sameLine: true, offer: [words('as, with')] },
  { after: ['finish', 'with'], item: ['finish'], offer: ['values'] },
  { after: ['finish'], sameLine: true, offer: [words('as')] },
  { after: ['expire'], item: ['expire'], offer: [words('after')] },
  { after: ['as'], item: ['expire', 'finish'], offer: ['outcomes'] },
  { after: ['as'], offer: nothing },
  // statements
  { after: ['go', 'to'], offer: ['steps'] },
  { after: ['go', 'on'], item: ['wait', 'at'], sameLine: true, offer: [words('if past, if absent')] },
  { after: ['go', 'on'], sameLine: true, offer: nothing },
  { after: ['go'], offer: [words('to, on')] },
  { after: ['send'], item: ['send'], offer: ['messages'] },
  { after: ['to'], item: ['send'], offer: [words('customer, team')] },
  { after: ['to', 'customer', '('], item: ['send'], offer: ['values', 'keys'] },
  { after: ['to', 'team'], item: ['send'], offer: ['teams'] },
  { after: ['best', 'of'], item: ['send'], offer: ['its channels'] },
  { after: ['on'], item: ['send'], offer: ['its channels', words('best of')] },
  { after: ['on'], item: ['grant', 'withdraw'], offer: ['channels'] },
  { after: ['else'], item: ['send'], offer: ['its channels', onward] },
  { after: ['of', '#name', ','], item: ['send'], sameLine: true, offer: ['its channels', words('else')] },
  { after: [',', '#name', ','], item: ['send'], sameLine: true, offer: ['its channels', words('else')] },
  { after: [','], item: ['send'], sameLine: true, offer: [words('else')] },
  { after: ['wait'], item: ['wait'], offer: [words('for, until')] },
  { after: ['wait', 'for'], offer: ['signals'] },
  { after: ['up'], item: ['wait'], offer: [words('to')] },
  { after: ['since'], item: ['wait'], offer: [words('start')] },
  { after: ['since'], offer: ['values'] },
  { after: ['without'], item: ['signal'], offer: [words('customer')] },
  { after: ['without'], offer: ['signals'] },
  { after: ['batches', 'of'], offer: ['values'] },
  { after: ['if'], item: ['wait', 'at'], offer: [words('past, absent')] },
  { after: ['past'], offer: [onward, words('skip')] },
  { after: ['absent'], item: ['wait', 'at'], offer: [onward, words('skip')] },
  { after: ['on'], item: ['wait'], offer: [days] },
  { after: ['else'], item: ['if'], offer: [words('if')] },
  { after: ['grant'], offer: [words('consent for')] },
  { after: ['withdraw'], offer: [words('consent for')] },
  { after: ['set'], item: ['set'], offer: [words('profile')] },
  { after: ['step'], item: ['step'], offer: nothing },
  // branches, rounds, experiments, decisions
  { after: ['repeat'], item: ['repeat'], offer: [words('up to')] },
  { after: ['up'], item: ['repeat'], offer: [words('to')] },
  { after: ['for'], item: ['for'], block: ['statements'], offer: [words('each')] },
  { after: ['each'], item: ['for'], offer: nothing },
  { after: ['emit'], item: ['emit'], offer: ['signals'] },
  { after: ['decide'], item: ['decide'], offer: ['decisions'] },
  { after: ['pick'], block: ['decision'], offer: [words('the highest')] },
  ...['highest', '*', '+', '-', '/', '('].map(
    (word): Rule => ({ after: [word], item: ['pick'], offer: [words('likely, worth, boost'), 'values'] }),
  ),
  ...['likely', 'worth', 'boost'].map((word): Rule => ({ after: [word], item: ['candidate'], offer: ['values'] })),
  { after: ['at'], block: ['decision'], offer: [words('least')] },
  { after: ['run'], item: ['run'], offer: ['callable'] },
  // what becomes of messages
  { after: ['on', 'clicked'], offer: [words('of')] },
  ...['opened', 'delivered', 'replied', 'bounced', 'failed', 'clicked'].map(
    (word): Rule => ({ after: [word, 'of'], block: ['race'], offer: ['notes'] }),
  ),
  { after: ['clicked', '#name', 'of'], block: ['race'], offer: ['notes'] },
  { after: ['clicked', '#name'], block: ['race'], sameLine: true, offer: [words('of')] },
  { after: ['is'], item: ['#customer'], block: ['test'], offer: ['customers'] },
  {
    after: ['is'],
    item: ['#name'],
    block: ['test'],
    offer: [words('delivered, opened, clicked on, clicked, replied, bounced, failed')],
  },
  { after: ['by'], item: ['#name'], block: ['test'], offer: ['customers'] },
  // actions, models, approval
  { after: ['call'], item: ['call'], offer: ['actions'] },
  { after: ['on'], block: ['call'], offer: [words('failed')] },
  { after: ['on'], block: ['run'], offer: ['endings'] },
  { after: ['ask'], item: ['ask'], offer: [words('approval of')] },
  { after: ['approval', 'of'], offer: ['teams'] },
  { after: ['called'], item: ['expect'], offer: ['actions'] },
  { after: ['emitted'], item: ['expect'], offer: ['signals'] },
  { after: ['over'], item: ['retry'], offer: nothing },
  // handoffs
  { after: ['handoff'], item: ['handoff'], offer: [words('to')] },
  { after: ['handoff', 'to'], offer: ['teams'] },
  { after: ['escalate'], offer: [words('to')] },
  { after: ['escalate', 'to'], offer: ['teams'] },
  { after: ['else'], item: ['within'], offer: [words('escalate to')] },
  { after: ['on'], block: ['handoff'], offer: [words('resolved, returned')] },
  { after: ['on'], block: ['approval'], offer: [words('approved, rejected')] },
  { after: ['share'], item: ['share'], offer: ['bindings', words('contacts in last, this journey, profile')] },
  {
    after: [','],
    item: ['share'],
    sameLine: true,
    offer: ['bindings', words('contacts in last, this journey, profile')],
  },
  { after: ['contacts'], item: ['share', 'call', 'run'], offer: [words('in last')] },
  {
    after: ['on'],
    block: ['sent'],
    offer: [words('opened, clicked, delivered, replied, bounced, failed, held'), 'signals'],
  },
  { after: ['on'], block: ['race'], offer: ['signals', words('opened, clicked, delivered, replied, bounced, failed')] },
  ...['opened', 'delivered', 'replied', 'bounced', 'failed'].map(
    (word): Rule => ({ after: ['on', word], block: ['race'], offer: [words('of')] }),
  ),
  { after: ['stop', 'on'], offer: ['signals'] },
  { after: ['on'], item: ['start'], block: ['journey'], offer: ['signals', words('repeat, merge, failure')] },
  {
    after: ['on'],
    item: ['title', 'owner', 'kind', 'for', 'priority', 'goal', 'stop', 'expire'],
    block: ['journey'],
    offer: [words('failure')],
  },
  { after: ['on'], offer: ['signals'] },
  // expressions
  ...['count', 'sum', 'average', 'min', 'max'].map((word): Rule => ({ after: [word, 'of'], offer: ['signals'] })),
  ...['first', 'latest', 'any'].map((word): Rule => ({ after: [word], sameLine: true, offer: ['signals'] })),
  { after: ['no'], sameLine: true, offer: ['signals'] },
  { after: ['consent'], offer: [words('for')] },
  { after: ['this'], offer: [words('journey')] },
  { after: ['is'], block: ['profile'], offer: ['values'] },
  { after: ['is'], offer: [words('present, absent')] },
  ...['if', 'when', 'where', 'and', 'or', 'while', 'until', 'not', 'expect'].map(
    (word): Rule => ({ after: [word, 'not'], offer: ['values'] }),
  ),
  { after: ['#name', 'not'], offer: [words('in')] },
  { after: ['#compare'], offer: ['enumeration', 'values'] },
  { after: ['='], offer: ['enumeration', 'values'] },
  { after: ['['], offer: ['enumeration', 'values'] },
  { after: ['in'], offer: ['values'] },
  { after: ['choose'], item: ['choose'], offer: ['values'] },
  ...['where', 'when', 'and', 'or', 'not', 'if', 'until', 'because', 'between', 'per', 'priority', 'to', 'of'].map(
    (word): Rule => ({ after: [word], offer: ['values'] }),
  ),
  ...['+', '-', '*', '/', '('].map((sign): Rule => ({ after: [sign], offer: ['values'] })),
];

/** What a journey says of itself and what it does, as people first write it. */
import { called, end, heard, length, type Saying, said, text } from './saying.ts';

const happens = '(?: happens| comes| arrives| occurs| is received)?';
const once = '(?:once|again|every time|per|when|on repeat|on merge)';
const over = '(?:end|ends|exit|exits|quit|leave|leaves|cancel|cancels|abort|aborts|stops|terminate|finish)';

export const journeys: readonly Saying[] = [
  said(`on ([A-Z]\\w*(?: as \\w+)?(?: ${once}\\b[^{}]*)?)$`, 'start on $1', {
    below: /\{$|^(?:title|owner|kind|for|priority)\b/,
  }),
  said(
    `(?:starts?|begins?|triggered|trigger|triggers|enter|enters|entry|launch)(?: (?:on|when|if|with|by|from|at|after|whenever))?:? (?:an? |the |any |signal |event )?(?=[A-Z]\\w*(?: (?:as|where|when|once|per|again|every)\\b|$| (?:happens|comes|arrives)))`,
    'start on ',
  ),
  said(`(start on ${heard}) (?:happens|comes|arrives|occurs|is received)`, '$1'),
  said(`(start on ${heard}),? (once|every time),? (?:if|when|where|only if) ([a-z(][^{}]*)$`, '$1 when $3 $2', {
    always: true,
  }),
  said(`(start [^{}]*?), *(${once}\\b)`, '$1 $2', { always: true }),
  said(`(start [^{}]*?),? +(?:if|but only if|only if|only when|provided|given) (?=[a-z(])`, '$1 when ', {
    always: true,
  }),
  said(
    `(start [^{}]*?) (?:only once|once only|one time|just once|once per (?:customer|person|member|user)|1 time)${end}`,
    '$1 once',
  ),
  said(
    `(start [^{}]*?) (?:each time|always|any time|everytime|as often as it comes|multiple times|unlimited)${end}`,
    '$1 every time',
  ),
  said(
    `(start [^{}]*?) (?:at most )?(?:once (?:every|in|per)|not again (?:for|within)|again in|repeat after|max once (?:every|per|in)) (${length})`,
    '$1 again after $2',
  ),
  said('start on ([A-Z]\\w*(?: as \\w+)?) for each customer (where [^{}]+)', 'start for each customer $2 on $1'),
  said('(?:if|only if|and if|where|and) ([a-z(][^{}]*)$', 'when $1', { below: /^start\b/, always: true }),
  said(`(?:only once|once only|one time|just once|once per (?:customer|person|member|user))${end}`, 'once', {
    below: /^(?:start|when)\b/,
  }),
  said(`(?:each time|always|any time|everytime)${end}`, 'every time', { below: /^(?:start|when)\b/ }),
  said(
    `(?:stop|${over}) (?:on|if|when|at|after|once|as soon as|early on)(?: any| the| an?)? (${heard})${happens}(?=${end.slice(3, -1)}| as )`,
    'stop on $1',
    { always: true },
  ),
  said(
    `(?:exit|end|stop|exits)(?: (?:criteria|criterion|conditions?|rules?|events?|signals?))?:? (?=[A-Z]\\w*${end})`,
    'stop on ',
  ),
  said(`${over} (?:when|if) (?=[a-z(])`, 'stop when '),
  said('stop (?:if|where|while|as soon as) (?=[a-z(])', 'stop when '),
  said('stop on ([A-Z]\\w*(?: as \\w+)?) (?:with|if|and|for which|having) (?=[a-z(])', 'stop on $1 where '),
  said(
    `goals?(?: is| =| are|:)? (?:that )?(\\d+) ([A-Z]\\w*)(?: within ${length})?`,
    'goal when count of $2 this journey >= $1',
    {
      hint: 'How often is asked by a condition.',
    },
  ),
  said(
    `(?:(?:conversion |success |primary )?goals?|conversions?|success|aim|target|objective)(?: is| =| are|:| of| on| to get| reached(?: when| on)?| when| if)* (?:not|never)(?: any)? (?=[A-Z])`,
    'goal no ',
    { always: true },
  ),
  said(
    `(?:(?:conversion |success |primary )?goals?|conversions?|success|aim|target|objective)(?: is| =| are|:| of| on| to get| reached(?: when| on)?| when| if)* (?:an? |any )?(?=[A-Z])`,
    'goal ',
    { always: true },
  ),
  said(`goal ((?:no )?${heard}) (?:in|by|inside|before|for|during|in under|up to|until) (?=\\d)`, 'goal $1 within '),
  said(
    `(?!expire \\d)(?:expires?|times? ?out|timeout|give up|gives up|ends?|lasts?|lives?|max duration|maximum|runs?|closes?|duration)(?: after| in| for| at most| of| within| is)*:? (${length})`,
    'expire after $1',
    { always: true },
  ),
  said('(?:owned by|owner is|team|responsible)(?: is)? (?=[a-z]\\w*$)', 'owner ', { always: true }),
  said('(?:purpose|under|consent)(?: is)? (?=[A-Z]\\w*$)', 'for '),
  said(`(?:description|about|summary|comment|note|notes|goal) (${text})`, '// $1', {
    hint: 'What a journey is for stands above it, behind `///`.',
  }),
  said(`(?:name|label|called) (?=")`, 'title '),
];

const channel = '(email|sms|push|whatsapp|letter|app|in_app|voice)';
const by = '(?:by|via|over|through|using|with|per|in|as)';
const simple = '((?:send|handoff to|set|go to|finish|emit|call|run|grant|withdraw)\\b[^{}]*?)';
const asked = '((?:if|else if|when|start|stop|repeat|goal)\\b[^{}]*?)';
const parallel = '(?:in parallel|parallel|at the same time|simultaneously|both|all together|concurrently)';
const change =
  (by: '+' | '-') =>
  (_: string, field = '', step?: string) =>
    `set ${field} = ${field} ${by} ${step ?? '1'}`;

export const statements: readonly Saying[] = [
  // one statement under a condition
  said(`${simple},? (?:if|when|only if|only when|provided) ([^{}]+?)${end}`, 'if $2 { $1 }', { always: true }),
  said(`${simple},? unless ([^{}]+?)${end}`, 'if not ($2) { $1 }', { always: true }),
  said(`if ([^{}:]+?)(?:,? then|:|,| do) ${simple}${end}`, 'if $1 { $2 }'),
  said(`else(?:: *| +then *| +)${simple}${end}`, 'else { $1 }'),
  said('(?:otherwise|or else|if not|else then)(?= *\\{)', 'else'),

  // comparing
  said(`${asked} (?:equals?|is equal to|equal to|is the same as) `, '$1 == '),
  said(`${asked} (?:over|above|exceeds|greater than|more than|bigger than|higher than) `, '$1 > '),
  said(`${asked} (?:under|below|less than|smaller than|lower than) `, '$1 < '),

  // sending
  said(
    `(send ${called})(?: to (?:the )?(?:customer|them|member|guest|user|passenger|client))(?= (?:on|by|via|as)\\b|$)`,
    '$1',
    {
      always: true,
    },
  ),
  said('send ([A-Z]\\w*) (?:with|using|passing) (?:\\w+(?: ?[:=])? )?([a-z]\\w*(?:\\.\\w+)*) on ', 'send $1($2) on ', {
    always: true,
  }),
  said(`(?:send|mail)(?: an?| the)? ${channel} (${called})`, 'send $2 on $1', { always: true }),
  said(`${channel} (${called})`, 'send $2 on $1'),
  said(`(?:send message|notify with|message|notify|deliver|show|push out) (?=[A-Z])`, 'send '),
  said(`(send ${called}) ${by} (?=[a-z])`, '$1 on '),
  {
    written: new RegExp(`^(send [^{}]*?)(?:,)? (?:after|in) (${length})${end}`),
    meant: 'wait $2, $1',
    hint: 'Wait first: items on one line are parted by commas; a line of its own for each reads best.',
  },

  said(`(send ${called} on \\w+) to (?:the )?(?:customer|them|member|guest|user)${end}`, '$1'),
  said(
    `(send [^{}]*? on \\w+),? (?:fallback(?: to)?|otherwise|then|or else|backup|failing that|alternatively|if (?:that |it )?fails)[:,]? (?:on )?(?=[a-z]\\w*${end})`,
    '$1, else ',
    { always: true },
  ),
  said(`(send ${called}) to ${channel}${end}`, '$1 on $2'),
  said('send ([A-Z]\\w*) (?!on|to|as|by|via|over|through|using|with|per|in)([a-z]\\w*)(?= on )', 'send $1($2)', {
    always: true,
  }),

  // waiting
  said('wait (?:for )?(?:an?|one) (?=(?:minute|hour|day|week|month)\\b)', 'wait 1 ', { always: true }),
  said('(wait [^{},]*?)(?:,? and)?,? then (?=[a-z])', '$1, '),
  said(
    `wait(?: for)?(?: up to| at most| max| maximum)* (${length})(?:,? (?:for|or|or for|or until|until) [A-Z]\\w*)? *\\{$`,
    'wait { after $1 { }',
    {
      above: /^(?:on|after|if|when)\b/,
      hint: 'How long stands inside, as an arm of its own.',
    },
  ),
  said(`wait for ${heard}(?: up to ${length})?(?= *\\{)`, 'wait', {
    above: /^on [A-Z]/,
    hint: 'What is waited for stands inside, as an arm: `on SIGNAL { .. }`, `after 3 days { .. }`.',
  }),
  said(
    `(?:wait|pause|hold|sleep)(?: for| up to| at most| max| maximum)* (${length}) (?:for|or|or for|or until|until|or on|or till|unless) (?:an? |the |any |no )?(${heard})${happens}(?= *(?:[,}{]|$))(?! *\\{ *(?:on|after)\\b)`,
    'wait for $2 up to $1',
    { always: true },
  ),
  said(
    `wait (?:for |until |till |on )?(?:an? |the |any )?(${heard})${happens},? (?:or|or for|for|within|in|max|maximum|at most|no longer than|but max|for up to|for at most|during|or after)(?: max)? (${length})`,
    'wait for $1 up to $2',
  ),
  said(
    `wait (?:for |until |till |on )(?:an? |the |any )?(${heard}) (?:happens|comes|arrives|occurs|is received)`,
    'wait for $1',
  ),
  said(
    'wait(?: for)?(?: the)? (?:any|one|either|first|whichever)(?: one)?(?: of(?: these| the following| them)?| comes first)?:?(?= *\\{)',
    'wait',
    {
      always: true,
    },
  ),
  said(
    `((?:wait for|start on|goal) [A-Z]\\w*) ((?:where|up to|within) [^{},\\n]+?) as (\\w+)(?= *(?:[{,}]|up to|within|else|$))`,
    '$1 as $3 $2',
    {
      always: true,
      hint: 'The name stands right behind the signal.',
    },
  ),
  said(`(?:delay|pause|sleep|hold)(?: for)? (?=\\d)`, 'wait '),
  said(`wait (?:for )?(?:the )?next day`, 'wait 1 day'),
  said(`(?:after|in) (${length})[,:]? ([a-z][^{}]*)$`, 'wait $1, $2'),
  said(`(?:after|in) (${length}):?$`, 'wait $1'),
  said(`(${length}) later:?$`, 'wait $1'),
  said(`when (?:an? |any )?(${heard})${happens}(?= *\\{)`, 'wait for $1'),

  // people
  said(
    `(?:handoff|hand over|hand off|handover|escalate|transfer|assign|route|pass|give|delegate|forward|create (?:a )?(?:task|ticket|case)|task)(?: it| this| customer)? (?:to|for|with) (?:team )?([a-z]\\w*),? (?:because(?: of)?|reason:?|about|saying|as)? *(${text})`,
    'handoff to $1 { because $2 }',
  ),
  said(
    `(?:handoff|hand over|hand off|handover|escalate|transfer|assign|route|pass)(?: it| this)? to ([a-z]\\w*),? (?:with|sharing|share|including) ([a-z][^{}]*?)(?= *(?:}|$))`,
    'handoff to $1 { share $2 }',
  ),
  said(
    `(?:hand over|hand off|handover|escalate|transfer|assign|route|pass|give|delegate|forward|create (?:a )?(?:task|ticket|case)|task)(?: it| this| customer)? (?:to|for) (?:team )?(?=[a-z]\\w*(?: *\\{|$| *[,}]))`,
    'handoff to ',
  ),
  said(`handoff(?: to team| to the| team| for| with)? (?=[a-z]\\w*(?: *\\{|$| *[,}]))(?!to )`, 'handoff to '),
  said(
    '(?:get|ask|request|require|need|wait for|ask for|needs|requires)(?: for)?(?: the| an)? approval (?:of|from|by) (?:team )?(?=[a-z])',
    'ask approval of ',
  ),
  said('ask (\\w+) (?:for|to) (?:approval|approve|an approval)', 'ask approval of $1'),

  // values
  said(
    '(?:let |var |const )?(?!title|owner|kind|for|priority|start|goal|expire|stop|set\\b)([a-z]\\w*) *= *(?=[^=\\s])',
    'set profile.$1 = ',
    {
      always: true,
      hint: 'A journey keeps nothing for itself: write the value where it is needed, or keep it with the customer.',
    },
  ),
  said('(?:increase|increment|raise|bump|add 1 to) (?:the )?(profile\\.\\w+)(?: (?:by|with) ([\\w.]+))?', change('+')),
  said('(?:decrease|decrement|lower|reduce)(?: the)? (profile\\.\\w+)(?: (?:by|with) ([\\w.]+))?', change('-')),
  said('add ([\\w.]+) to (profile\\.\\w+)', 'set $2 = $2 + $1'),
  said('(?:set )?(profile\\.\\w+) *(\\+|-)= *(?=\\S)', 'set $1 = $1 $2 '),
  said('(?:set )?(profile\\.\\w+) *\\+\\+', 'set $1 = $1 + 1'),
  said('(?:update |save |store |change )?(profile\\.\\w+) *(?:=|to|as|:=|:) *(?=\\S)', 'set $1 = '),
  said('(?:save|store|remember|record|put|write) ([\\w.]+) (?:as|in|to|into) (profile\\.\\w+)', 'set $2 = $1'),
  said('(?:log|print|note|record|track|comment) ("[^"]*"|[\\w.]+)$', '', {
    hint: 'Whatever a journey does is recorded by itself: `journey timeline CUSTOMER` shows it.',
  }),
  said(`(?:give|get|record|add) consent (?:for|to) (?=[A-Z])`, 'grant consent for '),
  said(`(?:grant|opt in to|opt in for|subscribe to) (?=[A-Z]\\w*${end})`, 'grant consent for '),
  said(
    `(?:revoke|remove|delete|cancel|take back|withdraw) consent (?:for|to|of|from) (?=[A-Z])`,
    'withdraw consent for ',
  ),
  said(`(?:withdraw|revoke|unsubscribe from|opt out of|opt out from) (?=[A-Z]\\w*${end})`, 'withdraw consent for '),
  said(`emit (?:signal |event |an? )?([A-Z]\\w*) *\\(([^(){}]*)\\)`, 'emit $1 { $2 }'),
  said(
    `(?:emit (?:signal|event|an?)|fire|raise|publish|signal|trigger|track|send signal|send event) (?=[A-Z])`,
    'emit ',
    { always: true },
  ),
  said(`(?:call journey|run journey|call flow|go to journey|start journey|enter journey|include) (?=[A-Z])`, 'run '),
  said(`(?:call action|run action|do|execute|invoke|request) (?=[A-Z]\\w*(?:\\(|${end}))`, 'call '),

  // ways through
  said(
    `(?:end|exit|stop|complete|quit|terminate|leave|close|finish)(?: the| this)? journey(?: here)?(?: (?:as|with) (\\w+))?${end}`,
    (_, as?: string) => (as === undefined ? 'finish' : `finish as ${as}`),
  ),
  said(`(?:end|exit|stop|complete|quit|done|return) (?:as|with) (?=\\w+${end})`, 'finish as '),
  said(`(?:exit|stop|quit|done|complete|return)${end}`, 'finish'),
  said(
    `(?:go|goto|go back|jump|continue|proceed|move on|move|skip|return|back)(?: to| with| at| on to)?(?: the)?(?: step)? (?=[a-z]\\w*${end})(?!on${end}|to |out)`,
    'go to ',
  ),
  said('([a-z]\\w*): *(?=\\{)', 'step $1 ', { always: true }),
  said('(?:stage|section|label|block|state|phase) ([a-z]\\w*):? *(?=\\{)', 'step $1 '),

  // again, or both ways
  said('repeat (\\d+)(?= *\\{)', 'repeat $1 times'),
  said(`(?:repeat|loop|do)(?: for)? (\\d+)(?: times| x)?,? every (${length})`, 'repeat $1 times every $2'),
  said(
    `(?:repeat|loop|do) every (${length}),? (?:up to|at most|max|maximum|for)? *(\\d+) times?`,
    'repeat up to $2 times every $1',
  ),
  said(`repeat ((?:up to )?\\d+ times) (until [^{}]+?),? every (${length})(?= *\\{)`, 'repeat $1 every $3 $2'),
  said('(?:repeat|loop|do)(?: max| maximum| at most| for up to| no more than)+ (\\d+) times?', 'repeat up to $1 times'),
  said('(?:(?:repeat|loop|do) (?:for )?)?(\\d+) (?:times|x)(?= *\\{)', 'repeat $1 times'),
  said(`(?:repeat|loop|do|every)(?: every)? (${length})(?= *\\{)`, 'repeat up to 3 times every $1', {
    hint: 'How often it is repeated at most must be said.',
  }),
  said('(?:repeat|loop) until ([^{}]+?)(?= *\\{)', 'repeat up to 3 times until $1', {
    hint: 'How often it is repeated at most must be said.',
  }),
  said('(?:(?:repeat|loop) )?while ([^{}]+?)(?= *\\{)', 'repeat up to 3 times until not ($1)', {
    hint: 'How often it is repeated at most must be said.',
  }),
  said(
    '(?:for each|for every|for all|foreach|for|each|every|repeat for each|loop over|loop)(?: of)? ([a-z]\\w*) (?:in|of|from|on) ',
    'for each $1 in ',
  ),
  said(`${parallel}:?(?= *\\{)`, 'together'),
  said(
    'until (?:the )?(?:first|one|any one|either|1)(?: is)?(?: done| finishes| ends| of them| branch)?',
    'until any',
    {},
  ),
  said('until (?:both|every|everyone|all of them)(?: are)?(?: done| finish| end)?', 'until all'),
  said(
    '(?:countdown|count down|remind|reminders|schedule)(?: to| until| till| before| for| from)? (?:the )?(?=[a-z][\\w.]*\\.\\w+ *\\{)',
    'countdown to ',
  ),
  said(
    '(?:ab test|a/b test|ab|abtest|split test|split|test|experiment on|randomi[sz]e) (?=[A-Z]\\w* *\\{)',
    'experiment ',
  ),
  said(
    '(?:(?:ab test|a/b test|abtest|split test|split|experiment|randomi[sz]e|random)|a/b(?: test)?(?: \\d+(?:[ %/:-]+\\d+)*%?)?)(?= *\\{)',
    'experiment Split',
    {
      hint: 'An experiment has a name: what came of it is reported under it.',
    },
  ),
  said(
    '(?:choose|switch|case|match|branch|decide)(?: by| on| from| between| of)? *\\(?([a-z]\\w*(?:\\.\\w+)+)\\)?:? *(?=\\{)',
    'choose $1 ',
    { always: true },
  ),
];

/** What stands in the blocks of a journey: in a wait, a handoff, a choice, an experiment and so on. */
import { end, heard, length, type Saying, said, text } from './saying.ts';

const doing =
  '((?:send|wait|go to|finish|set|handoff|call|run|emit|grant|withdraw)\\b[^{}\\n]*?(?:, *else [^{},\\n]+?)*)';
const value = `((?:${text}|[\\w.]+)(?:, *(?:${text}|[\\w.]+))*)`;
const share = '(\\d+(?:\\.\\d+)? ?%)';

export const waits: readonly Saying[] = [
  said(
    `(?:on timeout|timeout|on time ?out|times? out|otherwise|else|until|for|up to|max)(?: after| in)? (${length})(?= *\\{)`,
    'after $1',
  ),
  said(
    `if (?:nothing(?: happens)?|no (?:answer|reply|response|reaction)|not)(?: comes)? (?:after|for|within|in) (${length})(?= *\\{)`,
    'after $1',
  ),
  said(`if no ${heard} (?:after|for|within|in) (${length})(?= *\\{)`, 'after $1'),
  said(`(?:after )?(${length}) (?:later|pass(?:ed|es)?|go by|without (?:an )?(?:answer|reply))(?= *\\{)`, 'after $1'),
  said(`(${length})(?= *\\{)`, 'after $1'),
  said('(?:on )?([A-Z]\\w*) (where [^{},\\n]+?) as (\\w+)(?= *\\{)', 'on $1 as $3 $2', {
    always: true,
    hint: 'The name stands right behind the signal.',
  }),
  said(`(?:if|when|once|until|event|signal) (?:any )?(${heard})(?: happens| comes| arrives)?(?= *\\{)`, 'on $1'),
  said(`(${heard})(?: happens| comes| arrives)?(?= *\\{)`, 'on $1'),
  said(`(?:if|case) (?!(?:past|absent)\\b)(?=[a-z])`, 'when '),
  said(`(on ${heard}|after ${length}) *(?::|->|=>|then|,) *${doing}$`, '$1 { $2 }'),
  said(`(on ${heard}|after ${length}) *(?:->|=>|then|,) *(?=\\{)`, '$1 '),
];

export const handoffs: readonly Saying[] = [
  said(`(?:reason|why|about|note|notes|message|subject|title|because of|text|say|summary):? (?=")`, 'because '),
  said(`(${text})`, 'because $1'),
  said('(?:when|if|once|case|after) (resolved|returned|approved|rejected|failed)(?= *\\{)', 'on $1'),
  said(
    `(?:if |when )?(?:not|nobody|no one|unless)(?: (?:is |has )?(?:answered|answers|accepted|accepts|taken|takes(?: it)?|resolved|picked up))? (?:within|in|after) (${length}),?(?: then| else)? escalate to (?=\\w)`,
    'within $1, else escalate to ',
  ),
  said(`escalate (?:to )?(\\w+) (?:after|in|within) (${length})`, 'within $2, else escalate to $1'),
  said(
    `(?:within|in|after|sla|deadline|respond in|answer within)(?: of)? (${length}),? *(?:or|otherwise|else|then)?(?: else)? *(?:escalate|hand|handoff|go(?! on\\b)|give)(?: it)? (?:to )?(?=\\w)`,
    'within $1, else escalate to ',
  ),
  said(
    `(?:in|after|sla|deadline|respond (?:in|within)|answer (?:in|within)|due in)(?: of)? (${length})${end}`,
    'within $1',
  ),
  said('(?:with|context|include|including|give|pass|attach|shows?|data|sharing|provide) (?=[a-z])', 'share '),
];

const behind = '(?: *(?:->|=>|:|then) *)';

const choices: readonly Saying[] = [
  said(`(?:default|else|otherwise|other|any other|anything else)${behind}? *(?=\\{)`, 'otherwise '),
  said(`(?:default|else|otherwise)${behind}${doing}${end}`, 'otherwise { $1 }'),
  said(`(?:case|when|if|on|is|value) ${value}${behind}? *(?=\\{)`, '$1 ', { always: true }),
  said(`${value}${behind} *(?=\\{)`, '$1 '),
  said(`(?:(?:case|when|if|on|is|value) )?${value}${behind}${doing}${end}`, '$1 { $2 }'),
];

const experiments: readonly Saying[] = [
  said(`${share} (?:holdout|control|nothing|no message|hold out|do nothing)(?! *\\{ *[a-z])`, 'holdout $1'),
  said(`(?:control|hold out|hold-out|hold back|nothing)(?: group)?:? ${share}(?! *\\{ *[a-z])`, 'holdout $1', {
    always: true,
  }),
  said(
    `(?:(?:variant|group|arm|branch|option|path|version) )?(?:of )?${share} (?:as |for |to |variant |group )?(\\w+):? *(?=\\{)`,
    'variant $2 $1 ',
  ),
  said(
    `(?:(?:variant|group|arm|branch|option|path|version) )(\\w+)(?: *(?::|=|at|with|gets|\\() *| +)${share}\\)?:? *(?=\\{)`,
    'variant $1 $2 ',
  ),
  said(`(?!holdout|variant)(\\w+)(?: *(?::|=|at|with|gets|\\() *| +)${share}\\)?:? *(?=\\{)`, 'variant $1 $2 '),
];

const ago = '(\\d+ \\w+ (?:before|after))';

export const outcomes: Readonly<
  Record<'choose' | 'decide' | 'experiment' | 'countdown' | 'together', readonly Saying[]>
> = {
  choose: choices,
  decide: choices,
  experiment: experiments,
  countdown: [
    said(
      `(?:on|at|that|the)(?: the| that)? (?:same )?(?:day|moment|time|start|event|end|date)(?: itself)?:? *(?=\\{)`,
      'at zero ',
    ),
    said(`(?:at|when|on) (?:0|the start|now|due|it starts|it is time)(?: \\w+)?:? *(?=\\{)`, 'at zero '),
    said(`(?:at )?(?:before|after) (\\d+ \\w+):? *(?=\\{)`, 'at $1 before '),
    said(`(?:at|on|in)? *${ago} (?:the )?(?!${doing})[a-z][\\w.]*\\b(?= at| *:? *[{a-z]| *->)`, 'at $1', {
      always: true,
    }),
    said(`(?:at |on )?${ago}( at ${'\\d\\d?:\\d\\d'})?(?: *(?::|->|=>|then|,) *| +)${doing}${end}`, 'at $1$2 { $3 }', {
      always: true,
    }),
    said(`${ago} (?=\\{)`, 'at $1 '),
  ],
  together: [
    { written: /^\{/, meant: 'branch {' },
    said('(?:and|path|part|way|lane|thread|or|step|arm)(?: \\w+)? *(?=\\{)', 'branch '),
    said('branch (?:[a-z]\\w*|"[^"]*"|\\d+):? *(?=\\{)', 'branch '),
  ],
};

export const decisions: readonly Saying[] = [
  said(
    '(?:option|offer|choice|alternative|action|case|choose|variant|candidates) (\\w+):? +(?:if|when|where) ',
    'candidate $1 when ',
  ),
  said('candidate (\\w+):? +(?:if|where|for|only if|only when) ', 'candidate $1 when '),
  said('(?:option|offer|choice|alternative|case|variant) (\\w+):?(?= +(?:likely|worth|boost)|$)', 'candidate $1'),
  said(
    '(?:pick|choose|take|use|select)(?: the| a)? (?:highest|best|most|max|maximum|largest|top)(?: by| of)? ',
    'pick the highest ',
  ),
];

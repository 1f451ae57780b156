/** What is said while somebody is writing: one error, at the caret's line, in plain words; nothing of what stands elsewhere. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

const shared = `
signal Paid { invoice: id, amount: money, due: time, plan: Plan }
type Plan = basic | plus
profile { visits: integer = 0 }
purpose Service { consent assumed }
channel email { to profile.user_id, via console }
message Note(paid: Paid, more: money?) for Service { on email { body "{paid.amount}" } }
`;

const journey = (line: string): string =>
  `journey Shock {\n  start on Paid as paid once per paid.invoice\n  expire after 9 days\n  ${line}\n  wait 2 days\n}\n`;

function errorsIn(text: string): string[] {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('shared.journey', shared);
  workspace.setFile('here.journey', text.replace('|', ''));
  const line = text.slice(0, text.indexOf('|')).split('\n').length - 1;
  return workspace
    .check()
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ file, range, message }) =>
        `${file === 'here.journey' && range.start.line === line ? '' : `${file}:${range.start.line + 1} `}${message}`,
    );
}

test.each<readonly [text: string, ...said: string[]]>([
  [
    'journey J {\n  start on Paid as paid\n    when|\n}\n',
    'A value is missing here.',
    'here.journey:2 Say how often journey `J` starts for one customer.',
  ],
  ['journey J {\n  start on Paid as paid once per|\n}\n', 'A value is missing here.'],
  [
    'journey J {\n  start on Paid as paid once per |',
    'A value is missing here.',
    'here.journey:1 This `{` is never closed.',
  ],
  [journey('wait until paid.due if|'), 'This is not finished: `past` or `absent` has to come here.'],
  [journey('wait until paid.due if past|'), 'This is not finished: `go`, `skip` or `finish` has to come here.'],
  [journey('if profile.visits > 2 and|\n  wait 1 day'), 'A value is missing here.'],
  [
    'message M for Service {\n  on email { subject| }\n}\n',
    'This is not finished: a text such as "Hello", or `file` and the name of a template has to come here.',
  ],
  [
    'policy P for Service { at most 3 per| }\n',
    'This is not finished: a time such as `7 days`, or `week` has to come here.',
  ],
  [
    'condition Big(least: integer) =\n  profile.visits >= least\n\npolicy|\n  at most 3 messages per 7 days\n}\n',
    'The name of the policy is missing here.',
    'A block in braces is missing here.',
  ],
  [
    'condition Big(least: integer) = profile.visits >= least\ncondition Huge = Big|\n',
    '`Big` takes 1 value in brackets, not 0.',
  ],
  [journey('grant consent|'), 'This is not finished: `for` has to come here.'],
  ['test "t" {\n  given customer ada { } with consent|\n}\n', 'This is not finished: `for` has to come here.'],
  [journey('send Note(paid|) on email'), '`Note` takes 2 values in brackets, not 1.'],
])('%j', (text, ...said) => {
  expect(errorsIn(text).sort()).toEqual([...said].sort());
});

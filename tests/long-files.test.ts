/** What programs write can be as long as it likes: it is checked, or told that it is too long, and nothing overflows or goes on for ever. */
import { expect, test } from 'vitest';
import { DEFAULTS } from '../compiler/configuration/configuration.ts';
import { createWorkspace } from '../compiler/workspace.ts';

const start = `
signal Began { key: id, amount: money }
profile { name: text?, email: email? }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Hello for Service { on email { subject "Hello" body "There you are." } }
on Began as it_is when it_is.amount > 1000 EUR { set profile.name = "Ada" }
`;

const journey = (body: string): string =>
  `journey Long {\n  start on Began as began once per began.key\n${body}  finish as done\n}\n`;

const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

/** The last one goes on with its offers after a complaint, whoever runs it. */
const runs = (deep: number, run: (to: string) => string): string => `
signal ComplaintRaised { key: id }
purpose Offers { consent assumed }
message Offer for Offers { on email { body "Less." } }
${times(deep, (at) => `journey R${at}() { wait 1 day, ${run(`R${at + 1}`)} }\n`)}
journey R${deep}() { kind promotion, wait 2 days, send Offer on email, else go on }
journey First { start on Began every time, run R0() }
`;

const codes = (text: string): string[] => {
  const workspace = createWorkspace({ settings: DEFAULTS.settings });
  workspace.setFile('long.journey', start + text);
  const errors = workspace.check().filter(({ severity }) => severity === 'error');
  return [...new Set(errors.map(({ code }) => code))];
};

test.each<readonly [what: string, text: string, found: readonly string[]]>([
  ['20,000 waits', journey(times(20_000, () => '  wait 1 minute\n')), []],
  ['5,000 questions', journey(times(5_000, (at) => `  if began.amount > ${at + 2} EUR { wait 1 minute }\n`)), []],
  [
    '5,000 steps',
    journey(
      `  go to s0\n${times(5_000, (at) => `  step s${at} {\n  wait 1 day\n  go to s${(at + 1) % 5_000}\n  }\n`)}`,
    ),
    [],
  ],
  ['5,000 messages', journey(times(5_000, () => '  send Hello on email, else go on\n')), []],
  [
    'journeys that run each other on two ways, 60 deep',
    runs(60, (to) => `if any Began { run ${to}() } else { run ${to}() }`),
    [],
  ],
  [
    'journeys that run each other and write one attribute',
    runs(1000, (to) => `set profile.name = "${to}", run ${to}()`),
    [],
  ],
  ['journeys that run each other, 1,000 deep', runs(1000, (to) => `run ${to}()`), []],
  ['250 comparisons', `condition A = ${times(249, (at) => `any Began where it.amount == ${at} EUR or `)}false\n`, []],
  [
    'more than 250',
    `condition A = ${times(5_000, (at) => `any Began where it.amount == ${at} EUR or `)}false\n`,
    ['J1035'],
  ],
  ['sums', `condition A = any Began where it.amount > ${times(5_000, () => '1 EUR + ')}1 EUR\n`, ['J1035']],
  [
    'operators in brackets',
    `condition A = ${times(40, () => `${times(20, () => 'true and ')}(`)}true${')'.repeat(40)}\n`,
    ['J1035'],
  ],
  [
    'and in or in and',
    journey(
      `  if ${'('.repeat(70)}false${times(70, (at) => `${at % 2 === 0 ? ' or' : ' and'} began.amount > ${at + 2} EUR)`)} { wait 1 day }\n`,
    ),
    [],
  ],
  [
    'conditions of conditions',
    `condition C0 = any Began\n${times(5_000, (at) => `condition C${at + 1} = C${at} or no Began in last 1 day\n`)}`,
    ['J4023'],
  ],
  [
    'conditions that double',
    `condition C0(a: money) = a > 3 EUR\n${times(40, (at) => `condition C${at + 1}(a: money) = C${at}(a) or C${at}(a + 1 EUR)\n`)}`,
    ['J4023'],
  ],
  [
    'values that double',
    `condition C0(a: money) = a > 3 EUR\n${times(40, (at) => `condition C${at + 1}(a: money) = C${at}(a + a)\n`)}`,
    ['J4023'],
  ],
  [
    'a circle of conditions',
    times(1_000, (at) => `condition C${at} = C${(at + 1) % 1_000} or any Began\n`),
    ['J4017', 'J4023'],
  ],
])('%s', (_, text, found) => {
  expect(codes(text)).toEqual(found);
});

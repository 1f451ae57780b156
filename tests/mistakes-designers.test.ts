/** What people write who have read the reference once: one error, at the place, and its remedy mends the line. */
import { expect, test } from 'vitest';
import { errorsIn, first, inTest, journey } from './mistakes.ts';

const failed = 'What is done instead stands below: `{ on failed { .. } }`';
const behind = 'The currency stands behind the number: `500 EUR`';
const sending = 'send Explained(bill) on email';

test.each<readonly [text: string, at: string, said: string, mended: string | undefined]>([
  [
    journey(`${sending}, else send Explained(bill) on sms`),
    'send Explained(bill) on sms',
    failed,
    `${sending} { on failed { send Explained(bill) on sms } }`,
  ],
  [journey(`${sending}, else { wait 1 day }`), '{ wait 1 day }', failed, `${sending} { on failed { wait 1 day } }`],
  [journey(`${sending}, else wait 1 day`), 'wait 1 day', failed, `${sending} { on failed { wait 1 day } }`],
  [
    journey(`${sending}, else handoff to desk`),
    'handoff to desk',
    failed,
    `${sending} { on failed { handoff to desk } }`,
  ],
  [
    journey('if bill.amount > 1.000,50€ { finish }'),
    '1.000,50€',
    '`1000.50 EUR`',
    'if bill.amount > 1000.50 EUR { finish }',
  ],
  [journey('if bill.amount > 50,50 € { finish }'), '50,50 €', '`50.50 EUR`', 'if bill.amount > 50.50 EUR { finish }'],
  [journey("if bill.amount > € 1'000 { finish }"), "€ 1'000", '`1000 EUR`', 'if bill.amount > 1000 EUR { finish }'],
  ['condition Y(y: money JPY) = y > ¥5,000\n', '¥5,000', '`5000 JPY`', 'condition Y(y: money JPY) = y > 5000 JPY'],
  [journey('if bill.amount > EUR 500 { finish }'), 'EUR', behind, 'if bill.amount > 500 EUR { finish }'],
  [journey('wait until office closes'), 'until office closes', 'write the time of day', undefined],
  ['purpose News { consent not required }\n', 'not required', '`assumed`', 'purpose News { consent assumed }'],
  ['purpose News { no consent }\n', 'no consent', '`consent assumed`', 'purpose News { consent assumed }'],
  [
    journey('countdown until bill.due { at zero { finish } }'),
    'until',
    '`to`',
    'countdown to bill.due { at zero { finish } }',
  ],
  [journey('countdown to bill.due { at 0 days before { finish } }'), '0 days', '`at zero`', undefined],
  [
    journey('together until any { branch { wait 1 day } branch { wait 2 days } }'),
    'until any',
    '`together { .. } until any`',
    undefined,
  ],
  [journey('foreach x in ["a"] { wait 1 day }'), 'foreach', '`for each`', 'for each x in ["a"] { wait 1 day }'],
  [journey('for x in ["a"] { wait 1 day }'), 'x', '`each` is missing', 'for each x in ["a"] { wait 1 day }'],
  [
    journey('wait for CallStarted where queue == "a"'),
    'queue',
    '`it.queue`',
    'wait for CallStarted where it.queue == "a"',
  ],
  [inTest('expect sent Explained via email'), 'via', '`on`', 'expect sent Explained on email'],
  [inTest('expect sent Explained on email twice'), 'twice', '`2 times`', 'expect sent Explained on email 2 times'],
  [inTest('expect finished as done'), '', 'The name of a journey is missing', undefined],
  [
    inTest('BillIssued { invoice: "b", amount: "5 EUR", due: 2026-03-01 }'),
    '"5 EUR"',
    'without quotes',
    'BillIssued { invoice: "b", amount: 5 EUR, due: 2026-03-01 }',
  ],
  [
    inTest('BillIssued { invoice: "b", amount: 5 EUR, due: "2026-03-01" }'),
    '"2026-03-01"',
    'without quotes',
    'BillIssued { invoice: "b", amount: 5 EUR, due: 2026-03-01 }',
  ],
  [inTest('for any fee between 1 EUR and 3 EUR\n  expect fee > 0 EUR'), '', 'A type is missing', undefined],
  [inTest('for all b: boolean\n  expect b'), 'all', '`any`', 'for any b: boolean'],
  [inTest('expect sent Explained within 2 days'), 'within', 'move the clock above it', undefined],
  [inTest('expect sent Explained before 10:00'), 'before', 'move the clock above it', undefined],
  [inTest('expect no messages sent'), 'no messages', '`nothing`', 'expect nothing sent'],
  [journey('if bill.amount > 500.- EUR { finish }'), '500.-', '`500`', 'if bill.amount > 500 EUR { finish }'],
  [
    journey('countdown to bill.due { 7 days before { wait 1 hour } }'),
    '7',
    '`at` is missing',
    'countdown to bill.due { at 7 days before { wait 1 hour } }',
  ],
  [
    journey('handoff to desk { because "x"\n  after 30 minutes { finish } }'),
    'after',
    '`within 30 minutes, else escalate to TEAM`',
    undefined,
  ],
  ...['for any of', 'for one of these', 'for the first of', 'either', 'for whichever comes first'].map(
    (words) =>
      [
        journey(`wait ${words} {\n    on CallStarted { finish }\n    after 1 day { finish as quiet }\n  }`),
        ` ${words}`,
        words,
        'wait {',
      ] as const,
  ),
  [
    journey('wait for CallStarted where it.queue == "a" as call up to 2 days { finish }'),
    'where it.queue == "a" as call',
    'right behind the signal',
    'wait for CallStarted as call where it.queue == "a" up to 2 days { finish }',
  ],
  [
    journey('wait for CallStarted where it.queue == "a" up to 2 days as call else { finish }'),
    'where it.queue == "a" up to 2 days as call',
    'right behind the signal',
    'wait for CallStarted as call where it.queue == "a" up to 2 days else { finish }',
  ],
  [
    journey(
      'wait { CallStarted where it.queue == "a" as call { send Explained(bill) on sms } after 1 day { finish } }',
    ),
    'CallStarted where it.queue == "a" as call',
    'right behind the signal',
    'wait { on CallStarted as call where it.queue == "a" { send Explained(bill) on sms } after 1 day { finish } }',
  ],
])('%#', (text, at, said, mended) => {
  expect(first(text)).toEqual({ at, said: expect.stringContaining(said), mended });
  expect(errorsIn(text)).toHaveLength(1);
});

test('arms without `on`, in a wait for any of them', () => {
  const text = journey('wait for any of {\n    CallStarted { finish }\n    after 1 day { finish as quiet }\n  }');
  expect(errorsIn(text).map(({ message }) => message)).toEqual([
    '`for any of` is too much here.',
    '`CallStarted` does not fit here; write `on CallStarted`.',
  ]);
});

/** What people who are no programmers write, where only they know what they meant: the first error is at the place and shows how it is said. */
import { expect, test } from 'vitest';
import { first, inTest, journey } from './mistakes.ts';

test.each([
  [journey('send on email Explained(bill)'), 'on', 'The message comes first: `send MESSAGE on email`'],
  [journey('if customer.tier == gold { finish }'), 'customer', 'stands in `profile`'],
  [journey('wait until Monday at 09:00'), 'Monday', '`09:00 on monday`'],
  [journey('wait until 9.00'), '9.00', 'written `09:00`'],
  [journey('if profile.tier == gold {', '    wait 1 day\n  }\n  end\n'), 'end', 'A block ends with `}`'],
  ['channel push { to profile.user_id, via console, max 20 per second }\n', 'max', '`at most'],
  [inTest('at 3/1/2026 10:00'), '3/1/2026', 'The year comes first'],
  [inTest('when BillIssued { invoice: "i", amount: 5 EUR, due: 2026-03-01 }'), 'when', 'A signal stands by its name'],
  [inTest('then expect sent Explained'), 'then', '`expect sent MESSAGE`'],
  [
    journey('wait for CallStarted where it.queue == "x" as call'),
    'where it.queue == "x" as call',
    'right behind the signal',
  ],
  [journey('unless profile.tier == gold { finish }'), 'unless', '`if not (CONDITION) { .. }`'],
  [journey('on failure { go on }'), 'go on', '`send MESSAGE on CHANNEL, else go on`'],
  [journey('wait 2 working days'), 'working days', '`2 days until 09:00 on weekdays`'],
  [journey('wait for CallStarted up to 2 business days'), 'business days', '`16 hours during open hours of TEAM`'],
  [journey('wait 2 weekdays'), 'weekdays', '`2 days until 09:00 on weekdays`'],
  [journey('repeat every day { wait 1 hour }'), 'every day', '`repeat up to 7 times every 1 day { .. }`'],
  ['condition Both {\n  profile.tier == gold\n  profile.name is present\n}\n', '{', 'joined by `and`'],
  [journey('on failure go on'), 'go on', '`send MESSAGE on CHANNEL, else go on`'],
  [journey('if profile.name exists { finish }'), 'profile.name', '`is present`'],
  ['signal Paid { amount: money optional }\n', 'optional', '`money?`'],
  [
    'journey Other {\n  start on CallStarted or BillIssued every time\n  wait 2 days\n}\n',
    'or',
    'A journey starts on one signal',
  ],
  [
    'profile { plan: Basic | Green }\n',
    'Basic | Green',
    "Values of one's own stand in a type: `type Plan = Basic | Green`",
  ],
  ['profile { afraid: boolean = false sensitive }\n', 'sensitive', 'before the default: `boolean sensitive = false`'],
  ['identity { strong tier }\ncondition C = profile.tel is present\n', 'tel', 'There is: `name`, `tier`, `user_id`.'],
  ['subject meter by meter_id\n', 'subject', 'It stands in `identity { .. }`'],
  ['expect sent Explained\n', 'expect', 'It stands in `test "NAME" { .. }`'],
  [
    journey('wait 7 days or until CallStarted { on CallStarted { finish } }'),
    'or',
    '`wait { on SIGNAL { .. } after 7 days { .. } }`',
  ],
  [inTest('expect nothing sent'), 'nothing', '`expect not sent MESSAGE`'],
  [journey('on CallStarted { finish as called }'), 'on CallStarted', '`stop on CallStarted as OUTCOME`'],
  [journey('wait for CallStarted or BillIssued up to 3 days'), 'or', '`wait { on SIGNAL { .. } on OTHER { .. }'],
  [journey('send Explained(bill) on email and sms'), 'and', 'write two sends'],
  [journey('if Explained is opened { finish }'), 'Explained', '`send Explained on CHANNEL { on opened { .. }'],
  [journey('wait until tomorrow'), 'tomorrow', '`wait 1 day until 09:00`'],
  [journey('wait until 09:00 tomorrow'), 'tomorrow', '`wait 1 day until 09:00`'],
  [journey('if bill.due == today { finish }'), 'today', '`date_of(now, profile.timezone)`'],
  [journey('if count(CallStarted) > 3 { finish }'), 'count', '`count of CallStarted in last 30 days`'],
  [journey('split 50/50 { wait 1 day }'), 'split', '`experiment NAME { variant'],
  [
    journey('wait for CallStarted as call up to 2 days', '  if call.queue == "x" { finish }\n'),
    'call',
    '`call` is known only in the block, `{ .. }`, of what binds it.',
  ],
  [journey('/* later */'), '/*', 'begins with `//`, on each of its lines'],
  ['/* Two\n   lines */\ncondition Known = profile.name is present\n', '/*', 'begins with `//`'],
  [journey('stop on clicked of note'), 'clicked of note', '`wait { on clicked of note { finish as clicked }'],
  [journey('stop on clicked pay of note as paying'), 'clicked pay of note', '`wait { on clicked pay of note {'],
  [journey('goal opened of note within 3 days'), 'opened of note', '`wait { on opened of note {'],
  [
    journey(
      'if bill.amount > 3 EUR { send Explained(bill) as note on email }',
      '  wait { on opened of note { } after 1 day { } }\n',
    ),
    'note',
    '`note` is known only in the block, `{ .. }`, of what binds it.',
  ],
  [
    'signal Sold { tags: list of text }\ncondition Red(sold: Sold) = contains(sold.tags, "red")\n',
    'sold.tags',
    '`"red" in sold.tags`',
  ],
  ['condition Found = profile.name contains "x"\n', 'contains', '`contains(profile.name, "..")`'],
  [journey('wait until bill.due - 3 days at 09:00 if past go on'), 'at', '`time_of(bill.due - 3 days, 09:00'],
  [journey('wait { at bill.due at 09:00 if past go on { } after 3 days { } }'), 'at', '`time_of(bill.due - 3 days'],
  [journey('wait until 3 days before bill.due if past go on'), '3 days before bill.due', '`bill.due - 3 days`'],
  [journey('wait until bill.due or bill.due + 3 days if past go on'), 'or', 'does not belong to this sentence'],
  [journey('if bill.previous > 50 EUR { finish }'), 'bill.previous', '`(bill.previous or 0 EUR)`'],
  [journey('if profile.tier == "silver" { finish }'), '"silver"', 'Tier is one of `standard`, `gold`, without quotes.'],
])('only the one who wrote it knows the remedy: mistake %#', (text, at, said) => {
  const found = first(text);
  expect(found.said).toContain(said);
  expect(found.at).toBe(at);
});

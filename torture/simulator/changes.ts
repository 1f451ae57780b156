/** What new files can say otherwise, each by itself: a deployment brings any of them together. */

/** replaced once, or wherever a global expression finds it */
type Edit = readonly [from: string | RegExp, to: string];

export type Change = keyof typeof changes;

const changes = {
  'a condition reads a longer window': [['in last 7 days\n', 'in last 20 days\n']],
  'a field of another type': [
    ['mood: text = "fine"', 'mood: integer = 0'],
    ['profile.mood = "cross"', 'profile.mood = 1'],
    ['profile.mood = "fine"', 'profile.mood = 2'],
  ],
  'a field with a default that is taken': [['mood: text = "fine"', 'mood: text?']],
  'a field less': [
    ['  mood: text = "fine"\n', ''],
    ['on ComplaintRaised { set profile.mood = "cross" }\n', ''],
    ['on CaseResolved { set profile.mood = "fine" }\n', ''],
  ],
  'a signal with another type': [
    [
      'OrderPlaced is revenue of total {\n  order: id\n  cart: id key cart_id\n  total: money',
      'OrderPlaced {\n  order: id\n  cart: id key cart_id\n  total: text',
    ],
    ['Thanks(total: money)', 'Thanks(total: text)'],
  ],
  'a signal with a field more': [
    [
      'signal ComplaintRaised is contact { about: text }',
      'signal ComplaintRaised is contact { about: text, weight: integer? }',
    ],
  ],
  'a signal without a field': [
    ['signal PageViewed { device: id key device_id, page: text }', 'signal PageViewed { device: id key device_id }'],
  ],
  'another wait': [['up to 1 hour', 'up to 3 hours']],
  'a journey with another name': [['journey CartRescue {', 'journey CartSaving {']],
  'a journey less': [[/journey Complaint \{.*?\n\}\n/s, '']],
  'a journey that others run, less': [
    [/journey Fostering.*?\n\}\n/s, ''],
    [/ {2}run Fostering.*?\n {2}if rounds.*?\n/s, ''],
  ],
  'a journey that others run gives another type': [
    ['journey Fostering(friend: text) -> integer', 'journey Fostering(friend: text) -> text'],
    ['finish with profile.orders_7d as done', 'finish with "{profile.orders_7d}" as done'],
    ['rounds > 1 {', 'rounds != "1" {'],
  ],
  'fewer steps': [
    [/ {2}wait for OrderPlaced where it.cart == cart.cart up to 1 day \{.*?\n {2}\}\n/s, '  finish as converted\n'],
  ],
  'no stop': [['  stop on ComplaintRaised as complained\n', '']],
  'another stop': [['  stop on ComplaintRaised as complained\n', '  stop on CaseResolved as complained\n']],
  'another goal': [['  goal no ComplaintRaised within 7 days\n', '  goal CaseResolved within 3 days\n']],
  'another way of starting anew': [['per cart.cart again after 1 hour', 'every time on repeat restart']],
  'marketing asks nobody': [['purpose Marketing { consent asked }', 'purpose Marketing { consent assumed }']],
  'marketing asks twice': [
    ['purpose Marketing { consent asked }', 'purpose Marketing { consent asked, double opt in }'],
  ],
  'service asks': [['purpose Service { consent assumed }', 'purpose Service { consent asked }']],
  'a message for another purpose': [['Reminder(total: money) for Marketing', 'Reminder(total: money) for Service']],
  'a message on another channel': [
    ['  on email { body "a {gift} for you" }\n', ''],
    ['on best of email, post', 'on post'],
    [/send Invitation\((.*?)\)(.*?) on email/g, 'send Invitation($1)$2 on post'],
  ],
  'a channel with another name': [[/\bemail\b(?!: email|\? pii)/g, 'mail']],
  'a closer cap': [['at most 2 messages per 3 days', 'at most 1 message per 9 days']],
  'no cap': [['policy Fatigue for Marketing { at most 2 messages per 3 days }', '']],
  'a longer night': [['quiet 21:00..08:00', 'quiet 17:00..11:00']],
  'no night': [['policy Rest for Marketing { quiet 21:00..08:00 in "Europe/London", then deliver later }', '']],
  'no hold': [['policy AfterComplaint for Marketing { hold for 2 days after ComplaintRaised }', '']],
  'a longer hold': [['hold for 2 days after', 'hold for 12 days after']],
  'a key becomes weak': [['strong user_id, card\n  weak device_id', 'strong user_id\n  weak device_id, card']],
  'what named a subject names visitors': [
    ['  subject cart by cart_id\n', ''],
    ['  weak device_id', '  weak device_id, cart_id'],
    [/journey CartCare.*?\n\}\n/s, ''],
  ],
  'a key becomes strong': [['  weak device_id', '  strong device_id']],
  'one subject less': [
    ['  subject cart by cart_id\n', ''],
    [/ key cart_id/g, ''],
    [/journey CartCare.*?\n\}\n/s, ''],
  ],
  'a subject by another key': [
    ['  subject cart by cart_id\n', '  subject cart by cart_no\n'],
    [/key cart_id/g, 'key cart_no'],
  ],
  'one subject more': [
    ['  subject cart by cart_id\n', '  subject cart by cart_id\n  subject order by order_id\n'],
    ['order: id\n', 'order: id key order_id\n'],
  ],
  'other hours': [['open 08:00..20:00 on weekdays', 'open 13:00..15:00 on mondays']],
  'a team less': [
    [/team duty.*?\n/, ''],
    [/, else escalate to duty/g, ''],
  ],
  'an answer of another type': [
    ['  seat: text\n', '  seat: integer\n'],
    ['Ticket(seat: text)', 'Ticket(seat: integer)'],
    ['Ticket("tomorrow")', 'Ticket(1)'],
  ],
  'a model with another stand-in': [['keep 1 day, or 20%', 'keep 2 days, or 60%']],
  'another countdown': [
    [
      '    at 1 day before {',
      '    at 3 days before { send Ticket(booked.trip) on email, else go on }\n    at 1 day before {',
    ],
  ],
  'a date for a time': [
    ['signal Booked { trip: id, leaves: time? }', 'signal Booked { trip: id, leaves: date? }'],
    ['leaves: time? }', 'leaves: date? }'],
    ['countdown to profile.leaves if', 'countdown to profile.leaves in "Europe/London" if'],
  ],
  'items of another type': [
    ['gifts: list of text', 'gifts: list of integer'],
    ['send Invitation(gift) to', 'send Invitation("{gift}") to'],
  ],
  'silence is shorter': [['no OrderPlaced for 5 days', 'no OrderPlaced for 2 days']],
  'silence of something else': [['no OrderPlaced for 5 days', 'no Wished for 5 days']],
  'another condition starts': [['profile.orders_7d >= 3 becomes true', 'profile.orders_7d >= 1 becomes true']],
  'another rhythm': [['start every monday at 09:00', 'start every day at 11:00']],
  'another sequence': [
    ['OrderPlaced then ComplaintRaised within 2 days', 'ComplaintRaised then OrderPlaced within 5 days'],
  ],
  'branches less': [
    ['    branch { wait for CaseResolved since start up to 4 days { finish as solved } else { } }\n', ''],
    ['} until 2', '} until any'],
  ],
  'another merge': [[/on merge keep furthest/g, 'on merge restart']],
  'no batches': [[/ in batches of stock.pieces/g, '']],
  'stock is of somebody': [
    ['signal Restocked without customer', 'signal Restocked'],
    [/journey Waking.*?\n\}\n/s, ''],
    [' in batches of stock.pieces', ''],
  ],
  'another journey of silence': [
    [
      'journey Regular {',
      '\njourney Sleeping {\n  start when no CartUpdated for 3 days once\n  finish as asleep\n}\n\njourney Regular {',
    ],
  ],
} as const satisfies Readonly<Record<string, readonly Edit[]>>;

export const allChanges = Object.keys(changes) as Change[];

export function changed(text: string, which: readonly Change[]): string {
  const edits: readonly Edit[] = which.flatMap((name): readonly Edit[] => changes[name]);
  return edits.reduce((now, [from, to]) => now.replace(from, to), text);
}

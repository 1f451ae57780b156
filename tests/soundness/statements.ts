/** Generates journeys over all kinds of statements, starts and goals. What is computed in them comes from `program.ts`. */
import fc from 'fast-check';
import { declarations, expression } from './program.ts';

const others = `
identity {
  strong user_id, code
  weak device
  subject parcel by parcel_id
}
signal Moved { parcel: id key parcel_id, t: text, m: money }
signal Other { m: money, b: boolean, t: text }
signal News without customer { t: text }
signal Told { m: money, t: text, c: Color?, again: boolean }
signal Met is contact { t: text }
channel email { to "ada@example.org", via console }
channel sms { to latest Seen.t2, via console }
message Note(t: text, m: money) for Service {
  on email { subject "{t}", text "{m} {profile.color} {latest Seen.m2 or 0 EUR}" }
  on sms { text "{t}" }
}
policy Night for Service { quiet 22:00..06:00 in "Europe/London" }
policy Few for message Note { at most 3 messages per 1 day on email }
policy Until { hold while any Other where it.b in last 2 hours }
team desk { open 08:00..18:00 on weekdays in "Europe/London", via console }
team boss { via console }
calendar feasts { 2026-03-03, 2026-03-30 }
action Look(t: text, m: money) -> { worth: money, note: text?, color: Color } { via http desk, timeout 1 minute }
action Guess(n: number) -> text { via ai desk, or "none" }
model Risk(i: integer, m: money) -> percent { via http risk, keep 1 day, or 20% }
decision Best(seen: Seen, most: money) {
  candidate A when seen.b likely Risk(seen.i, most) worth most
  candidate B when seen.m2 is present and seen.m2 > 1 EUR likely 30% worth seen.m boost seen.n
  candidate C likely 10% worth 3 EUR
  pick the highest likely * worth * boost, at least most - 20 EUR
}
journey Helper(t: text, m: money) -> money {
  expire after 2 days as late
  if m < 0 EUR { finish as poor }
  send Note(t, m) on email, else go on
  wait for Other as answer up to 3 hours { finish with answer.m + m as answered }
  finish with m as done
}
journey Parcel about parcel {
  start on Moved as moved every time on repeat refresh
  stop on Moved where it.t == "stop" as arrived
  goal no Moved within 2 days, go on
  expire after 6 days
  wait 3 hours during open hours of desk
  if any Moved where it.m > moved.m in last 1 day { finish as dearer }
  handoff to desk {
    because "{count of Moved in last 2 days}"
    share moved, this journey
    within 1 hour, else escalate to boss
    on resolved { finish as solved }
    on returned { wait until 09:00 on weekdays except feasts in "Europe/Berlin" }
  }
}
journey Lost about parcel {
  start when no Moved for 1 day again after 2 days
  wait for Moved up to 1 day { finish as found } else { }
}
`;

/** What an answer, a moment or a branch is followed by. */
type Body = fc.Arbitrary<string>;

const id = fc.nat(1_000_000);
const boolean = expression('boolean', 1);
const money = expression('money', 1);
const text = expression('text', 1);
const set: Body = fc.oneof(
  money.map((value) => `set profile.money = ${value}`),
  text.map((value) => `set profile.text = ${value}`),
  expression('integer', 1).map((value) => `set profile.integer = ${value}`),
  boolean.map((value) => `set profile.boolean = ${value}`),
  expression('date', 1).map((value) => `set profile.date = ${value}`),
  expression('time', 1).map((value) => `set profile.time = ${value}`),
  fc.constantFrom('time', 'date').map((field) => `set profile.${field} = absent`),
  fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Kolkata').map((zone) => `set profile.zone = "${zone}"`),
);
const finish = fc.constantFrom('finish', 'finish as first', 'finish as second');
const all = (...parts: readonly fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((found) => found.join(''));
const said = (words: string): fc.Arbitrary<string> => fc.constant(words);
const maybe = (part: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(said(''), part);

/** Everything that a statement can be, with statements in it down to a depth. */
function statements(depth: number): Body {
  const inner: Body = depth === 0 ? set : fc.oneof(set, statements(depth - 1));
  const block = fc.oneof(
    inner.map((one) => `{\n${one}\n}`),
    finish.map((one) => `{ ${one} }`),
    said('{ }'),
  );
  const on = (outcome: string): Body => block.map((body) => `on ${outcome} ${body}\n`);
  const arms = all(
    maybe(on('opened')),
    maybe(on('clicked link')),
    maybe(on('failed')),
    block.map((b) => `after 1 day ${b}`),
  );
  const given = all(said('Note('), text, said(', '), money, said(')'));
  const ways = fc.constantFrom('on email', 'on sms, else email', 'on best of email, sms');
  const recipient = fc.constantFrom(
    '',
    ' to customer(seen.t)',
    ' to customer(code: seen.t2)',
    ' to customer(user_id: "bob")',
  );
  const otherwise = fc.constantFrom(', else go on', ', else finish as unreachable', '');
  const look = fc.constantFrom('', ' since start', ' within 10 minutes before', ' ever');
  return fc.oneof(
    set,
    all(said('if '), boolean, said(' '), block, said(' else '), block),
    all(said('choose seen.c { red '), block, said('\ngreen, blue '), block, said('\n}')),
    all(said('choose seen.b { true '), block, said('\nfalse '), block, said('\n}')),
    all(said('choose seen.b2 { true, false '), block, said('\notherwise '), block, said('\n}')),
    all(said('choose seen.c2 or red { red '), block, said('\notherwise '), block, said('\n}')),
    all(said('send '), given, recipient, said(' '), ways, otherwise),
    all(said('send '), given, said(' to team desk')),
    all(
      said('send '),
      given,
      recipient,
      said(' '),
      ways,
      said(', else go on {\n'),
      maybe(on('held')),
      arms,
      said('\n}'),
    ),
    id.chain((n) =>
      all(
        said('send '),
        given,
        said(` as note${n} on email, else finish as unreachable\nwait {\non opened of note${n} `),
        block,
        said('\nafter 2 days '),
        block,
        said('\n}'),
      ),
    ),
    fc.constantFrom(
      'wait 2 hours',
      'wait 1 day until 09:00',
      'wait 8 hours during open hours of desk',
      'wait until seen.w if past go on',
    ),
    fc.constantFrom(
      'wait until 09:00 on weekdays except feasts in "Europe/Berlin"',
      'wait until seen.w2 if past skip if absent go on',
      'wait until profile.time if past skip if absent go on',
      'wait until 02:30 in profile.zone',
    ),
    id.chain((n) =>
      all(
        said(`wait for Other as o${n} where it.m > `),
        money,
        look,
        said(` up to 1 day {\nset profile.money = o${n}.m\n} else `),
        block,
      ),
    ),
    id.chain((n) =>
      all(
        said('wait {\n'),
        said(`on Other as o${n} where it.b`),
        look,
        said(` {\nset profile.text = o${n}.t\n}\nwhen `),
        boolean,
        said(' '),
        block,
        said('\nafter 30 minutes without Told '),
        block,
        said('\nat seen.w + 1 day if past go on '),
        block,
        said('\n}'),
      ),
    ),
    all(
      fc
        .constantFrom('seen.y2', 'profile.date')
        .map((date) => `countdown to ${date} in "Europe/London" if absent go on`),
      said(' {\nat 2 days before '),
      block,
      said('\nat zero '),
      block,
      said('\nat 1 day after at 09:00 '),
      block,
      said('\n}'),
    ),
    all(
      said('together {\nbranch '),
      block,
      said('\nbranch {\nwait 1 hour\n'),
      inner,
      said('\n}\n}'),
      fc.constantFrom('', ' until all', ' until any', ' until 1'),
    ),
    all(
      said('repeat up to '),
      fc.constantFrom('3', 'seen.i'),
      said(' times every 3 hours until '),
      boolean,
      said(' '),
      block,
    ),
    id.chain((n) =>
      all(
        said(`for each line${n} in seen.items`),
        fc.constantFrom('', ' together'),
        said(
          ` {\nset profile.money = line${n}.price + profile.money\nset profile.text = line${n}.note or line${n}.sku\n`,
        ),
        inner,
        said('\n}'),
      ),
    ),
    all(
      said('emit Told { m: '),
      money,
      said(', t: '),
      text,
      maybe(said(', c: seen.c2')),
      said(', again: '),
      boolean,
      said(' }'),
    ),
    id
      .chain((n) =>
        all(
          said(`experiment Try${n} { `),
          maybe(all(said('holdout 10% '), maybe(block), said('\n'))),
          said('variant a 45% '),
          block,
          said('\nvariant b '),
          said('PERCENT '),
          block,
          said('\n}'),
        ),
      )
      .map((whole) => whole.replace('PERCENT', whole.includes('holdout') ? '45%' : '55%')),
    id.chain((n) =>
      all(
        said('decide Best(seen, '),
        money,
        said(`) as best${n} {\nA {\nset profile.text = best${n}\n}\nB `),
        block,
        said('\notherwise '),
        block,
        said('\n}'),
      ),
    ),
    id.chain((n) =>
      all(
        said('call Look('),
        text,
        said(', '),
        money,
        said(
          `) as found${n} {\non failed { finish as failed }\n}\nset profile.money = found${n}.worth\nset profile.text = found${n}.note or "{found${n}.color}"`,
        ),
      ),
    ),
    id.chain((n) =>
      all(said('call Guess('), expression('number', 1), said(`) as guess${n}\nset profile.text = guess${n}`)),
    ),
    all(said('call Look('), text, said(', '), money, said(')')),
    id.chain((n) =>
      all(
        said('run Helper('),
        text,
        said(', '),
        money,
        said(`) as sum${n} {\non poor `),
        block,
        said('\non late '),
        block,
        said(`\n}\nset profile.money = sum${n} or 0 EUR`),
      ),
    ),
    all(said('start Helper('), text, said(', '), money, said(')')),
    id.chain((n) =>
      all(
        said(`handoff to desk as talk${n} {\nbecause `),
        text,
        said(
          '\nshare seen, contacts in last 3 days, this journey, profile\nwithin 2 hours, else escalate to boss\non resolved ',
        ),
        block,
        said('\non returned '),
        block,
        said('\n}'),
      ),
    ),
    all(
      said('ask approval of boss as may {\nshare seen, '),
      money,
      said('\non approved '),
      block,
      said('\non rejected '),
      block,
      said('\n}'),
    ),
    fc.constantFrom('grant consent for Service', 'withdraw consent for Service on email'),
    id.chain((n) =>
      all(said(`step again${n} {\n`), inner, said(`\nwait 1 day\nif `), boolean, said(` { go to again${n} }\n}`)),
    ),
    all(said('if '), boolean, said(' { '), finish, said(' }')),
  );
}

export const statement: Body = statements(1);

/** Starts that are not by one signal; what follows is told of the next `Seen`. */
const starts = fc.constantFrom(
  'start on Seen as before then Other as other within 2 days where other.m > before.m every time on repeat restart',
  'start on 2 Other where it.b within 2 days by it.t as other every time on repeat ignore',
  'start on Other as other per other.t again after 1 hour on repeat refresh on merge keep furthest',
  'start on Other as all every time on repeat collect after 5 minutes of quiet',
  'start when no Seen where it.b for 1 day once',
  'start when profile.busy becomes true every time',
  'start every weekday at 09:00 in "Europe/Berlin" except feasts when profile.boolean',
  'start every day at 02:30 in profile.zone when no Other in last 1 day',
  'start 1 day before profile.date at 10:00 in "Europe/London"',
  'start for each customer where any Seen where it.t == news.t on News as news in batches of 2 every time',
);
const goals = fc.constantFrom(
  '',
  'goal Other where it.m > 3 EUR within 3 days, at least 30%, go on',
  'goal when profile.money > 5 EUR within 5 days, at least 10%',
  'goal no Other within 3 days, go on',
);
const stops = fc.constantFrom(
  '',
  'stop on Other where it.t == "stop" as stopped_by_them',
  'stop when profile.money > 9000 EUR',
);
const failures = fc.constantFrom(
  'on failure finish as unreachable',
  'on failure { set profile.text = "failed", finish as failed }',
);

/** A program with a journey for each list of statements: one that a signal starts, one that starts another way. */
export interface Plan {
  readonly head: readonly [goal: string, stop: string, failure: string];
  readonly start: string;
  readonly first: readonly string[];
  readonly second: readonly string[];
}

const lists = fc.array(statement, { minLength: 2, maxLength: 7, size: 'max' });

export const plan: fc.Arbitrary<Plan> = fc.record({
  head: fc.tuple(goals, stops, failures),
  start: starts,
  first: lists,
  second: lists,
});

/** The text, and which of its lines belong to which statement (the second journey's stand behind the first one's). */
export function written({ head, start, first, second }: Plan): { text: string; statementAt: (line: number) => number } {
  const lines = (declarations + others).split('\n');
  const owners: { readonly from: number; readonly to: number }[] = [];
  const add = (text: string): void => {
    const from = lines.length;
    lines.push(...text.split('\n'));
    owners.push({ from, to: lines.length });
  };
  lines.push('journey First {', 'start on Seen as seen every time on repeat restart', ...head, 'expire after 9 days');
  for (const each of first) add(each);
  lines.push('}', 'journey Second {', start, 'expire after 5 days as late', head[2], 'wait for Seen as seen');
  for (const each of second) add(each);
  lines.push('}', '');
  return {
    text: lines.join('\n'),
    statementAt: (line) => owners.findIndex(({ from, to }) => from <= line && line < to),
  };
}

/** Signals that come after their time: they count from when they were, wherever so much time is waited for since the last of them. */
import { expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { openEngine } from './engine.ts';

const { graph } = compileTexts({
  'a.journey': `
signal Began {}
signal Seen {}
signal Ticked {}
signal Looked {}
journey Waiting {
  start on Began once
  wait { after 5 days without Seen { finish as quiet } }
}
journey Counting {
  start on 3 Looked within 2 days every time
  finish as looked
}
journey Watching {
  start when no Seen for 5 days once
  finish as quiet
}
`,
});

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);

/** When the journeys ended, in days since the start. */
function ended(...signals: readonly (readonly [type: string, day: number])[]): Record<string, number> {
  const { database, engine, release } = openEngine(graph);
  for (const [index, [type, day]] of signals.entries()) {
    const time = new Date(START + day * DAY).toISOString();
    const line = Buffer.from(JSON.stringify({ id: `s${index}`, type, subject: 'ada', time, data: {} }));
    expect(engine.accept(line, 'event', { name: 'test', line: index }).status).toBe('accepted');
  }
  engine.wakeUntil(START + 60 * DAY, true);
  engine.commit();
  const entries = timeline(database, openView(database), 1);
  const found = entries.flatMap(({ time, decisions }) =>
    decisions.flatMap(({ kind, journey }) =>
      kind === 'finished' ? [[journey ?? '', (Date.parse(time) - START) / DAY]] : [],
    ),
  );
  engine.close();
  release();
  return Object.fromEntries(found);
}

it('in time, both count from the last', () => {
  expect(ended(['Began', 0], ['Seen', 1], ['Seen', 2])).toEqual({ Waiting: 7, Watching: 7 });
});

it('late, both count from when it was', () => {
  expect(ended(['Began', 0], ['Seen', 1], ['Ticked', 5], ['Seen', 3])).toEqual({ Waiting: 8, Watching: 8 });
});

it('late, and before the last one: nothing changes', () => {
  expect(ended(['Began', 0], ['Seen', 3], ['Ticked', 5], ['Seen', 1])).toEqual({ Waiting: 8, Watching: 8 });
});

it('late, what has started nothing yet is counted with those that come after it', () => {
  const three = [
    ['Looked', 1],
    ['Looked', 2],
    ['Looked', 3],
  ] as const;
  expect(ended(...three, ['Looked', 3.5], ['Looked', 2.5]).Counting).toBe(3);
  expect(ended(...three, ['Looked', 3.5], ['Looked', 2.5], ['Looked', 4]).Counting).toBe(4);
});

const starting = {
  'a.journey': `
signal Looked {}
signal Asked {}
signal Bought {}
journey Counting {
  start on 3 Looked within 2 days every time
  finish as looked
}
journey Following {
  start on Asked then Bought within 1 day every time
  finish as bought
}
`,
};

/** Which journeys start, and for how many signals of each type the customer is remembered at the end. */
function startedBy(late: number | undefined, ...signals: readonly (readonly [type: string, day: number])[]) {
  const bounds = late === undefined ? undefined : { late: late * DAY };
  const { database, engine, release } = openEngine(compileTexts(starting, bounds).graph);
  for (const [index, [type, day]] of signals.entries()) {
    const time = new Date(START + day * DAY).toISOString();
    const line = Buffer.from(JSON.stringify({ id: `s${index}`, type, subject: 'ada', time, data: {} }));
    expect(engine.accept(line, 'event', { name: 'test', line: index }).status).toBe('accepted');
  }
  engine.commit();
  const view = openView(database);
  const started = timeline(database, view, 1).flatMap(({ decisions }) =>
    decisions.flatMap(({ kind, journey }) => (kind === 'started' ? [journey] : [])),
  );
  const history = view.find(1)?.customer.history ?? {};
  engine.close();
  release();
  return { started, remembered: Object.values(history).map((facts) => facts.length) };
}

it('what is as late as is allowed is counted with those around it, however long ago they were', () => {
  const count = [
    ['Looked', 0],
    ['Looked', 1],
    ['Asked', 3],
    ['Looked', -0.5],
  ] as const;
  expect(startedBy(5, ...count).started).toContain('Counting');
  expect(startedBy(5, ['Bought', 0.5], ['Looked', 3], ['Asked', 0]).started).toEqual(['Following']);
  expect(startedBy(5, ['Asked', 0], ['Looked', 3], ['Bought', 0.5]).started).toEqual(['Following']);
});

it('what no late signal can be counted with is forgotten', () => {
  const many = Array.from({ length: 100 }, (_, day) => ['Looked', day] as const);
  expect(startedBy(5, ...many).remembered).toEqual([8]);
  expect(startedBy(undefined, ...many).remembered).toEqual([3]);
});

const agreeing = compileTexts({
  'a.journey': `
signal Agreed {}
signal Refused {}
signal RefusedSms {}
signal Joined {}
profile { email: email? }
purpose Offers { consent asked }
channel sms { to profile.email, via console }
on Agreed { grant consent for Offers, grant consent for Offers on sms }
on Refused { withdraw consent for Offers }
on RefusedSms { withdraw consent for Offers on sms }
journey Joining {
  start on Joined every time
  grant consent for Offers
}
journey Waiting {
  start on Began every time
  wait for Joined up to 30 days
  grant consent for Offers on sms
}
signal Began {}
`,
}).graph;

/** What came of it, by the order in which it came; `hour`: when it was. */
function consentAfter(...signals: readonly (readonly [type: string, hour: number, subject?: string])[]) {
  const { database, engine, release } = openEngine(agreeing);
  for (const [index, [type, hour, subject = 'ada']] of signals.entries()) {
    const time = new Date(START + hour * 3_600_000).toISOString();
    const data = type === 'alias' ? { previousId: 'ada.l' } : {};
    const line = Buffer.from(JSON.stringify({ id: `s${index}`, type, subject, time, data }));
    expect(engine.accept(line, 'event', { name: 'test', line: index }).status).toBe('accepted');
  }
  engine.commit();
  const view = openView(database);
  const found = { consents: view.find(1)?.customer.consents, told: timeline(database, view, 1).at(-1)?.decisions };
  engine.close();
  release();
  return found;
}

it('who agreed before withdrawing has withdrawn, whenever the agreement comes', () => {
  const late = consentAfter(['Agreed', 1], ['Refused', 5], ['Agreed', 3]);
  expect(late.consents).toEqual({ Offers: false });
  expect(late.told?.map(({ kind, subject, outcome }) => [kind, subject, outcome])).toEqual([
    ['consent', 'Offers', 'grant of before it was withdrawn, which stays'],
    ['consent', 'Offers on sms', 'grant of before it was withdrawn, which stays'],
  ]);
  expect(consentAfter(['Refused', 5], ['Refused', 7], ['Agreed', 6]).consents).toEqual({ Offers: false });
  expect(consentAfter(['RefusedSms', 5], ['Agreed', 3]).consents).toEqual({ Offers: true, 'Offers on sms': false });
});

it('who agrees again after withdrawing has agreed, at that very moment and although the withdrawal comes late', () => {
  const both = { Offers: true, 'Offers on sms': true };
  expect(consentAfter(['Refused', 5], ['Agreed', 5]).consents).toEqual(both);
  expect(consentAfter(['Agreed', 1], ['Refused', 5], ['Agreed', 6]).consents).toEqual(both);
  expect(consentAfter(['Agreed', 4], ['Refused', 2], ['Agreed', 3]).consents).toEqual(both);
});

it('what a journey grants because of a signal was said when that was', () => {
  expect(consentAfter(['Refused', 5], ['Joined', 3]).consents).toEqual({ Offers: false });
  expect(consentAfter(['Began', 1], ['Refused', 5], ['Joined', 3]).consents).toEqual({ Offers: false });
  const both = { Offers: true, 'Offers on sms': true };
  expect(consentAfter(['Began', 1], ['Refused', 5], ['Joined', 6]).consents).toEqual(both);
});

it('a withdrawal goes with whoever joins', () => {
  const joined = consentAfter(['Agreed', 1], ['Refused', 5, 'ada.l'], ['alias', 6], ['Agreed', 3]);
  expect(joined.consents).toEqual({ Offers: false, 'Offers on sms': false });
});

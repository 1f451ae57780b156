/** Values that a journey has found to be there, and that are taken away while it is paused before it uses them. */
import { expect, it } from 'vitest';
import { replayAll } from '../runtime/engine/verify.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { summarize } from '../runtime/insight/summary.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const { graph } = compileTexts({
  'a.journey': `
signal Began {}
signal Went {}
signal Left { city: text? }
profile { email: email = "someone@example.org", city: text? }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Postcard(city: text) for Service { on email { body "It is {city}." } }
action Look(city: text) -> text { via http desk, timeout 10 seconds, or "unknown" }
action Find(city: text) -> text { via http desk, timeout 10 seconds }
team care { via http desk }
on Left as l { set profile.city = l.city }
journey Sending {
  start on Began once
  wait for Went
  if profile.city is present { send Postcard(profile.city) on email, else finish as lost }
  finish as told
}
journey Telling {
  start on Began once
  wait for Went
  if profile.city is present { send Postcard(profile.city) to team care }
  finish as told
}
journey Passing {
  start on Began once
  wait for Went
  if profile.city is present { send Postcard(profile.city) to customer("bob") on email, else finish as lost }
  finish as told
}
journey Looking {
  start on Began once
  wait for Went
  if profile.city is present {
    call Look(profile.city) as seen
    if seen == "unknown" { finish as stood_in }
  }
  finish as told
}
journey Finding {
  start on Began once
  wait for Went
  if profile.city is present { call Find(profile.city) as seen { on failed { finish as lost } } }
  finish as told
}
journey Handing {
  start on Began once
  wait for Went
  if profile.city is present {
    handoff to care { because "lives in {profile.city}.", share profile }
  }
  finish as told
}
`,
});

const START = Date.UTC(2026, 2, 2, 10);
const journeys = ['Sending', 'Telling', 'Passing', 'Looking', 'Finding', 'Handing'] as const;

it('no message and no call goes out without what it has been promised; who is handed over is handed over', () => {
  const { database, engine, release } = openEngine(graph);
  let now = START;
  const signal = (type: string, subject: string, data: object = {}): void => {
    now += 60_000;
    const line = { id: `s${now}`, type, subject, time: new Date(now).toISOString(), data };
    expect(accept(engine, line, now).status).toBe('accepted');
  };
  signal('Left', 'bob', { city: 'Bath' });
  signal('Left', 'ada', { city: 'York' });
  signal('Began', 'ada');
  for (const journey of journeys) expect(engine.operate({ act: 'pause', journey, by: 'mia' }, now).ok).toBe(true);
  signal('Went', 'ada');
  signal('Left', 'ada');
  for (const journey of journeys) expect(engine.operate({ act: 'resume', journey, by: 'mia' }, now).ok).toBe(true);
  engine.commit();
  const view = openView(database);
  const told = timeline(database, view, view.byKey('ada') ?? 0).flatMap(({ decisions }) =>
    decisions.flatMap(({ kind, journey, subject, outcome }) =>
      ['dropped', 'sent', 'called', 'unanswered', 'passed', 'handed', 'finished'].includes(kind)
        ? [[journey, kind, subject, kind === 'handed' ? '' : outcome].filter(Boolean).join(' ')]
        : [],
    ),
  );
  expect(told).toEqual([
    'Sending dropped Postcard no value for city',
    'Sending finished lost',
    'Telling dropped Postcard no value for city',
    'Telling finished told',
    'Passing dropped Postcard no value for city',
    'Passing finished lost',
    'Looking unanswered Look no value for city',
    'Looking finished stood_in',
    'Finding unanswered Find no value for city',
    'Finding finished lost',
    'Handing handed care',
    'Handing finished told',
  ]);
  expect(summarize(database).journeys.Sending).toMatchObject({ dropped: { Postcard: 1 }, messages: {} });
  const [task] = readTasks(database, { team: null, closed: false, limit: 1 });
  expect(task?.because).toBe('lives in .');
  engine.close();
  expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
  release();
});

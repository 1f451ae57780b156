/** What a team is told with `this journey`: what was tried, what failed, consents, and what else is open. */
import { expect, it } from 'vitest';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const START = Date.UTC(2026, 2, 2, 10);

const texts = {
  'a.journey': `
signal Asked {}
signal Complained {}
signal Refused {}
identity { strong user_id }
purpose Service { consent assumed }
purpose News { consent asked }
on Refused { withdraw consent for News }
profile { address: text? }
channel push { to profile.user_id, via console }
channel letter { to profile.address, via console }
message Hello for Service { on push { text "hello" } }
message Paper for Service { on letter { text "hello" } }
action Refund(why: text) -> text { via http shop, timeout 1 minute }
team care { via console }
team shop { via console }
journey Asking {
  start on Asked once
  handoff to shop { because "asked", share this journey, on resolved { }, on returned { } }
}
journey Trying() { send Hello on push, else go on }
journey Caring {
  start on Complained every time
  run Trying()
  send Paper on letter, else go on
  send Hello on push { on bounced { } on failed { } }
  call Refund("late") { on failed { } }
  handoff to care { because "complained", share this journey, on resolved { }, on returned { } }
}
`,
};

it('what was tried and what failed, whether consent was given, and the tasks of others that are open', () => {
  const { database, engine, release } = openEngine(compileTexts(texts).graph);
  let number = 0;
  const send = (type: string, data: object = {}, subject: string | null = 'ada'): string => {
    number++;
    const time = START + number * 1000;
    const line = { id: `s${number}`, type, subject, time: new Date(time).toISOString(), data };
    const receipt = accept(engine, line, time);
    expect(receipt).toMatchObject({ status: 'accepted' });
    engine.commit();
    const effects = 'outcome' in receipt ? (receipt.outcome?.effects ?? []) : [];
    return (
      effects.flatMap((effect) => (effect.kind === 'message' || effect.kind === 'call' ? [effect.id] : [])).at(-1) ?? ''
    );
  };
  send('Refused');
  send('Asked');
  const hello = send('Complained');
  const refund = send('message.bounced', { message: hello, reason: '550 no such user ada' });
  send('call.failed', { call: refund, reason: 'card 4711 is blocked' });
  const tasks = readTasks(database, { team: null, closed: false, limit: 2 });
  engine.close();
  release();
  const task = tasks.find(({ team }) => team === 'care');
  const other = tasks.find(({ team }) => team === 'shop');
  expect(JSON.parse(task?.context ?? '{}')).toMatchObject({
    journey: {
      tried: [
        { at: '2026-03-02T10:00:03.000Z', what: 'Hello', on: 'push', came: 'sent' },
        { at: '2026-03-02T10:00:03.000Z', what: 'Paper', came: 'dropped: no address' },
        { at: '2026-03-02T10:00:03.000Z', what: 'Hello', on: 'push', came: 'bounced' },
        { at: '2026-03-02T10:00:05.000Z', what: 'Refund', came: 'no answer' },
      ],
      consents: { Service: true, News: false },
      open: [{ task: other?.id, team: 'shop' }],
    },
  });
});

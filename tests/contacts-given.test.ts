/** What an action is given with `contacts in last 2 days`. */
import { expect, it } from 'vitest';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const START = Date.UTC(2026, 2, 2, 10);
const HOUR = 3_600_000;

const texts = {
  'a.journey': `
type Contact { at: time, what: text, channel: text? }
type Brief { what: text }
signal Asked is contact on chat { topic: text }
signal Called is contact { queue: text }
signal Left {}
identity { strong user_id }
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
message Hello for Service { on push { text "hello" } }
action Summarise(talk: list of Contact, briefly: list of Brief) -> text { via ai summary, timeout 5 seconds, or "" }
journey Telling {
  start on Left every time
  send Hello on push, else go on
  call Summarise(contacts in last 2 days, contacts in last 1 hour) as summary
  finish as told
}
`,
};

it('is every contact of that time, signals and messages, the oldest first, with the fields that are asked for', () => {
  const { engine, release } = openEngine(compileTexts(texts).graph);
  let number = 0;
  const send = (type: string, hours: number, data: object = {}) => {
    const time = START + hours * HOUR;
    const line = { id: `s${++number}`, type, subject: 'ada', time: new Date(time).toISOString(), data };
    const receipt = accept(engine, line, time);
    expect(receipt).toMatchObject({ status: 'accepted' });
    return 'outcome' in receipt ? (receipt.outcome?.effects ?? []) : [];
  };
  send('Asked', 0, { topic: 'too long ago' });
  send('Asked', 50, { topic: 'bill' });
  send('Called', 51, { queue: 'care' });
  const effects = send('Left', 60);
  engine.close();
  release();
  expect(effects.find(({ kind }) => kind === 'call')).toMatchObject({
    arguments: {
      talk: [
        { at: START + 50 * HOUR, what: 'Asked', channel: 'chat' },
        { at: START + 51 * HOUR, what: 'Called', channel: null },
        { at: START + 60 * HOUR, what: 'Hello', channel: 'push' },
      ],
      briefly: [{ what: 'Hello' }],
    },
  });
});

/** What is known of messages that were sent, whether or not a policy counts them. */
import { expect, it } from 'vitest';
import { readOutbox } from '../runtime/store/outbox.ts';
import { readTasks } from '../runtime/store/tasks.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);

const texts = (policy: string): Record<string, string> => ({
  'a.journey': `
signal Asked {}
signal Called is contact on voice {}
signal Complained {}
identity { strong user_id }
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
channel letter { to profile.user_id, via console }
message Hello for Service { on push { text "hello" } on letter { text "hello" } }
team care {}
${policy}
journey Greeting { start on Asked every time, send Hello on push, else letter, else go on }
journey Caring {
  start on Complained every time
  send Hello on best of letter, push, else go on
  handoff to care { because "complained" share contacts in last 30 days on resolved { } on returned { } }
}
`,
});

/** A message, a call and a complaint, ten days from each other. */
function cared(policy: string) {
  const { database, engine, release } = openEngine(compileTexts(texts(policy)).graph);
  let day = 0;
  const send = (type: string, data: object = {}, subject: string | null = 'ada'): void => {
    const time = START + DAY * day;
    const line = { id: `s${day}`, type, subject, time: new Date(time).toISOString(), data };
    const receipt = accept(engine, line, time);
    expect(receipt.status).toBe('accepted');
    day += 10;
  };
  send('Asked');
  engine.commit();
  const [hello] = readOutbox(database, { status: null, limit: 1 });
  send('message.opened', { message: hello?.id });
  send('Called');
  send('Complained');
  engine.commit();
  const [last] = readOutbox(database, { status: null, limit: 1 });
  const [task] = readTasks(database, { team: null, closed: false, limit: 1 });
  engine.close();
  release();
  const { contacts } = JSON.parse(task?.context ?? '{}') as { contacts: { what: string; channel: string }[] };
  return { contacts: contacts.map(({ what, channel }) => `${what} ${channel}`), way: last?.way };
}

const FEW = (days: number): string => `policy Few for Service { at most 9 messages per ${days} days }`;

it.each(['', FEW(1), FEW(60)])('are contacts that a handoff shares, and tell where somebody answers: %s', (policy) => {
  const { contacts, way } = cared(policy);
  expect(contacts).toEqual(['Hello push', 'Called voice', 'Hello push']);
  expect(way).toBe('push');
});

/** `latest S`: of which only the newest one is kept, whoever joins, whichever comes early. */
import { expect, it } from 'vitest';
import { readOutbox } from '../runtime/store/outbox.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 10);

/** `at`, `time`: hours, when it comes and when it was. */
type Said = readonly [type: string, subject: string, at: number, time: number, data?: object];

const { graph } = compileTexts({
  'a.journey': `
signal Seen { what: text }
signal Looked {}
signal Known { email: id key email }
identity { strong user_id, email }
profile { last: text is latest Seen.what or "nothing" }
message Told for Service { on push { text "{profile.last}" } }
purpose Service { consent assumed }
channel push { to profile.user_id, via console }
journey Telling { start on Looked every time, send Told on push, else go on }
`,
});

/** What was the latest, whenever somebody has asked. */
function latestOf(...signals: readonly Said[]): string[] {
  const { database, engine, release } = openEngine(graph);
  for (const [index, [type, subject, at, time, data = {}]] of signals.entries()) {
    const line = { id: `s${index}`, type, subject, time: new Date(START + time * HOUR).toISOString(), data };
    const receipt = accept(engine, line, START + at * HOUR);
    expect(receipt.status).toBe('accepted');
  }
  engine.commit();
  const told = readOutbox(database, { status: null, limit: 10 }).map(
    ({ content }) => JSON.parse(content).text as string,
  );
  engine.close();
  release();
  return told.toReversed();
}

it('who has joined another has one latest signal, and the next one takes its place', () => {
  const told = latestOf(
    ['Seen', 'ada', 0, 0, { what: 'a' }],
    ['Seen', 'bob', 1, 1, { what: 'b' }],
    ['Known', 'ada', 2, 2, { email: 'e' }],
    ['Known', 'bob', 2, 2, { email: 'e' }],
    ['Looked', 'ada', 3, 3],
    ['Seen', 'ada', 4, 4, { what: 'c' }],
    ['Looked', 'ada', 5, 5],
  );
  expect(told).toEqual(['b', 'c']);
});

it('one that comes early takes the place of the latest when its time has come', () => {
  const told = latestOf(
    ['Seen', 'ada', 0, 0, { what: 'a' }],
    ['Seen', 'ada', 1, 3, { what: 'c' }],
    ['Looked', 'ada', 1, 1],
    ['Seen', 'ada', 2, 2, { what: 'b' }],
    ['Looked', 'ada', 2, 2],
    ['Looked', 'ada', 3, 3],
  );
  expect(told).toEqual(['a', 'b', 'c']);
});

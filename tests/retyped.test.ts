/** New files give a field another type, and customers hold values from before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import { createEngine } from '../runtime/engine/engine.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { openWriter } from '../runtime/store/open.ts';
import { readOutbox } from '../runtime/store/outbox.ts';
import { readTallies } from '../runtime/store/tallies.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-retyped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const filesOf = (type: string, types: string, journey: string) => `
${types}
signal Told { value: ${type} }
signal Went {}
signal Asked {}
purpose Service { consent assumed }
profile { value: ${type}? }
on Told as told { set profile.value = told.value }
${journey}`;
const graphOf = (text: string): Graph => compileTexts({ 'a.journey': text }).graph;
const noting = (expression: string) => `
channel push { to profile.user_id, via http push }
message Note for Service { on push { body "now {${expression}}" } }
journey Noting {
  start on Asked every time
  send Note on push, else finish as unreachable
}
`;
const waiting = (value: string) => `
journey Waiting {
  start on Told every time
  wait for Went up to 9 days
  if profile.value == ${value} and latest Told.value == ${value} { finish as kept } else { finish as lost }
}
`;

it.each([
  ['text', '"2026-03-01"', '2026-03-01', 'date', '', 'profile.value or 2026-01-01', 'now 1 January 2026'],
  ['text', '"high"', 'high', 'integer', '', 'profile.value or 0', 'now 0'],
  ['integer', '1776679200000', 1776679200000, 'date', '', 'profile.value or 2026-01-01', 'now 1 January 2026'],
  ['integer', '7', 7, 'text', '', 'upper(profile.value or "none")', 'now NONE'],
  ['number', '2.5', 2.5, 'integer', '', 'profile.value or 0', 'now 0'],
  ['number', '3', 3, 'integer', '', 'profile.value or 0', 'now 3'],
  ['boolean', 'true', true, 'list of text', '', 'size(profile.value or [])', 'now 0'],
  ['text', '"2026-03-01"', '2026-03-01', 'date', '', 'latest Told.value or 2026-01-01', 'now 1 January 2026'],
  ['integer', '7', 7, 'text', '', 'count of Told where upper(it.value) == "7"', 'now 0'],
  ['integer', '7', 7, 'text', '', 'upper(latest Told.value or "none")', 'now NONE'],
  ['Tier', 'gold', 'gold', 'Tier', 'type Tier = plain | silver', 'profile.value or plain', 'now plain'],
  ['Tier', 'gold', 'gold', 'Tier', 'type Tier = plain | gold | silver', 'profile.value or plain', 'now gold'],
])('%s with %s, then %s: what does not fit is absent; who runs on the files of then still has it', (...row) => {
  const [before, literal, value, after, types, expression, body] = row;
  const first = filesOf(before, 'type Tier = plain | gold', waiting(literal));
  const second = filesOf(after, types, noting(expression));
  const file = join(folder, `${++files}.db`);
  const { database, engine, release } = openEngine(compileTexts({ 'a.journey': first }).graph, file);
  let now = Date.UTC(2026, 2, 2, 9);
  const signal = (type: string, data: object = {}): void => {
    const line = { id: `${type}-${++now}`, type, subject: 'ada', time: new Date(now).toISOString(), data };
    expect(accept(engine, line, now).status).toBe('accepted');
  };
  signal('Told', { value });
  engine.reload(compileTexts({ 'a.journey': second }).graph, 'mia', now);
  signal('Asked');
  signal('Went');
  engine.close();
  expect(readOutbox(database, { status: null, limit: 9 }).map(({ content }) => JSON.parse(content))).toEqual([
    { body },
  ]);
  expect(readTallies(database)).toContainEqual({ journey: 'Waiting', what: 'outcome', name: 'kept', count: 1 });
  expect(replayAll(database, true).differences).toEqual([]);
  release();
});

const open = 'type Tier = plain | gold';
const cut = 'type Tier = plain | silver';
const more = 'type Tier = plain | gold | silver';
it.each([
  ['number', '', 'money', '', ['number', 'money GBP']],
  ['money', '', 'money JPY', '', ['money GBP', 'money JPY']],
  ['date', '', 'time', '', ['date', 'time']],
  ['list of number', '', 'list of percent', '', ['list of number', 'list of percent']],
  ['text', '', 'Tier', open, ['text', 'plain | gold']],
  ['Tier', open, 'Tier', cut, ['plain | gold', 'plain | silver']],
  ['Tier', open, 'Tier', more, null],
  ['Tier', open, 'text', '', null],
  ['email', '', 'text', '', null],
  ['integer', '', 'number', '', null],
  ['number', '', 'integer', '', ['number', 'integer']],
])('%s %s, then %s %s: a reload says which fields mean something else now', (was, typesOfWas, is, typesOfIs, words) => {
  const heard = `
journey Hearing {
  start on Asked every time
  if latest Told.value is present { finish as told } else { finish as untold }
}`;
  const first = graphOf(filesOf(was, typesOfWas, heard));
  const second = graphOf(filesOf(is, typesOfIs, heard));
  const named = ['profile.value', 'Told.value'].flatMap((field) =>
    words === null ? [] : [{ field, was: words[0], is: words[1] }],
  );
  const file = join(folder, `${++files}.db`);
  const { database, lock } = openWriter(file, 'test');
  const begin = (graph: Graph) => createEngine(database, graph, createCommitter(database, file));
  const engine = begin(first);
  expect(engine.reload(first, 'mia', 1).retyped).toEqual([]);
  expect(engine.reload(second, 'mia', 2).retyped).toEqual(named);
  engine.close();
  expect(begin(second).reload(second, 'mia', 3).retyped).toEqual(named);
  database.close();
  lock.release();
});

it('files changed while nobody ran: the start knows what they were', () => {
  const file = join(folder, `${++files}.db`);
  const { database, lock } = openWriter(file, 'test');
  const amounts = graphOf(filesOf('money CHF', '', noting('1')));
  const numbers = graphOf(filesOf('number', '', noting('1')));
  createEngine(database, numbers, createCommitter(database, file)).close();
  const engine = createEngine(database, amounts, createCommitter(database, file));
  const { retyped } = engine.reload(amounts, 'serve', 1);
  expect(retyped).toEqual([{ field: 'profile.value', was: 'number', is: 'money CHF' }]);
  engine.close();
  database.close();
  lock.release();
});

/** The operators' door from elsewhere, by a key: what comes through it stands in the audit for good, so it is looked at first. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyJson } from '../command.ts';
import { type Daemon, newDaemon } from './daemon.ts';

let daemon: Daemon;
let operator = '';

beforeAll(async () => {
  daemon = await newDaemon(join('tests', 'gateway'));
  const made = ['keys', 'create', 'control', '--scopes', 'operate', '--db', daemon.file];
  operator = (await journeyJson<{ key: string }>(...made)).key;
  await daemon.start();
}, 60_000);
afterAll(() => daemon.remove());

async function ask(body: string, { key = operator, path = 'operations' } = {}): Promise<string> {
  const answer = await daemon.post(`/v1/admin/${path}`, body, { authorization: `Bearer ${key}` });
  return `${answer.status} ${JSON.stringify(await answer.json())}`;
}

async function audited(): Promise<string[]> {
  const { acts } = await journeyJson<{ acts: { act: string; by: string; subject: string }[] }>(
    'audit',
    '--db',
    daemon.file,
  );
  return acts.map(({ act, by, subject }) => `${by} ${act} ${subject}`);
}

const BY = '`by` says who does it: a text of 1 to 200 characters in one line.';

it.each([
  ['of many characters', JSON.stringify('m'.repeat(100_000))],
  ['that is a number', '5'],
  ['that is a list', '["mia"]'],
  ['that is empty', '""'],
  ['with a line break', '"mia\\nben cancel 12-1"'],
  ['of half a character', '"mia \\ud800"'],
])('`by` %s is refused, and nothing is done', async (_, by) => {
  const before = await audited();
  expect(await ask(`{"act": "pause", "journey": "Welcome", "by": ${by}}`)).toBe(`400 ${JSON.stringify({ error: BY })}`);
  expect(await ask(`{"by": ${by}}`, { path: 'reload' })).toBe(`400 ${JSON.stringify({ error: BY })}`);
  expect(await audited()).toEqual(before);
});

it.each(['backup', 'export', 'key created', 'key revoked'])(
  'no key says that there was a %s: that is said by what has done it',
  async (act) => {
    const before = await audited();
    const body = JSON.stringify({ act, subject: '/backups/monday.db', detail: '', by: 'mia' });
    expect(await ask(body)).toMatch(/^403 .*is noted by the command that does it/);
    expect(await audited()).toEqual(before);
    const { token } = JSON.parse(readFileSync(`${daemon.file}-daemon`, 'utf8')) as { token: string };
    expect(await ask(body, { key: token })).toMatch(/^200 /);
    expect(await audited()).toEqual([`mia ${act} /backups/monday.db`, ...before]);
  },
);

it.each([
  [
    'nested without end',
    `{"id": "d1", "type": "Paid", "data": {"total": ${'['.repeat(5000)}${']'.repeat(5000)}}}`,
    /nested deeper/,
  ],
  ['with a number that cannot be kept', '{"id": "d2", "type": "Paid", "data": {"total": 1e999}}', /larger than any/],
  ['that is none', '[]', /JSON object/],
])('a signal %s is refused as at every other door', async (_, body, reason) => {
  const told = await ask(body, { path: 'signals' });
  expect(told).toMatch(/^200 .*"status":"rejected"/);
  expect(told).toMatch(reason);
});

it('an operation without what belongs to it is told what that is', async () => {
  expect(await ask('{"act": "pause"}')).toMatch(
    /^400 .*lacks what belongs to it: pause, resume, cancel all \(`journey`\)/,
  );
});

it.each(['""', '["m-12-0"]', '{"id": "m-12-0"}', 'true'])(
  'an id that is none (%s) lets nothing leave again',
  async (id) => {
    expect(await ask(`{"act": "retry", "id": ${id}}`)).toMatch(/^400 .*no operation that is known/);
    expect(await ask('{"act": "retry", "id": null}')).toMatch(/^200 .*Nothing was given up/);
  },
);

it('a time is written as everywhere else', async () => {
  const move = (time: unknown): Promise<string> =>
    ask(JSON.stringify({ act: 'move', instance: '9-1', limit: 'wait', to: { time }, by: 'mia' }));
  const done = /^200 .*No instance 9-1 is running/;
  expect(await move('2026-03-01T09:00:00Z')).toMatch(done);
  expect(await move(Date.UTC(2026, 2, 1))).toMatch(done);
  expect(await move('tomorrow')).toMatch(/^400 .*`time`, such as 2026-03-01T09:00:00Z/);
});

/** What operators' commands print with `--json` is what docs/operations.md promises to scripts. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journeyIn } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-json-documents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const JOURNEYS = `
signal BillIssued { bill: id, amount: money }
profile { email: email? }
purpose Service { consent assumed }
channel letter { to profile.user_id, via console }
policy Calm for Service { at most 1 messages per 1 day, then deliver later }
team care
action Note(bill: id) { via console }
message BillExplained(bill: BillIssued) for Service { on letter { body "{bill.amount}" } }
journey BillShock {
  start on BillIssued as bill every time
  experiment Way { variant soon 50% { } variant late 50% { } }
  send BillExplained(bill) on letter, else go on
  call Note(bill.bill) { on failed { } }
  handoff to care { because "a bill" share bill, this journey on resolved { finish as helped } }
}
`;

const signal = (id: string, type: string, data?: object): string =>
  JSON.stringify({
    id,
    type,
    time: `2026-03-02T1${id}:00:00Z`,
    subject: 'ada',
    ...(data === undefined ? {} : { data }),
  });

beforeAll(async () => {
  const bill = { bill: 'b1', amount: 20 };
  const lines = [signal('0', 'BillIssued', bill), signal('1', 'BillIssued', bill), signal('2', 'BilIssued', {})];
  writeFileSync(join(folder, 'journey.json'), '{"currency": "EUR"}');
  writeFileSync(join(folder, 'bills.journey'), JOURNEYS);
  writeFileSync(join(folder, 'signals.jsonl'), [...lines, signal('3', 'BillIssued')].join('\n'));
  const { stdout, stderr } = await journeyIn(folder, ['run', '.', '--input', 'signals.jsonl', '--json']);
  expect(stdout, stderr).not.toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ accepted: 3, rejected: 1 });
}, 30_000);

/** As `{a, b: {NAME: [c]}, d?, ..}` says it. */
interface Shape {
  readonly keys: ReadonlyMap<string, { readonly optional: boolean; readonly shape: Shape | null }>;
  readonly open: boolean;
  readonly list: boolean;
}

function shapeOf(tokens: string[]): Shape {
  const list = tokens[0] === '[';
  if (list) tokens.shift();
  expect(tokens.shift()).toBe('{');
  const keys = new Map<string, { optional: boolean; shape: Shape | null }>();
  let open = false;
  for (let token = tokens.shift(); token !== '}'; token = tokens.shift()) {
    if (token === undefined) throw new Error('The table does not close what it has opened.');
    if (token === '..') open = true;
    else if (token !== ',') {
      const optional = tokens[0] === '?';
      if (optional) tokens.shift();
      const nested = tokens[0] === ':';
      if (nested) tokens.shift();
      keys.set(token, { optional, shape: nested ? shapeOf(tokens) : null });
    }
  }
  if (list) expect(tokens.shift()).toBe(']');
  return { keys, open, list };
}

function fits(value: unknown, { keys, open, list }: Shape, place: string): void {
  if (value === null) return;
  if (list) {
    expect(Array.isArray(value), place).toBe(true);
    for (const [index, each] of (value as unknown[]).entries())
      fits(each, { keys, open, list: false }, `${place}[${index}]`);
    return;
  }
  const found = Object.entries(value as object);
  const [any] = keys.has('NAME') ? [keys.get('NAME')] : [];
  if (any === undefined) {
    const asked = [...keys].filter(([, { optional }]) => !optional).map(([key]) => key);
    expect(
      found.map(([key]) => key),
      place,
    ).toEqual(expect.arrayContaining(asked));
  }
  for (const [key, inner] of found) {
    const told = any ?? keys.get(key);
    if (told === undefined && !open) throw new Error(`${place}.${key} does not stand in the table`);
    if (told?.shape != null) fits(inner, told.shape, `${place}.${key}`);
  }
}

const table = new Map(
  readFileSync(join(import.meta.dirname, '..', 'docs', 'operations.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, commands, shape] = /^\| (`.+?`) \| `([[{].+?[\]}])`/.exec(line) ?? [];
      return commands === undefined || shape === undefined ? [] : [[commands.replaceAll('`', ''), shape] as const];
    }),
);

const EACH: readonly (readonly [command: string, args: readonly string[]])[] = [
  ['status', ['status', '--rejects']],
  ['instances', ['instances']],
  ['tasks', ['tasks']],
  ['outbox', ['outbox']],
  ['outbox ID', ['outbox', 'm-2-0']],
  ['show ID', ['show', '1-1']],
  ['show ID', ['show', 'm-2-0']],
  ['show ID', ['show', 't-3-1']],
  ['why CUSTOMER NAME', ['why', 'ada', 'BillExplained']],
  ['why CUSTOMER NAME', ['why', 'ada', 'Nothing']],
  ['timeline CUSTOMER', ['timeline', 'ada']],
  ['export CUSTOMER', ['export', 'ada']],
  ['report', ['report']],
  ['backtest', ['backtest', '--from', '2026-01-01T00:00:00Z']],
  ['doctor', ['doctor']],
  ['replay', ['replay']],
  ['send SIGNAL', ['send', 'BillIssued', '--customer', 'bob', '--data', '{"bill": "b3", "amount": 1}']],
  ['pause, resume, cancel, move, retry, task .., forget', ['pause', 'BillShock']],
  ['pause, resume, cancel, move, retry, task .., forget', ['resume', 'BillShock']],
  ['pause, resume, cancel, move, retry, task .., forget', ['task', 'claim', 't-3-1']],
  ['pause, resume, cancel, move, retry, task .., forget', ['task', 'done', 't-3-1']],
  ['pause, resume, cancel, move, retry, task .., forget', ['cancel', '2-1']],
  ['pause, resume, cancel, move, retry, task .., forget', ['forget', 'bob', '--yes']],
  ['audit', ['audit']],
  ['backup FILE', ['backup', 'copy.db']],
  ['restore FILE', ['restore', 'copy.db']],
  ['keys create', ['keys', 'create', 'desk', '--scopes', 'report']],
  ['keys list', ['keys', 'list']],
];

it('every command prints what its row of the table says', async () => {
  for (const [command, args] of EACH) {
    const { stdout, stderr } = await journeyIn(folder, [...args, '--json']);
    expect(stdout, `${args.join(' ')}: ${stderr}`).not.toBe('');
    const tokens = table.get(command)?.match(/\.\.|\w+|[^\s\w]/g);
    if (tokens === undefined || tokens === null) throw new Error(`The table has no row for ${command}.`);
    fits(JSON.parse(stdout), shapeOf(tokens), args.join(' '));
  }
  const untold = [...table.keys()].filter((command) => !EACH.some(([each]) => each === command));
  expect(untold).toEqual(['migrate JOURNEY']);
}, 60_000);

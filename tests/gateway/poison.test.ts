/**
 * What is broken or hostile, over HTTP and from a file: each has one exact answer, nothing else suffers from it, and what was taken can be
 * replayed to the same state.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayReport } from '../../runtime/engine/verify.ts';
import { journey, journeyJson } from '../command.ts';
import { type Daemon, newDaemon } from './daemon.ts';

const TIME = '2026-03-01T09:00:00Z';
const MB = 1024 * 1024;

/** A signal as text, so that it can hold what no JSON library writes. */
function raw(id: string, members: { subject?: string; keys?: string; data?: string; type?: string } = {}): string {
  const { subject = `"${id}"`, keys = '{}', data = '{"name":"Ada"}', type = '"Named"' } = members;
  return `{"id":"${id}","type":${type},"time":"${TIME}","subject":${subject},"keys":${keys},"data":${data}}`;
}

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const named = (more: string): string => `{"name":"Ada",${more}}`;
const many = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join()},"name":"Ada"}`;

const SUBJECT = '`subject` should be the text that names the customer';
const ID = '`id` should be a text of 1 to 512 characters, unique to the signal.';
const DEEP = 'It is nested deeper than 64 levels.';
const HUGE = 'A number in it is larger than any that can be kept.';
const CURRENCY = '`total.currency` should be EUR, but is "USD".';
const HALF = ' of whole characters; this one holds half of one.';

/** Each with the reason why it is refused, or null: it is taken. */
const CASES: readonly (readonly [title: string, text: string | Buffer, reason: string | null])[] = [
  ['no JSON', '{"id":', 'This is not JSON.'],
  ['a list', raw('list').replace(/^.*$/, '"list"'), 'A signal should be a JSON object.'],
  [
    'bytes that are no UTF-8',
    Buffer.concat([Buffer.from(raw('utf').slice(0, -3)), Buffer.from([0xff, 0x22, 0x7d, 0x7d])]),
    'This is not UTF-8.',
  ],
  ['the character for bytes that are no UTF-8', raw('replaced', { data: '{"name":"\ufffd"}' }), null],
  ['10,000 levels', raw('deep', { data: named(`"x":${nested(10_000)}`) }), DEEP],
  ['10,000 levels beside the data', raw('beside', { keys: nested(10_000) }), DEEP],
  ['an id of 10,000 levels', raw('x').replace('"x"', nested(10_000)), DEEP],
  ['64 levels', raw('levels', { data: named(`"x":${nested(63)}`) }), null],
  ['50,000 members', raw('members', { data: many(50_000) }), null],
  ['an empty id', raw(''), ID],
  ['a long id', raw('i'.repeat(513)), ID],
  ['an id of the right length', raw('i'.repeat(512), { subject: '"long"' }), null],
  ['an id that is no text', raw('x').replace('"x"', '7'), ID],
  ['an empty subject', raw('s1', { subject: '""' }), `${SUBJECT} of 1 to 512 characters.`],
  ['a long subject', raw('s2', { subject: `"${'s'.repeat(513)}"` }), `${SUBJECT} of 1 to 512 characters.`],
  ['a subject that is no text', raw('s3', { subject: '{"a":1}' }), `${SUBJECT}.`],
  ['half a character in a subject', raw('s4', { subject: '"a\\ud800"' }), `${SUBJECT}${HALF}`],
  [
    'half a character in a key',
    raw('s5', { keys: '{"email":"\\udc00"}' }),
    `The key \`email\` should be a text${HALF}`,
  ],
  ['half a character in data', raw('half', { data: '{"name":"a\\ud800"}' }), null],
  ['half a character in an id', raw('half \\ud800', { subject: '"half"' }), null],
  ['33 keys', raw('keys', { keys: many(32) }), '`keys` should hold at most 32 keys.'],
  ['keys of every object', raw('proto', { keys: '{"__proto__":"a","constructor":"b"}' }), null],
  ['a key that is an object', raw('key', { keys: '{"__proto__":{"x":1}}' }), 'The key `__proto__` should be a text.'],
  [
    'members of every object',
    raw('own', { data: named('"__proto__":{"x":1},"constructor":{"prototype":{"x":1}}') }),
    null,
  ],
  ['NUL', raw('nul \\u0000', { subject: '"a\\u0000b"', data: '{"name":"a\\u0000b"}' }), null],
  ['a member twice: the last counts', raw('twice', { data: '{"name":"Eve","name":"Ada"}' }), null],
  ['a number beyond all', raw('huge', { data: named('"total":1e999') }), HUGE],
  ['a number beyond all where nobody looks', raw('huge2', { data: named('"x":[-1e999]') }), HUGE],
  ['NaN', raw('nan', { data: named('"total":NaN') }), 'This is not JSON.'],
  [
    'too much money',
    raw('money', { data: named('"total":1e300') }),
    '`total` should be an amount of EUR within reason, but is 1e+300.',
  ],
  ['money in another currency', raw('usd', { data: named('"total":{"amount":7,"currency":"USD"}') }), CURRENCY],
  [
    'money without a currency',
    raw('bare', { data: named('"total":{"amount":7}') }),
    '`total.currency` should be EUR, but is missing.',
  ],
  ...(
    [
      ['null', 'null'],
      ['""', '""'],
      ['true', 'true'],
      ['[5]', 'a list'],
      ['"0x10"', '"0x10"'],
    ] as const
  ).map(
    ([amount, shown], index) =>
      [
        `${amount} as an amount`,
        raw(`amount${index}`, { data: named(`"total":{"amount":${amount},"currency":"EUR"}`) }),
        `\`total.amount\` should be a number, but is ${shown}.`,
      ] as const,
  ),
  ['an amount as text', raw('text', { data: named('"total":{"amount":"7.50","currency":"EUR"}') }), null],
  [
    'too much money in an object',
    raw('much', { data: named('"total":{"amount":1e300,"currency":"EUR"}') }),
    '`total` should be an amount of EUR within reason, but is 1e+300.',
  ],
  [
    'more visits than can be counted',
    raw('visits', { data: named('"visits":9007199254740993') }),
    '`visits` should be a whole number, but is 9007199254740992.',
  ],
  ['a number as a name', raw('type', { data: '{"name":7}' }), '`name` should be text, but is 7.'],
  ['no name', raw('none', { data: '{}' }), '`name` should be text, but is missing.'],
  ['a list as data', raw('data', { data: '[]' }), '`data` should be an object, but is a list.'],
  ['a type that is no text', raw('t1', { type: 'null' }), '`type` should be the name of a signal.'],
  ['a long type', raw('t2', { type: `"${'t'.repeat(513)}"` }), '`type` should be the name of a signal.'],
  ['no such day', raw('day').replace('03-01', '02-30'), '`time` should be a time such as 2026-03-01T09:00:00Z.'],
  [
    'a time beyond reason',
    raw('year').replace('2026', '9999'),
    '`time` should be a time such as 2026-03-01T09:00:00Z.',
  ],
];

/** Nothing of this is anything but text, wherever it stands. */
const TEXTS = [
  "'; DROP TABLE log; --",
  "a' OR '1'='1",
  '{{ 7 * 7 }} {% raw %} #{7*7} `id`',
  '{profile.name} \\{profile.name\\}',
  'Ada\r\nBcc: all@example.org\r\n\r\nHello',
  '=HYPERLINK("https://evil.example","pay")',
  '<script>alert(1)</script>" onload="x',
  '\u001b[2J\u001b]0;owned\u0007',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'a\u0000b\u2028c\ufeff',
];

/** Senders can say these, and arithmetic makes more of them. */
const FAR = [8.64e15, -8.64e15, '9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z'].flatMap((due) =>
  [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 0].map((more) => ({ due, more, day: '9999-12-31' })),
);

const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

interface Letter {
  readonly to: string;
  readonly content: { readonly subject: string; readonly text: string; readonly html: string };
}

const folder = mkdtempSync(join(tmpdir(), 'journey-poison-'));
const workspace = join(folder, 'workspace');
let daemon: Daemon;

beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'poison'), workspace, { recursive: true });
  daemon = await newDaemon(workspace);
  await daemon.start();
}, 60_000);
afterAll(async () => {
  await daemon.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The reason of the answer, or null where the signal was taken. */
async function reasonFor(text: string | Buffer): Promise<string | null> {
  const answer = await daemon.post('/v1/signals', text);
  const told = (await answer.json()) as { error?: string; accepted?: number; rejected?: { reason: string }[] };
  if (told.error !== undefined) return told.error;
  expect([answer.status, told.accepted]).toEqual([200, told.rejected?.length === 0 ? 1 : 0]);
  return told.rejected?.[0]?.reason ?? null;
}

async function replays(file: string): Promise<void> {
  const report = await journeyJson<ReplayReport>('replay', '--verify', '--db', file);
  expect(report).toMatchObject({ identical: true, differences: [] });
}

describe('poison over HTTP', () => {
  it.each(CASES)('%s', async (_title, text, reason) => {
    expect(await reasonFor(text)).toBe(reason);
  });

  it('among others in one request it is refused alone', async () => {
    const hostile = CASES.filter(
      ([, text, reason]) => typeof text === 'string' && reason !== null && reason !== 'This is not JSON.',
    );
    const body = [raw('first'), ...hostile.map(([, text]) => text), raw('last')].join(',');
    const answer = await daemon.post('/v1/signals', `[${body}]`);
    expect(answer.status).toBe(200);
    const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: { reason: string }[] };
    expect([accepted, rejected.map(({ reason }) => reason)]).toEqual([2, hostile.map(([, , reason]) => reason)]);
  });

  it.each(FAR)('a time that no calendar has: $due and $more', async (data) => {
    const id = `far ${data.due} ${data.more}`;
    expect(await reasonFor(raw(id, { type: '"Promised"', data: JSON.stringify(data) }))).toBeNull();
  });

  const large = `[${raw('large', { data: `{"name":"${'x'.repeat(2 * MB)}"}` })},${raw('beside a large one')}]`;
  it.each<[string, string, string | Buffer, Record<string, string>, number, string | object]>([
    [
      '10 MB',
      '/v1/signals',
      'x'.repeat(10 * MB),
      {},
      413,
      'It is larger than 1 MB: send less in one request, or pack it with gzip.',
    ],
    ['a gzip bomb', '/v1/batch', gzipSync(Buffer.alloc(200 * MB)), {}, 413, 'Unpacked it is larger than 8 MB.'],
    [
      'a damaged gzip',
      '/v1/batch',
      Buffer.from([0x1f, 0x8b, 8, 0]),
      {},
      400,
      'It looks like gzip, but cannot be unpacked.',
    ],
    ['nothing', '/v1/track', '', {}, 400, 'This is not JSON.'],
    [
      '10,001 signals',
      '/v1/signals',
      JSON.stringify(Array(10_001).fill(0)),
      {},
      413,
      'More than 10000 signals in one request.',
    ],
    [
      'a million members of one name',
      '/v1/signals',
      gzipSync(raw('million', { data: `{${'"k":0,'.repeat(1e6)}"name":"Ada"}` })),
      {},
      200,
      { accepted: 1 },
    ],
    [
      '300,000 members',
      '/v1/signals',
      gzipSync(raw('crowd', { data: many(300_000) })),
      {},
      200,
      { accepted: 0, rejected: [{ reason: expect.stringContaining('not be larger than 1 MB') }] },
    ],
    ['a batch that is none', '/v1/batch', '{"batch":{"0":1}}', {}, 400, '`batch` should be a list of calls.'],
    [
      'one of 2 MB among others',
      '/v1/signals',
      gzipSync(large),
      {},
      200,
      { accepted: 1, rejected: [{ id: 'large', reason: expect.stringContaining('not be larger than 1 MB') }] },
    ],
    [
      'a header that is not percent-encoded',
      '/v1/events',
      '{}',
      { 'ce-id': '%', 'ce-type': 'x' },
      200,
      { rejected: [{ reason: 'The header ce-id is not percent-encoded as it should be.' }] },
    ],
    [
      'percent-encoded headers',
      '/v1/events',
      '{"name":"Zoë"}',
      {
        'ce-specversion': '1.0',
        'ce-id': 'e%20%F0%9F%98%80',
        'ce-source': '/till%2F1',
        'ce-type': 'Named',
        'ce-subject': 'zo%C3%AB',
      },
      200,
      { accepted: 1 },
    ],
    [
      'half a character in a header',
      '/v1/events',
      '{"name":"Zoë"}',
      { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/', 'ce-type': 'Named', 'ce-subject': '%ED%A0%80' },
      200,
      { rejected: [{ reason: 'The header ce-subject is not percent-encoded as it should be.' }] },
    ],
    [
      'times beyond all dates',
      '/v1/batch',
      `{"sentAt":"+275760-09-13T00:00:00.000Z","batch":[{"type":"track","event":"Named","messageId":"m","userId":"u","timestamp":"-271821-04-20T00:00:00.000Z"}]}`,
      {},
      200,
      { rejected: [{ reason: expect.stringContaining('`timestamp`') }] },
    ],
  ])('%s', async (_title, path, body, headers, status, told) => {
    const answer = await daemon.post(path, body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject(typeof told === 'string' ? { error: told } : told);
  });

  it('texts stay texts in every id, key and property, and in what leaves', async () => {
    for (const [index, text] of TEXTS.entries()) {
      const signal = {
        id: text,
        type: 'Named',
        time: TIME,
        subject: text,
        keys: { email: text, [text]: 'x' },
        data: { name: text },
      };
      expect(await reasonFor(JSON.stringify(signal)), text).toBeNull();
      expect(await reasonFor(JSON.stringify({ ...signal, id: `unknown ${index}`, type: text })), text).toBeNull();
    }
    const lines = (): string[] => readFileSync(join(workspace, 'letters.jsonl'), 'utf8').trim().split('\n');
    await expect.poll(() => lines().length, { timeout: 10_000 }).toBeGreaterThan(TEXTS.length);
    await expect
      .poll(() => TEXTS.filter((text) => !lines().some((line) => (JSON.parse(line) as Letter).to === text)))
      .toEqual([]);
    for (const text of TEXTS) {
      const letter = lines()
        .map((line) => JSON.parse(line) as Letter)
        .find(({ to }) => to === text);
      expect(letter?.content).toEqual({
        subject: `Hello ${text}`,
        text: `Dear ${text}, it is {profile.name}.`,
        html: `<p>Dear ${escaped(text)}</p>`,
      });
    }
  }, 30_000);

  it('and then the daemon works, and its log replays to the same state', async () => {
    expect(await reasonFor(raw('after'))).toBeNull();
    await daemon.stop('SIGKILL');
    await replays(daemon.file);
    await daemon.start();
    expect(await reasonFor(raw('after a new start'))).toBeNull();
    expect((await daemon.post('/v1/signals', raw('after'))).status).toBe(200);
    for (const command of [
      ['status', '--rejects'],
      ['instances'],
      ['outbox'],
      ['timeline', 'own'],
      ['why', TEXTS[7] ?? ''],
    ]) {
      const { status, stdout } = await journey(...command, '--db', daemon.file);
      // Nothing that a terminal would obey.
      expect([command[0], status, /(?!\n)\p{Cc}/u.exec(stdout)]).toEqual([command[0], 0, null]);
    }
  }, 60_000);
});

it('poison from a file: the same reasons, line by line, and the same state when it is replayed', async () => {
  const file = join(folder, 'run.db');
  const input = join(folder, 'poison.jsonl');
  const large = raw('large', { data: `{"name":"${'x'.repeat(10 * MB)}"}` });
  const lines = [
    ...CASES.map(([, text]) => text),
    large,
    ...TEXTS.map((text) =>
      JSON.stringify({ id: text, type: 'Named', time: TIME, subject: text, data: { name: text } }),
    ),
    raw('end'),
  ];
  writeFileSync(input, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
  const counts = await journeyJson<{ accepted: number; rejected: number; signals: number }>(
    'run',
    workspace,
    '--db',
    file,
    '--input',
    input,
  );
  const refused = CASES.flatMap(([, , reason], index) => (reason === null ? [] : [{ line: index + 1, reason }]));
  expect(counts).toMatchObject({
    signals: lines.length,
    rejected: refused.length + 1,
    accepted: lines.length - refused.length - 1,
  });
  const { rejects } = await journeyJson<{ rejects: { line: number; reason: string }[] }>(
    'status',
    '--rejects',
    '--db',
    file,
  );
  expect(rejects.map(({ line, reason }) => ({ line, reason }))).toEqual([
    ...refused,
    { line: CASES.length + 1, reason: `A signal should not be larger than 1 MB; this one has ${large.length} bytes.` },
  ]);
  await replays(file);
}, 60_000);

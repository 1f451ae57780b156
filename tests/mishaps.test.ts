/** What goes wrong on the machine, or is typed in a hurry: every command says what, where and what to do, and breaks nothing. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Finished, journeyIn, journeyJson } from './command.ts';

const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const folder = mkdtempSync(join(tmpdir(), 'journey-mishaps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES = `
signal Asked { about: text }
team desk { cleared for pii }
journey Help {
  start on Asked as asked every time
  handoff to desk { because "{asked.about}" on resolved { finish as helped } on returned { finish as alone } }
}
`;
const j = (...args: string[]): Promise<Finished> => journeyIn(folder, args);

/** It ends with that status, says this, and is no mistake of ours. */
async function says(status: number, text: string | RegExp, ...args: string[]): Promise<void> {
  const done = await j(...args);
  const said = `journey ${args.join(' ')}\n${done.stderr}`;
  expect(done.stderr, said).toMatch(text);
  expect(done.stderr, said).not.toContain('mistake in journey itself');
  expect(done.status, said).toBe(status);
}

beforeAll(async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'help.journey'), FILES);
  mkdirSync(join(folder, 'some-folder'));
  mkdirSync(join(folder, 'some-place'));
  writeFileSync(join(folder, 'some-place', 'journey.json'), '{}');
  const lines = Array.from({ length: 500 }, (_, n) => JSON.stringify({ id: `z${n}`, text: Math.random() }));
  writeFileSync(join(folder, 'half.gz'), gzipSync(lines.join('\n')).subarray(0, 900));
  const asked = { id: 'a', type: 'Asked', subject: 'ada', time: '2026-03-02T10:00:00Z', data: { about: 'tea' } };
  writeFileSync(join(folder, 'asked.jsonl'), JSON.stringify(asked));
  expect((await j('run', '--input', 'asked.jsonl')).status).toBe(0);
}, 30_000);

it('a backup never takes the place of a database that is in use, by whatever name', async () => {
  await says(2, 'is the database itself', 'backup', 'journey.db', '--force');
  await says(2, 'is the database itself', 'backup', './some-folder/../journey.db', '--force');
  linkSync(join(folder, 'journey.db'), join(folder, 'linked.db'));
  await says(3, 'is the database itself', 'backup', 'linked.db', '--force');
  rmSync(join(folder, 'linked.db'));
  expect(await journeyJson('doctor', '--deep', '--db', join(folder, 'journey.db'))).toMatchObject({ ok: true });
});

it('nor is what a database has left beside its file taken for a part of the backup', async () => {
  const target = join(folder, 'old.db');
  expect((await j('backup', 'old.db')).status).toBe(0);
  const whole = readFileSync(target);
  // A write-ahead log of a database that stood there before.
  writeFileSync(`${target}-wal`, 'left behind');
  expect((await j('backup', 'old.db', '--force')).status).toBe(0);
  expect(readFileSync(target).length).toBe(whole.length);
  expect(() => readFileSync(`${target}-wal`)).toThrow('ENOENT');
});

it('folders that are not there, and folders in the place of files', async () => {
  await says(3, /folder .*nowhere is not there[\s\S]*hint/, 'backup', 'nowhere/b.db');
  await says(3, /folder .*nowhere is not there/, 'restore', 'old.db', '--db', 'nowhere/x.db');
  await says(3, /folder .*nowhere is not there/, 'run', '--input', 'asked.jsonl', '--db', 'nowhere/x.db');
  await says(3, /folder .*nowhere is not there/, 'keys', 'create', 'x', '--db', 'nowhere/x.db');
  symlinkSync('there.db', join(folder, 'here.db'));
  symlinkSync('here.db', join(folder, 'there.db'));
  await says(2, 'is a link that leads to itself', 'status', '--db', 'here.db');
  await says(3, 'ends with a blank', 'run', '--input', 'asked.jsonl', '--db', 'blank.db ');
  await says(3, 'is a folder, not a database', 'status', '--db', 'some-folder');
  await says(3, 'is a folder, not a database', 'backup', 'some-folder', '--force');
  await says(2, 'some-folder is a folder', 'run', '--input', 'some-folder', '--db', 'of-a-folder.db');
  expect(existsSync(join(folder, 'of-a-folder.db'))).toBe(false);
  await says(
    0,
    /No file in .*some-place declares a journey/,
    'run',
    'some-place',
    '--input',
    'asked.jsonl',
    '--db',
    'e.db',
  );
  await says(1, /No file here declares any: name the workspace/, 'send', 'X', '--workspace', 'some-place');
});

it('a file that is no database stays as it is, and the hint says how another one is named', async () => {
  writeFileSync(join(folder, 'no.db'), 'a letter to a friend, which is longer than the head of a database'.repeat(20));
  const foreign = new Sqlite(join(folder, 'foreign.db'));
  foreign.exec('CREATE TABLE friends (name TEXT)');
  foreign.close();
  for (const name of ['no.db', 'foreign.db']) {
    const before = readFileSync(join(folder, name));
    const theirs = `${name} is not a journey database.\nhint  Name`;
    await says(3, `${theirs} another file with --db`, 'run', '--input', 'asked.jsonl', '--db', name);
    await says(3, `${theirs} another file with --db`, 'send', 'Asked', '--customer', 'ada', '--db', name);
    await says(3, `${theirs} a file that \`journey backup\` has made`, 'restore', name);
    await says(3, `${theirs} a copy of this database`, 'forget', '--from', name, '--yes');
    expect(readFileSync(join(folder, name)).equals(before), name).toBe(true);
    expect(readdirSync(folder).filter((each) => each.startsWith(name))).toEqual([name]);
  }
  await says(2, 'no file nope.db.\nhint  Name a copy of this database', 'forget', '--from', 'nope.db', '--yes');
});

it('a damaged database is called that', async () => {
  const torn = join(folder, 'torn.db');
  copyFileSync(join(folder, 'old.db'), torn);
  const bytes = readFileSync(torn);
  bytes.fill(0xff, 16_384, bytes.length);
  writeFileSync(torn, bytes);
  await says(3, /damaged[\s\S]*journey restore/, 'status', '--db', 'torn.db');
  await says(3, /damaged[\s\S]*journey restore/, 'timeline', 'ada', '--db', 'torn.db');
});

it('a state that cannot be read is damage, and the doctor finds it', async () => {
  const file = join(folder, 'state.db');
  copyFileSync(join(folder, 'journey.db'), file);
  const database = new Sqlite(file);
  database.prepare('UPDATE customers SET state = substr(state, 1, 9)').run();
  database.close();
  for (const args of [['instances'], ['replay', '--verify'], ['timeline', '#1']])
    await says(3, /What is stored of customer #1 cannot be read: the file is damaged/, ...args, '--db', 'state.db');
  const { stdout } = await j('doctor', '--deep', '--db', 'state.db');
  expect(stdout).toContain('wrong state: What is stored of customer #1 cannot be read');
});

it.each([
  ['a decision', (log: Buffer) => Buffer.from(log.toString('latin1').replaceAll('[["', 'VVV'), 'latin1')],
  ['a row', () => 'a text'],
])('nor is it a mistake of ours where %s of the log cannot be read', async (_, damage) => {
  const file = join(folder, 'log.db');
  copyFileSync(join(folder, 'journey.db'), file);
  const database = new Sqlite(file);
  const rows = database.prepare('SELECT first, records FROM log').all() as { first: number; records: Buffer }[];
  const change = database.prepare('UPDATE log SET records = ? WHERE first = ?');
  for (const { first, records } of rows) change.run(damage(records), first);
  database.close();
  for (const args of [['why', '#1'], ['timeline', '#1'], ['report']])
    await says(
      3,
      /of the log cannot be read: the file is damaged\.\nhint .*journey restore/,
      ...args,
      '--db',
      'log.db',
    );
  const { status, stdout } = await j('doctor', '--db', 'log.db');
  expect([status, stdout]).toEqual([1, expect.stringMatching(/wrong (hash chain|state)/)]);
});

it('a SQLite that was installed for another Node is called that', () => {
  const place = join(folder, 'moved');
  const modules = join(import.meta.dirname, '..', 'node_modules');
  cpSync(join(program, '..'), join(place, 'dist'), { recursive: true });
  for (const name of ['bindings', 'file-uri-to-path'])
    cpSync(join(modules, name), join(place, 'node_modules', name), { recursive: true });
  const sqlite = join(place, 'node_modules', 'better-sqlite3');
  for (const part of ['lib', 'package.json'])
    cpSync(join(modules, 'better-sqlite3', part), join(sqlite, part), { recursive: true });
  const status = () =>
    spawnSync(process.execPath, [join(place, 'dist', 'journey.js'), 'status'], { cwd: folder, encoding: 'utf8' });
  const said = /^error SQLite cannot be loaded: it was not installed for this Node, v\d+.*\nhint +Run `npm rebuild/;
  expect(status()).toMatchObject({ status: 3, stderr: expect.stringMatching(said) });
  mkdirSync(join(sqlite, 'build', 'Release'), { recursive: true });
  writeFileSync(join(sqlite, 'build', 'Release', 'better_sqlite3.node'), 'compiled for something else');
  expect(status()).toMatchObject({ status: 3, stderr: expect.stringMatching(said) });
});

it('a file that ends in the middle', async () => {
  await says(1, /half.gz cannot be unpacked[\s\S]*recognised/, 'run', '--input', 'half.gz', '--db', 'half.db');
});

it.skipIf(process.getuid?.() !== 0)('who may not try the lock is not told that nobody writes', async () => {
  // Root may do everything: another user asks.
  chmodSync(folder, 0o755);
  // Who only reads needs the files that a connection makes.
  const open = new Sqlite(join(folder, 'journey.db'));
  open.prepare('SELECT count(*) FROM meta').get();
  const asked = spawnSync('node', [program, 'doctor', '--json', '--db', join(folder, 'journey.db')], {
    uid: 65_534,
    encoding: 'utf8',
  });
  open.close();
  const { findings } = JSON.parse(asked.stdout) as { findings: { name: string; said: string }[] };
  expect(findings.find(({ name }) => name === 'writer')?.said).toContain('cannot be told by this user');
});

it.skipIf(process.getuid?.() !== 0)('what this user may not see or read is not called missing', async () => {
  chmodSync(folder, 0o755);
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  for (const place of [closed, folder]) copyFileSync(join(folder, 'old.db'), join(place, 'mine.db'));
  chmodSync(join(folder, 'mine.db'), 0o600);
  chmodSync(closed, 0o700);
  const asked = (...args: string[]) => {
    const env = { ...process.env, NO_COLOR: '1' };
    const { status, stderr } = spawnSync('node', [program, ...args], { cwd: '/', uid: 65_534, encoding: 'utf8', env });
    return [status, stderr.split('\n')[0]];
  };
  const hidden = join(closed, 'mine.db');
  const unseen = [3, `error ${hidden} may not be used.`];
  expect(asked('status', '--db', hidden)).toEqual(unseen);
  expect(asked('pause', 'Answer', '--db', hidden)).toEqual(unseen);
  expect(asked('restore', hidden, '--db', join(folder, 'never.db'))).toEqual(unseen);
  const unread = join(folder, 'mine.db');
  expect(asked('status', '--db', unread)).toEqual([3, `error ${unread} may not be read.`]);
});

it.skipIf(process.getuid?.() !== 0)('who may only read is told what reading needs', () => {
  chmodSync(folder, 0o755);
  const file = join(folder, 'still.db');
  copyFileSync(join(folder, 'journey.db'), file);
  const asked = () => {
    const env = { ...process.env, NO_COLOR: '1' };
    return spawnSync('node', [program, 'status', '--db', file], { cwd: '/', uid: 65_534, encoding: 'utf8', env });
  };
  expect(asked()).toMatchObject({ status: 3, stderr: expect.stringMatching(/still\.db cannot be read now: .*-shm/) });
  const open = new Sqlite(file);
  open.prepare('SELECT count(*) FROM meta').get();
  expect(asked()).toMatchObject({ status: 0, stderr: '' });
  open.close();
});

it('a mark of UTF-8 before the first signal, as some programs write it, is no part of it', async () => {
  const asked = readFileSync(join(folder, 'asked.jsonl'), 'utf8');
  for (const [name, bytes] of [
    ['marked.jsonl', Buffer.from(`\ufeff${asked}`)],
    ['marked.gz', gzipSync(`\ufeff${asked}`)],
  ] as const) {
    writeFileSync(join(folder, name), bytes);
    const { stdout } = await j('run', '--input', name, '--db', `${name}.db`, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ accepted: 1, rejected: 0 });
  }
});

it('an address that is not of this machine', async () => {
  const db = join(folder, 'keys.db');
  await j('keys', 'create', 'x', '--db', db);
  await says(3, 'is no address of this machine', 'serve', '--host', '192.0.2.1', '--port', '0', '--db', db);
});

it('what cannot be done says where to look; what is used wrongly says how to find out', async () => {
  await says(1, /There is no journey Halp; there are: Help[\s\S]*journey status/, 'pause', 'Halp');
  await says(1, /No instance 9-9 is running[\s\S]*journey instances/, 'cancel', '9-9');
  await says(1, /There is no task t-9-9[\s\S]*journey tasks/, 'task', 'done', 't-9-9');
  await says(1, /Nothing in the outbox has the id m-9[\s\S]*journey outbox/, 'retry', 'm-9');
  await says(2, /missing required argument[\s\S]*--help/, 'pause');
  await says(2, /missing required argument[\s\S]*--help/, 'task', 'claim');
  await says(2, /unknown option[\s\S]*--help/, 'keys', 'create', '--bogus');
});

it('a time is one that everybody reads alike, a duration one that time has', async () => {
  await says(2, /5 is not a time[\s\S]*2026-03-01T09:00:00Z/, 'report', '--from', '5');
  await says(2, '2026-02-30T09:00:00Z is not a time', 'move', '1-1', '--to', '2026-02-30T09:00:00Z');
  await says(2, '2026-02-30 is not a time', 'report', '--to', '2026-02-30');
  // By whose clock?
  await says(2, '2026-03-01T09:00 is not a time', 'pause', 'Help', '--at', '2026-03-01T09:00');
  await says(0, '', 'report', '--from', '2026-03-01', '--to', '2026-03-05T09:00:00+01:00');
  await says(2, '99999999999999 weeks is longer than can be counted', 'move', '1-1', '--later', '99999999999999 weeks');
});

it('a span that ends before it begins', async () => {
  await says(
    2,
    'Nothing lies between --from 2026-03-02 and --to 2026-03-01.',
    'report',
    '--from',
    '2026-03-02',
    '--to',
    '2026-03-01',
  );
});

it('one value that another one would silently replace', async () => {
  const twice: readonly (readonly [flag: string, ...args: string[]])[] = [
    ['--input', 'run'],
    ['--scopes', 'keys', 'create', 'shop'],
    ['--journey', 'cancel'],
    ['--journey', 'instances'],
    ['--journey', 'report'],
    ['--journey', 'graph'],
    ['--team', 'tasks'],
    ['--status', 'outbox'],
    ['--filter', 'test'],
  ];
  for (const [flag, ...args] of twice)
    await says(2, `${flag} is given twice: read and write.\nhint`, ...args, flag, 'read', flag, 'write');
  expect(existsSync(join(folder, 'journey.db-access'))).toBe(false);
});

it.skipIf(process.getuid?.() !== 0)('a user without a name, as in a container, acts under the number', async () => {
  const place = mkdtempSync(join(tmpdir(), 'journey-unnamed-'));
  const file = join(place, 'j.db');
  await says(0, '', 'send', 'Asked', '--customer', 'bob', '--data', '{"about": "x"}', '--db', file);
  for (const path of [place, ...readdirSync(place).map((name) => join(place, name))]) chmodSync(path, 0o777);
  const args = [program, 'pause', 'Help', '--db', file, '--json'];
  const done = spawnSync(process.execPath, args, { cwd: folder, uid: 43_210, gid: 43_210, encoding: 'utf8' });
  rmSync(place, { recursive: true });
  expect(done.stderr).toBe('');
  expect(JSON.parse(done.stdout)).toMatchObject({ act: 'pause', by: 'user 43210' });
});

it('the audit names a key by its record, however few acts are shown', async () => {
  const input = join(folder, 'long-ago.jsonl');
  writeFileSync(
    input,
    '{"id": "1", "type": "Asked", "time": "2020-01-01T00:00:00Z", "subject": "ada", "data": {"about": "x"}}\n',
  );
  const db = ['--db', join(folder, 'acts.db')];
  await says(0, '', 'run', '--input', input, ...db);
  for (const name of ['first', 'second', 'third']) await says(0, '', 'keys', 'create', name, ...db);
  const { acts } = JSON.parse((await j('audit', '--limit', '1', '--json', ...db)).stdout);
  expect(acts).toMatchObject([{ act: 'key created', detail: 'third: write', seq: 5 }]);
});

it('nobody is not who did it', async () => {
  for (const args of [
    ['pause', 'Help'],
    ['export', '#1'],
    ['backup', 'nobody.db'],
    ['task', 'done', 't-4-0'],
  ])
    await says(2, /--by names nobody/, ...args, '--by', '');
  expect(existsSync(join(folder, 'nobody.db'))).toBe(false);
});

it('what is empty, as an unset variable of a script makes it, is told by its name', async () => {
  await says(2, '--at is empty.', 'pause', 'Help', '--at', '');
  await says(2, '--journey is empty.', 'cancel', '--journey', ' ');
  await says(2, '--later is empty.', 'move', '1-1', '--later', '');
  await says(2, '--filter is empty.', 'test', '--filter', '');
  await says(2, 'The argument customer is empty.', 'why', '');
  await says(2, 'The argument file is empty.', 'backup', '');
  await says(2, 'The argument name is empty.', 'keys', 'create', '');
  await says(2, 'The argument paths is empty.', 'check', '');
  await says(2, 'The argument paths is empty.', 'fmt', 'help.journey', '');
  await says(2, 'The argument workspace is empty.', 'run', '', '--input', 'asked.jsonl');
  expect(existsSync(join(folder, 'journey.db-access'))).toBe(false);
});

it('a number, a journey and a kind of act that there are not', async () => {
  for (const command of ['why', 'timeline', 'export'])
    await says(1, /There is no customer #7\.\nhint +There are #1 to #1\./, command, '#7');
  await says(1, /There is no journey Halp[\s\S]*Help/, 'instances', '--journey', 'Halp');
  await says(0, '', 'instances', '--journey', 'Help');
  await says(1, /There is no act pauze[\s\S]*pause/, 'audit', '--act', 'pauze');
  await says(0, '', 'audit', '--act', 'pause');
});

it('whoever looks for keys where there are none makes no file by which a daemon would ask for them', async () => {
  const db = join(folder, 'without-keys.db');
  expect((await j('run', '--input', 'asked.jsonl', '--db', db)).status).toBe(0);
  expect(JSON.parse((await j('keys', 'list', '--json', '--db', db)).stdout)).toEqual([]);
  await says(1, /There is no key k9/, 'keys', 'revoke', 'k9', '--db', db);
  expect(existsSync(`${db}-access`)).toBe(false);
});

it('where the first key could not be made, for want of room, no daemon asks for one that nobody has', async () => {
  const asks = () => says(2, 'Without keys anybody', 'serve', 'some-place', '--host', '0.0.0.0', '--db', 'keyless.db');
  const file = join(folder, 'keyless.db-access');
  writeFileSync(file, '');
  await asks();
  await says(0, /The key is for .*keyless\.db, which is not there yet/, 'keys', 'create', 'shop', '--db', 'keyless.db');
  const access = new Sqlite(file);
  access.exec('DELETE FROM access');
  access.close();
  await asks();
});

it('a file in a folder without journey.json is looked at by itself, whatever workspaces stand below', async () => {
  const lone = mkdtempSync(join(tmpdir(), 'journey-lone-'));
  mkdirSync(join(lone, 'other'));
  writeFileSync(join(lone, 'other', 'journey.json'), '{}');
  writeFileSync(join(lone, 'other', 'wrong.journey'), 'signal');
  writeFileSync(join(lone, 'mine.journey'), 'signal Asked { about: txt }\n');
  const { stdout, status } = await journeyIn(lone, ['check', 'mine.journey', '--json']);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; severity: string }[] };
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([{ file: 'mine.journey' }]);
  expect(status).toBe(1);
  rmSync(lone, { recursive: true, force: true });
});

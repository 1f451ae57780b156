/** Where the commands of authors read and write: what is not there, is something else, or cannot be made. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starter } from './starter.ts';
import { commandLine, folder, journey } from './testing/cli.ts';

const files = Object.fromEntries(starter.map(({ path, text }) => [path, text]));

describe('what cannot be written is told with what, where and what to do', () => {
  test.each([
    ['graph -o nope/x.json', 'The folder nope is not there.', 'Make it, or name another file.'],
    ['graph -o .', '. is a folder.', 'Name a file.'],
    ['graph -o journey.json/x', 'journey.json/x cannot be written: journey.json is a file.', 'Name another place.'],
    ['docs -o journey.json', 'journey.json is a file, not a folder.', 'Name another place.'],
    ['docs -o journey.json/x', 'journey.json/x cannot be made: journey.json is a file.', 'Name another place.'],
    ['init journey.json/x', 'journey.json/x cannot be made: journey.json is a file.', 'Name another place.'],
  ])('%s', (command, what, hint) => {
    const told = journey(folder(files), command.split(' '));
    expect(told).toEqual({ status: 3, stdout: '', stderr: `error ${what}\nhint  ${hint}\n` });
  });

  test.runIf(existsSync('/proc/self')).each(['init', 'docs -o', 'demo --out'])(
    '%s where the system lets nobody make a folder: it ends',
    (command) => {
      const { status, stderr } = journey(folder(files), [...command.split(' '), '/proc/none/x']);
      expect(status).toBe(3);
      expect(stderr).toBe(
        'error /proc/none cannot be made: the system allows none there.\nhint  Name another place.\n',
      );
    },
    20_000,
  );

  test('a folder deep below is made with all above it', () => {
    const root = folder(files);
    expect(journey(root, ['docs', '-o', 'a/b/c']).status).toBe(0);
    expect(readdirSync(join(root, 'a/b/c'))).toContain('index.html');
    expect(journey(root, ['docs', '-o', 'a/b/c']).status).toBe(0);
  });
});

test('files beside a workspace are looked at, too; a file of signals has the one workspace that there is', () => {
  const root = folder({
    'shop/journey.json': '{ "currency": "EUR" }',
    'shop/a.journey': 'signal Bought {}\n',
    'drafts/b.journey': 'signal Sold { of: nothing_known }\n',
  });
  const { status, stdout } = journey(root, ['check']);
  expect(status).toBe(1);
  expect(stdout).toContain('drafts/b.journey:1:19');
  expect(stdout).toContain('1 error in 2 files');
  expect(journey(root, ['check', 'shop']).status).toBe(0);
  expect(journey(root, ['graph']).status).toBe(0);
});

describe('where nothing is found to look at', () => {
  test.each(['check', 'test', 'check --json', 'test --format junit', 'fmt --check'])(
    '%s fails: a path may be wrong',
    (command) => {
      const root = folder({
        'notes/readme.md': '',
        'shop/journey.json': '{}',
        'shop/a.journey': 'signal A { }\n',
        'x/journey.json': '{}',
      });
      for (const path of ['notes', 'x'])
        expect(journey(root, [...command.split(' '), 'shop', path])).toEqual({
          status: 2,
          stdout: '',
          stderr: `error There is no .journey file in ${path}.\nhint  Name a folder of .journey files, or one such file.\n`,
        });
      expect(journey(join(root, 'notes'), command.split(' ')).stderr).toContain('There is no .journey file here.');
      expect(journey(root, command.split(' ')).status).toBe(0);
    },
  );

  test('a part with templates, or journey.json by itself, is something to look at', () => {
    const root = folder({ 'journey.json': '{}', 'a.journey': 'signal A { }\n', 'mails/hello.liquid': 'hello' });
    for (const path of ['mails', 'journey.json']) expect(journey(root, ['check', path]).status).toBe(0);
    const wrong = journey(folder({ 'journey.json': '{"nope": 1}' }), ['check']);
    expect(wrong).toMatchObject({ status: 2 });
    expect(wrong.stdout).toContain('J5');
  });

  test('test --watch says once that a path is not there, and ends', () => {
    expect(journey(folder({}), ['test', '--watch', 'nowhere'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error There is no nowhere.\nhint  Name a folder of .journey files, or one such file.\n',
    });
  });

  test('test --watch of an empty folder waits for the first file', async () => {
    const [program, ...args] = commandLine(['test', '--watch']);
    const child = spawn(program, args, { cwd: folder({}), stdio: ['ignore', 'ignore', 'pipe'] });
    let told = '';
    child.stderr.on('data', (chunk) => {
      told += chunk;
    });
    await expect.poll(() => told, { timeout: 20_000 }).toContain('Waiting for changes');
    child.kill('SIGKILL');
    expect(told).toContain('There is no .journey file here.');
  }, 30_000);
});

test('fmt keeps the line ends of a file; where they are mixed, those of the first line hold, and --diff says so in words', () => {
  const windows = 'signal A { }\r\n\r\n// now\r\ntype B = one | two\r\n';
  const root = folder({
    'a.journey': windows,
    'b.journey': 'signal A { }\nsignal B{}\r\n',
    'c.journey': 'signal C { }\r\nsignal D { }\n',
    'd.journey': 'signal E{}\r\n',
  });
  expect(journey(root, ['fmt', '--check', 'a.journey']).status).toBe(0);
  expect(journey(root, ['fmt', '--diff']).stdout).toBe(
    [
      'b.journey: 1 line ends as on Windows (CR LF) and would end with LF, as the first one does',
      '--- b.journey',
      '+++ b.journey',
      '@@ -1,2 +1,2 @@',
      ' signal A { }',
      '-signal B{}',
      '+signal B { }',
      'c.journey: 1 line ends with LF and would end as on Windows (CR LF), as the first one does',
      '--- d.journey',
      '+++ d.journey',
      '@@ -1,1 +1,1 @@',
      '-signal E{}\r',
      '+signal E { }\r',
      '',
    ].join('\n'),
  );
  journey(root, ['fmt']);
  expect(readFileSync(join(root, 'a.journey'), 'utf8')).toBe(windows);
  expect(readFileSync(join(root, 'c.journey'), 'utf8')).toBe('signal C { }\r\nsignal D { }\r\n');
});

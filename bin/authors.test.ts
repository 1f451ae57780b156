import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import { starter } from './starter.ts';
import { folder, journey, journeyInto } from './testing/cli.ts';

const good =
  'signal BillIssued { amount: money }\n\non BillIssued as bill { set profile.owed = bill.amount }\n\nprofile { owed: money = 0 EUR }\n';
const bad = 'singal BillPaid { amount: money }\n';

interface Report {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly { readonly code: string; readonly file: string; readonly hint?: string }[];
}

const report = (stdout: string): Report => JSON.parse(stdout) as Report;

describe('journey check', () => {
  test('nothing to say: status 0 and one line', () => {
    const { status, stdout, stderr } = journey(folder({ 'journey.json': '{}', 'a.journey': good }), ['check']);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'no problems in 1 file\n', stderr: '' });
  });

  test('an error is shown with its line, and the status is 1', () => {
    const { status, stdout } = journey(folder({ 'sub/a.journey': bad }), ['check']);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'error J1002: There is no word `singal` here. Did you mean `signal`?\n  --> sub/a.journey:1:1\n',
    );
    expect(stdout).toContain('1 | singal BillPaid { amount: money }\n  | ^^^^^^\n');
  });

  test('of several workspaces, the file that does not compile is named as it is found from here', () => {
    const root = folder({
      'one/journey.json': '{}',
      'two/journey.json': '{}',
      'one/a.journey': good,
      'two/a.journey': bad,
    });
    const { status, stderr } = journey(root, ['test']);
    expect(status).toBe(1);
    expect(stderr).toContain('The first: two/a.journey:1:1 There is no word `singal` here.');
  });

  test('--json is one document, with places as in LSP', () => {
    const { status, stdout, stderr } = journey(folder({ 'a.journey': bad, 'b.journey': good }), ['check', '--json']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(report(stdout)).toMatchObject({
      files: 2,
      errors: 1,
      diagnostics: [
        {
          code: 'J1002',
          severity: 'error',
          file: 'a.journey',
          range: { start: { line: 0, character: 0 }, end: { line: 0, character: 6 } },
          fixes: [{ edits: [{ text: 'signal' }] }],
        },
      ],
    });
  });

  test('a file that is none of the workspace is told: nothing was checked', () => {
    const root = folder({
      'journey.json': '{}',
      'a.journey': good,
      '.b.journey': bad,
      'notes.txt': bad,
      'a.liquid': '',
    });
    symlinkSync('.b.journey', join(root, 'link.journey'));
    for (const file of ['.b.journey', 'notes.txt', 'link.journey']) {
      const { status, stdout, stderr } = journey(root, ['check', file]);
      expect({ status, stdout }, file).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(`${file} is no file of the workspace.`);
    }
    for (const file of ['a.journey', 'a.liquid', 'journey.json']) expect(journey(root, ['check', file]).status).toBe(0);
  });

  test('a folder of a workspace stands for that part of it', () => {
    const root = folder({ 'journey.json': '{}', 'a/a.journey': bad, 'b/b.journey': good });
    expect(report(journey(root, ['check', 'b', '--json']).stdout)).toMatchObject({ files: 1, errors: 0 });
    expect(report(journey(join(root, 'a'), ['check', '--json']).stdout)).toMatchObject({ files: 1, errors: 1 });
  });

  test('the other formats are what their readers take', () => {
    const root = folder({ 'a.journey': bad });
    const sarif = JSON.parse(journey(root, ['check', '--format', 'sarif']).stdout) as {
      version: string;
      runs: unknown[];
    };
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [{ tool: { driver: { name: 'journey' } }, results: [{ ruleId: 'J1002', level: 'error' }] }],
    });
    expect(journey(root, ['check', '--format', 'github']).stdout).toBe(
      '::error file=a.journey,line=1,endLine=1,col=1,endColumn=7,title=J1002::There is no word `singal` here. Did you mean `signal`?\n',
    );
    expect(journey(root, ['check', '--format', 'junit']).stdout).toContain(
      '<testsuites name="journey check" tests="1" failures="1">',
    );
  });

  test('warnings fail only where --max-warnings says so, and journey.json sets their level', () => {
    const files = Object.fromEntries(
      starter
        .filter(({ path }) => path.endsWith('.journey'))
        .map(({ path, text }) => [path, text.replace(/^on OffersAnswered .*\n/gm, '')]),
    );
    const root = folder(files);
    const { warnings } = report(journey(root, ['check', '--json']).stdout);
    expect(warnings).toBeGreaterThan(0);
    expect(journey(root, ['check']).status).toBe(0);
    expect(journey(root, ['check', '--max-warnings', '0']).status).toBe(1);
    const codes = report(journey(root, ['check', '--json']).stdout).diagnostics.map(({ code }) => code);
    const lint = Object.fromEntries(codes.map((code) => [code, 'off']));
    expect(
      report(journey(folder({ ...files, 'journey.json': JSON.stringify({ lint }) }), ['check', '--json']).stdout)
        .warnings,
    ).toBe(0);
  });

  test('what cannot be checked is said, with the status that fits', () => {
    const missing = journey(folder({}), ['check', 'nowhere']);
    expect(missing).toMatchObject({ status: 2, stdout: '' });
    expect(missing.stderr).toContain('There is no nowhere.');
    const binary = journey(folder({ 'a.journey': new Uint8Array([0xff, 0xfe, 0x00, 0x41]) }), ['check']);
    expect(binary.status).toBe(1);
    expect(binary.stderr).toContain('is not UTF-8 text');
    const text = Buffer.from('\ufeffsignal Seen { by: id }\n', 'utf16le');
    const beside = journey(folder({ 'a.journey': text, 'b.journey': 'condition Saw = any Seen and any Sean\n' }), [
      'check',
      '--json',
    ]);
    expect(beside).toMatchObject({ status: 1, stderr: expect.stringContaining('a.journey is not UTF-8 text') });
    expect(report(beside.stdout).diagnostics.map(({ code }) => code)).toEqual(['J4007', 'J2001']);
    expect(journey(folder({}), ['check', '--max-warnings', 'some'])).toMatchObject({ status: 2 });
    expect(journey(folder({}), ['chekc']).status).toBe(2);
  });

  test('a byte order mark and Windows line ends are no mistake', () => {
    expect(journey(folder({ 'a.journey': `\ufeff${good.replaceAll('\n', '\r\n')}` }), ['check']).status).toBe(0);
  });
});

describe('journey.json', () => {
  test('an unknown key is an error at its place, with the key that was meant', () => {
    const root = folder({ 'journey.json': '{\n  "curency": "EUR"\n}\n', 'a.journey': good });
    const { status, stdout } = journey(root, ['check', '--json']);
    expect(status).toBe(2);
    expect(report(stdout).diagnostics).toMatchObject([
      {
        code: 'J5002',
        file: 'journey.json',
        range: { start: { line: 1, character: 2 } },
        hint: 'Did you mean `currency`?',
      },
    ]);
    const graph = journey(root, ['graph']);
    expect(graph).toMatchObject({ status: 2, stdout: '' });
    expect(graph.stderr).toContain('journey.json:2:3 J5002: There is no setting `curency`.');
  });

  test.each([
    ['{ "currency": "EUR", }', 'J5001'],
    ['{ // no\n}', 'J5001'],
    ['', 'J5001'],
    ['{ "currency": "euro" }', 'J5003'],
    ['{ "timezone": "Londres" }', 'J5004'],
    ['{ "lint": { "J4006": "loud" } }', 'J5003'],
    ['{ "lint": { "J9999": "off" } }', 'J5003'],
    ['{ "lint": { "unused": "off" } }', 'J5003'],
    ['{ "connectors": { "http desk": { "url": "https://example.org", "sercet": "TOKEN" } } }', 'J5002'],
    ['{ "connectors": { "http desk": { } } }', 'J5003'],
    ['{ "connectors": { "http desk": { "url": "ftp://example.org" } } }', 'J5003'],
    ['{ "connectors": { "http desk": { "url": "https://example.org", "timeout": "20s" } } }', 'J5003'],
    ['{ "connectors": { "http desk at home": { "url": "https://example.org" } } }', 'J5003'],
    ['{ "connectors": { "http desk": { "url": "https://me:hunter2@example.org" } } }', 'J5005'],
    ['{ "connectors": { "http desk": { "url": "https://example.org", "bearer": "hunter2" } } }', 'J5005'],
    ['{ "connectors": { "http desk": { "url": "https://example.org", "signing": ["whsec_abc"] } } }', 'J5005'],
    ['{ "connectors": { "desk": { "kind": "http", "url": "https://example.org" } } }', 'J5006'],
    ['{ "connectors": { "desk": { } } }', 'J5006'],
    ['[]', 'J5003'],
  ])('%s', (text, code) => {
    const { status, stdout } = journey(folder({ 'journey.json': text }), ['check', '--json']);
    expect(status).toBe(2);
    expect(report(stdout).diagnostics.map((found) => found.code)).toEqual([code]);
  });
});

describe('journey fmt', () => {
  const ugly = 'signal A{a:text,b:money?}\n';
  const nice = 'signal A { a: text, b: money? }\n';

  test('writes the style and names what it changed', () => {
    const root = folder({ 'a.journey': ugly, 'b.journey': nice });
    expect(journey(root, ['fmt'])).toEqual({ status: 0, stdout: 'a.journey\n', stderr: '' });
    expect(readFileSync(join(root, 'a.journey'), 'utf8')).toBe(nice);
    expect(journey(root, ['fmt', '--check'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('--check and --diff write nothing', () => {
    const root = folder({ 'a.journey': ugly });
    expect(journey(root, ['fmt', '--check'])).toMatchObject({ status: 1, stdout: 'a.journey\n' });
    expect(journey(root, ['fmt', '--diff']).stdout).toBe(
      `--- a.journey\n+++ a.journey\n@@ -1,1 +1,1 @@\n-${ugly}+${nice}`,
    );
    expect(readFileSync(join(root, 'a.journey'), 'utf8')).toBe(ugly);
  });

  test('--stdin goes from one end to the other; with an error the text comes out as it went in', () => {
    expect(journey(folder({}), ['fmt', '--stdin'], ugly)).toEqual({ status: 0, stdout: nice, stderr: '' });
    const { status, stdout, stderr } = journey(folder({}), ['fmt', '--stdin'], bad);
    expect({ status, stdout }).toEqual({ status: 1, stdout: bad });
    expect(stderr).toContain('J1002');
  });

  test('--stdin with --check, --diff or --json tells, and does not write', () => {
    const root = folder({});
    const found = journey(root, ['fmt', '--stdin', '--check'], ugly);
    expect(found).toMatchObject({ status: 1, stdout: 'stdin\n' });
    expect(found.stderr).toContain('1 file is not in the style');
    expect(journey(root, ['fmt', '--stdin', '--check'], nice)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(journey(root, ['fmt', '--stdin', '--diff'], ugly)).toEqual({
      status: 0,
      stdout: `--- stdin\n+++ stdin\n@@ -1,1 +1,1 @@\n-${ugly}+${nice}`,
      stderr: '',
    });
    const { status, stdout } = journey(root, ['fmt', '--stdin', '--json'], ugly);
    expect({ status, told: JSON.parse(stdout) }).toEqual({
      status: 0,
      told: { files: 1, changed: ['stdin'], diagnostics: [] },
    });
  });

  test('a file that is not UTF-8 keeps none of the others from its turn', () => {
    const latin = Buffer.from('signal A {  } // caf\xe9\n', 'latin1');
    const root = folder({ 'a.journey': latin, 'b.journey': ugly });
    const { status, stdout, stderr } = journey(root, ['fmt']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: 'b.journey\n' });
    expect(stderr).toContain('a.journey is not UTF-8 text.');
    expect(readFileSync(join(root, 'b.journey'), 'utf8')).toBe(nice);
    expect(readFileSync(join(root, 'a.journey')).equals(latin)).toBe(true);
  });

  test('what is not UTF-8 does not come out of --stdin damaged', () => {
    const latin = Buffer.from('team caf\xe9 { via console }\n', 'latin1');
    const { status, stdout, stderr } = journey(folder({}), ['fmt', '--stdin'], latin);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Standard input is not UTF-8 text.');
  });

  test('--lines touches these lines only, of a file and of standard input', () => {
    const root = folder({ 'a.journey': ugly.repeat(3) });
    expect(journey(root, ['fmt', '--lines', '2..2', 'a.journey']).status).toBe(0);
    expect(readFileSync(join(root, 'a.journey'), 'utf8')).toBe(ugly + nice + ugly);
    expect(journey(root, ['fmt', '--stdin', '--lines', '1..2'], ugly.repeat(3)).stdout).toBe(nice + nice + ugly);
    expect(journey(root, ['fmt', '--lines', '3..1', 'a.journey'])).toMatchObject({ status: 2 });
    expect(journey(root, ['fmt', '--lines', '1..2'])).toMatchObject({ status: 0 });
  });
});

test('our own journeys are in the style and without problems', () => {
  const project = new URL('..', import.meta.url).pathname;
  expect(journey(project, ['fmt', '--check', 'journeys', 'examples'])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(journey(project, ['check', '--max-warnings', '0', 'journeys', 'examples'])).toMatchObject({ status: 0 });
});

describe('journey explain', () => {
  test('shows a page of the catalogue', () => {
    const { status, stdout } = journey(folder({}), ['explain', 'j1002']);
    expect(status).toBe(0);
    expect(stdout).toContain('error J1002 misspelt-word');
    expect(stdout).toContain('Wrong:\n\n    singal BillIssued');
  });

  test('an unknown code gets the nearest one', () => {
    expect(journey(folder({}), ['explain', 'J10002'])).toMatchObject({ status: 2, stdout: '' });
    expect(journey(folder({}), ['explain', 'mispelt-word']).stderr).toContain('Did you mean misspelt-word?');
  });
});

describe('journey graph', () => {
  const files = Object.fromEntries(starter.map(({ path, text }) => [path, text]));

  test('writes the graph as data and as drawings', () => {
    const root = folder(files);
    const { status, stdout, stderr } = journey(root, ['graph']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, files: ['cart_rescue.journey', 'shop.journey'] });
    expect(journey(root, ['graph', '--format', 'mermaid']).stdout).toContain('flowchart');
    expect(journey(root, ['graph', '--format', 'dot', '--journey', 'CartRescue']).stdout).toMatch(/^digraph/);
    expect(journey(root, ['graph', '--format', 'json', '--json']).stdout).toBe(stdout);
    expect(journey(root, ['graph', '-o', 'graph.json']).stdout).toBe('');
    expect(JSON.parse(readFileSync(join(root, 'graph.json'), 'utf8'))).toEqual(JSON.parse(stdout));
  });

  test('a folder of a workspace stands for that part of it, with the journeys that it runs', () => {
    const journeyIn = (name: string, does: string): string => `journey ${name} { start on Asked every time\n${does} }`;
    const root = folder({
      'journey.json': '{}',
      'b/b.journey': `signal Asked {}\njourney Shared(word: text) { wait 1 day }\n${journeyIn('Other', 'wait 1 day')}`,
      'a/a.journey': `use b\n${journeyIn('Own', 'run Shared("tea")')}`,
    });
    const names = (...args: string[]): string[] =>
      Object.keys((JSON.parse(journey(root, ['graph', ...args]).stdout) as Graph).journeys);
    expect(names('a')).toEqual(['Own', 'Shared']);
    expect(names('a', '--journey', 'Other')).toEqual(['Other']);
    expect(names()).toEqual(['Other', 'Own', 'Shared']);
    expect(journey(root, ['docs', 'a', '-o', 'pages']).status).toBe(0);
    expect(readdirSync(join(root, 'pages')).filter((name) => !name.startsWith('all-'))).toEqual([
      'Own.html',
      'Shared.html',
      'index.html',
    ]);
  });

  test('an unknown journey, a file with errors, a place that cannot be written', () => {
    const root = folder(files);
    expect(journey(root, ['graph', '--journey', 'CartRescu']).stderr).toContain('Did you mean CartRescue?');
    expect(journey(root, ['graph', '-o', 'no/such/folder.json']).status).toBe(3);
    const broken = journey(folder({ 'a.journey': bad }), ['graph']);
    expect(broken).toMatchObject({ status: 1, stdout: '' });
    expect(broken.stderr).toContain('a.journey:1:1');
  });
});

test.runIf(existsSync('/dev/full'))('a full disk behind stdout is the environment, not a mistake of ours', () => {
  const root = folder({ 'a.journey': good });
  const { status, stderr } = journeyInto('/dev/full', root, ['check']);
  expect(status).toBe(3);
  expect(stderr).toContain('the disk is full');
  expect(stderr).not.toContain('    at ');
});

test('colour follows FORCE_COLOR and NO_COLOR', () => {
  const root = folder({ 'a.journey': bad });
  expect(journey(root, ['check']).stdout).not.toContain('\u001b[');
  expect(journey(root, ['check'], '', { NO_COLOR: '', FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
});

test('every command has help with an example', () => {
  const { stdout } = journey(folder({}), ['--help']);
  const names = [...stdout.matchAll(/^ {2}([a-z]+) .*/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help');
  expect(names).toEqual(expect.arrayContaining(['init', 'check', 'fmt', 'explain', 'graph', 'test']));
  const below = ['keys create', 'keys list', 'keys revoke', 'task claim', 'task done', 'task return'];
  for (const name of [...names, ...below])
    expect(journey(folder({}), [...name.split(' '), '--help']).stdout, name).toMatch(/Examples?:\n {2}journey /);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { starter } from './starter.ts';
import { folder, journey } from './testing/cli.ts';

const files = Object.fromEntries(starter.map(({ path, text }) => [path, text]));

test.each([
  ['retry m-1 --all', '--all would retry more than m-1.'],
  ['cancel 1-1 --journey CartRescue', '--journey would cancel more than 1-1.'],
  ['graph --format svg --json', '--json and --format svg contradict each other.'],
  ['check --json --format github', '--json and --format github contradict each other.'],
  ['test --json --format lcov', '--json and --format lcov contradict each other.'],
  ['help nope', 'There is no command nope.'],
  ['help task nope', 'There is no command nope.'],
  ['help chek', 'There is no command chek.'],
  ['check --max-warnings -1', '--max-warnings -1 is not a whole number.'],
])('%s: flags that contradict each other do nothing', (line, said) => {
  const { status, stdout, stderr } = journey(folder(files), line.split(' '));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(`error ${said}\nhint  `);
});

test('help of a command, and of all', () => {
  const root = folder({});
  expect(journey(root, ['help', 'fmt'])).toEqual(journey(root, ['fmt', '--help']));
  expect(journey(root, ['help', 'task', 'done'])).toEqual(journey(root, ['task', 'done', '--help']));
  expect(journey(root, ['help'])).toEqual(journey(root, ['--help']));
  expect(journey(root, ['check', '--json', '--format', 'json'])).toEqual(journey(root, ['check', '--json']));
});

test.each([
  ['cart.svg', [], '<svg '],
  ['cart.DOT', [], 'digraph '],
  ['cart.mmd', [], '%% CartRescue\nflowchart '],
  ['cart.bpmn', [], '<?xml '],
  ['cart.json', [], '{\n'],
  ['cart', [], '{\n'],
  ['cart.svg', ['--format', 'dot'], 'digraph '],
  ['cart.svg', ['--json'], '{\n'],
])('graph -o %s %j: the name of the file says how it is written, unless a flag does', (file, more, start) => {
  const root = folder(files);
  expect(journey(root, ['graph', '-o', file, ...more])).toMatchObject({ status: 0, stderr: '' });
  expect(readFileSync(join(root, file), 'utf8')).toMatch(new RegExp(`^${start.replace(/[?{]/g, '\\$&')}`));
});

test.each(['check', 'test', 'graph', 'docs -o pages'])('%s where no file is: said, and nothing is written', (line) => {
  const root = folder({});
  const { status, stdout, stderr } = journey(root, line.split(' '));
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('There is no .journey file here.');
  expect(readdirSync(root)).toEqual([]);
});

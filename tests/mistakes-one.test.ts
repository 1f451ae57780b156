/** One mistake, one error: a word or a sign that is left out, or written twice, in the recipes, one after the other. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

const recipes = fileURLToPath(new URL('../examples/recipes/', import.meta.url));
const files = (readdirSync(recipes, { recursive: true }) as string[])
  .filter((path) => path.endsWith('.journey'))
  .sort();
const texts = new Map(files.map((path) => [path, readFileSync(recipes + path, 'utf8')]));
/** every so many words and signs of a file */
const STEP = 23;

/** How many errors each of the mistakes led to. */
function errorsOf(mistake: (before: string, word: string, behind: string) => string): number[] {
  const settings = { currency: 'GBP', timezone: 'Europe/London', locale: 'en-GB' };
  const workspace = createWorkspace({ settings });
  for (const [path, text] of texts) workspace.setFile(path, text);
  const errors = (): number => workspace.check().filter(({ severity }) => severity === 'error').length;
  expect(errors()).toBe(0);
  const found: number[] = [];
  for (const [path, text] of texts) {
    const words = [...text.matchAll(/"[^"\n]*"|\w+|[^\s\w]/g)].filter(({ index }) => !isComment(text, index));
    for (let at = path.length % STEP; at < words.length; at += STEP) {
      const [word, index] = [words[at]?.[0] ?? '', words[at]?.index ?? 0];
      workspace.setFile(path, mistake(text.slice(0, index), word, text.slice(index + word.length)));
      found.push(errors());
    }
    workspace.setFile(path, text);
  }
  return found;
}

function isComment(text: string, index: number): boolean {
  return text.slice(text.lastIndexOf('\n', index) + 1, index + 2).includes('//');
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
const shareOfMany = (numbers: readonly number[]): number => numbers.filter((each) => each > 3).length / numbers.length;

test('what is left out is one error, or two', () => {
  const errors = errorsOf((before, _, behind) => before + behind);
  expect(errors.length).toBeGreaterThan(400);
  expect(mean(errors)).toBeLessThan(1.4);
  expect(shareOfMany(errors)).toBeLessThan(0.04);
});

test('what is written twice is one error, or two', () => {
  const errors = errorsOf((before, word, behind) => `${before}${word} ${word}${behind}`);
  expect(mean(errors)).toBeLessThan(1.8);
  expect(shareOfMany(errors)).toBeLessThan(0.05);
});

test.each([
  ['channel  { to profile.email, via console, cleared for pii }', 'channel email {', 'J1003'],
  ['Service { consent assumed }', 'purpose Service {', 'J1034'],
  [
    'signal OrderPlaced named "Order Placed" is revenue of total order: id, total: money }',
    'signal OrderPlaced ',
    'J1007',
  ],
  ['profile', 'profile {', 'J1007'],
])('what is used everywhere is not missing everywhere: %s', (written, begin, code) => {
  const workspace = createWorkspace({ settings: { currency: 'GBP', timezone: 'Europe/London', locale: 'en-GB' } });
  for (const [path, text] of texts) {
    const lines = text
      .split('\n')
      .map((line) => (path === 'shared.journey' && line.startsWith(begin) ? written : line));
    workspace.setFile(path, lines.join('\n'));
  }
  const errors = workspace.check().filter(({ severity }) => severity === 'error');
  expect(errors.map((each) => [each.file, each.code])).toEqual([['shared.journey', code]]);
  workspace.setFile('shared.journey', texts.get('shared.journey') ?? '');
  expect(workspace.check().filter(({ severity }) => severity === 'error')).toEqual([]);
});

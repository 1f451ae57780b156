import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

const told = (text: string): readonly string[] =>
  readConfiguration('journey.json', text).diagnostics.map(({ message }) => message);

test.each(['null', '3', '"EUR"', '[]', 'true'])('%s for the whole file is told as what it is not', (text) => {
  expect(told(text)).toEqual(['`journey.json` is an object, `{ .. }`.']);
});

test.each([
  ['{ "currency": 1 }', '`currency` is a text in double quotes.'],
  ['{ "timezone": null }', '`timezone` is a text in double quotes.'],
  ['{ "timezone": "" }', '`timezone` is empty.'],
  ['{ "lint": [] }', '`lint` is an object, `{ .. }`.'],
  ['{ "signals": { "late": 30 } }', '`signals.late` is a text in double quotes.'],
  [connector({ concurrency: 1.5 }), '`connectors.http desk.concurrency` is a whole number.'],
  [connector({ concurrency: 0 }), '`connectors.http desk.concurrency` is at least 1.'],
  [connector({ concurrency: 1001 }), '`connectors.http desk.concurrency` is at most 1000.'],
  [connector({ allow_private: 'yes' }), '`connectors.http desk.allow_private` is true or false, or a list, `[ .. ]`.'],
  [connector({ signing: [] }), '`connectors.http desk.signing` is empty.'],
])('%s is told in plain words', (text, message) => {
  expect(told(text)).toEqual([message]);
});

test.each([
  ['{ "lint": { "J9999": "off" } }', ['`lint.J9999` is not the code of a warning.']],
  ['{ "lint": { "unused-binding": "off" } }', ['`lint.unused-binding` is not the code of a warning.']],
  ['{ "lint": { "J3002": "off" } }', ['`lint.J3002` is the code of an error, and an error stays one.']],
  ['{ "lint": { "J3002": "error", "J4006": "off", "J4058": "info" } }', []],
])('%s: only the codes of warnings are as loud as somebody wants', (text, messages) => {
  expect(told(text)).toEqual(messages);
});

test.each([
  ['J4O06', 'J4006'],
  ['j4006', 'J4006'],
  ['J40006', 'J4006'],
  ['unused-binding', 'J4006'],
])('"lint": { "%s" .. } names the code that was meant', (written, meant) => {
  const [found] = readConfiguration('journey.json', `{ "lint": { "${written}": "off" } }`).diagnostics;
  expect(found?.hint).toBe(`Did you mean \`${meant}\`?`);
  expect(found?.range.start).toEqual({ line: 0, character: 12 });
});

function connector(more: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ connectors: { 'http desk': { url: 'https://desk.example.org', ...more } } });
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { said, unmark } from '../testing/marked.ts';

const folder = new URL('./fixtures/', import.meta.url).pathname;

test.each(readdirSync(folder))('%s', (name) => {
  const marked = unmark(readFileSync(join(folder, name), 'utf8'));
  expect(said(marked, /^J/)).toEqual(marked.expected);
});

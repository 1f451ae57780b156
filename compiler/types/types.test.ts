import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { said, unmark } from '../testing/marked.ts';

const folder = new URL('./fixtures/', import.meta.url).pathname;
const shared = readFileSync(join(folder, 'shared.journey'), 'utf8');

test.each(readdirSync(folder).filter((name) => name !== 'shared.journey'))('%s', (name) => {
  const marked = unmark(readFileSync(join(folder, name), 'utf8'));
  expect(said(marked, /^J[123]/, shared)).toEqual(marked.expected);
});

/** Whoever copies from us copies no warning. A finding in an example is mended, or silenced at its place with the reason; `check` itself sees to the reason. */
import { expect, test } from 'vitest';
import { format } from '../compiler/syntax/printer/format.ts';
import { workspacesBelow } from './examples.ts';

const workspaces = await workspacesBelow('journeys', 'examples', 'bench', 'torture', 'runtime', 'tests/gateway');

test.each(workspaces)('nothing is found in %s, and it is written in the style', (_, { workspace, misconfigured }) => {
  const found = workspace.check().map(({ file, range, message }) => `${file}:${range.start.line + 1} ${message}`);
  expect([...misconfigured, ...found]).toEqual([]);
  for (const path of workspace.paths) {
    const text = workspace.text(path) ?? '';
    if (path.endsWith('.journey')) expect(format(text), path).toBe(text);
  }
});

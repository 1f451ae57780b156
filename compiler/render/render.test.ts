import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Graph } from '../graph/types.ts';
import { createWorkspace } from '../workspace.ts';
import { dot } from './dot.ts';
import { mermaid } from './mermaid.ts';

const fixture = new URL('../testing/fixtures/telco/', import.meta.url).pathname;

function compiled(text: string): Graph {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('a.journey', text);
  const result = workspace.compile();
  if (result === undefined)
    throw new Error(
      workspace
        .check()
        .map((each) => each.message)
        .join('\n'),
    );
  return result.graph;
}

const graph = compiled(readFileSync(`${fixture}bill-shock.journey`, 'utf8'));

test('mermaid reads as its golden file says', async () => {
  await expect(mermaid(graph)).toMatchFileSnapshot(`${fixture}expected.mmd`);
});

test('dot reads as its golden file says', async () => {
  await expect(dot(graph)).toMatchFileSnapshot(`${fixture}expected.dot`);
});

test('one journey can be asked for', () => {
  expect(mermaid(graph, 'BillShock')).toBe(mermaid(graph));
  expect(dot(graph, 'Other')).toBe('');
});

test('quotes, brackets and words of the drawing languages do no harm', () => {
  const drawn = compiled(
    'signal Paid { by: text }\njourney End {\n  start on Paid as paid when paid.by == "a\\"]-->b|#" every time\n  step end {\n    wait 1 day\n  }\n}',
  );
  expect(mermaid(drawn)).not.toMatch(/""|"\]-->b/);
  expect(mermaid(drawn)).toContain('n_end_47_wait');
  expect(dot(drawn)).toContain('\\"a\\\\\\"]-->b|#\\"');
});

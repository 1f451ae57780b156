import { expect, test } from 'vitest';
import { workspaceFiles } from './generate.ts';

test('the generated workspace is the same each time and has the size that was asked for', () => {
  const files = workspaceFiles(120);
  expect([...workspaceFiles(120)]).toEqual([...files]);
  const text = [...files.values()].join('');
  expect(text.match(/^journey /gm)).toHaveLength(120);
  const names = text.match(/^(?:journey|signal|message|condition|team) \w+/gm) ?? [];
  expect(new Set(names).size).toBe(names.length);
  expect(text.split('\n').length / 120).toBeGreaterThan(45);
});

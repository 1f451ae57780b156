import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from './workspace.ts';

const fixtures = new URL('./testing/fixtures/', import.meta.url).pathname;
const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

function workspaceOf(folder: string) {
  const workspace = createWorkspace({ settings });
  for (const name of readdirSync(join(fixtures, folder))) {
    if (name.endsWith('.journey'))
      workspace.setFile(`${folder}/${name}`, readFileSync(join(fixtures, folder, name), 'utf8'));
  }
  return workspace;
}

describe.each(readdirSync(fixtures))('the %s workspace', (folder) => {
  test('has nothing to complain about', () => {
    const said = workspaceOf(folder).check();
    expect(said.map((each) => `${each.file}:${each.range.start.line + 1} ${each.code} ${each.message}`)).toEqual([]);
  });

  test('compiles', () => {
    expect(workspaceOf(folder).compile()).toBeDefined();
  });
});

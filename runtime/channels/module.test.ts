/** Connectors of one's own that cannot be had: nobody waits for them for ever, and nothing of them stays. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeConnectors } from './connectors.ts';
import { moduleConnector } from './module.ts';
import { createSecrets } from './secrets.ts';

const secrets = createSecrets({});
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'journey-module-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each([
  ['is never loaded', 'await new Promise(() => undefined); export default () => ({ send() {} });'],
  ['is never made', 'export default () => new Promise(() => undefined);'],
])('one that %s is told, and not waited for', async (_, text) => {
  writeFileSync(join(root, 'slow.mjs'), text);
  const made = moduleConnector(root, 'house', { module: 'slow.mjs' }, secrets, 50);
  await expect(made).rejects.toThrow('slow.mjs is not ready within 50 ms');
});

it('where one cannot be made those before it are closed', async () => {
  const closed = join(root, 'closed');
  writeFileSync(
    join(root, 'first.mjs'),
    `import { writeFileSync } from 'node:fs';
     export default ({ settings }) => ({ send() {}, close: () => writeFileSync(settings.closed, '') });`,
  );
  writeFileSync(join(root, 'second.mjs'), 'export default () => null.x;');
  const settings = new Map([
    ['first', { kind: 'module' as const, module: 'first.mjs', settings: { closed } }],
    ['second', { kind: 'module' as const, module: 'second.mjs' }],
  ]);
  const made = makeConnectors(settings, { root, secrets, now: Date.now, print: () => undefined });
  await expect(made).rejects.toThrow('The connector `second` cannot be made');
  expect(existsSync(closed)).toBe(true);
});

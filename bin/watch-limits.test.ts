import { mkdirSync, type WatchListener } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { folder } from './testing/cli.ts';
import { onChange } from './watch.ts';

const system = vi.hoisted(() => ({ code: 'ENOSPC', left: 0, heard: [] as WatchListener<string>[], open: 0 }));

vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  watch: (path: string, heard: WatchListener<string>) => {
    if (system.left-- <= 0) throw Object.assign(new Error('full'), { code: system.code, syscall: 'watch', path });
    system.heard.push(heard);
    system.open++;
    return { close: () => void system.open--, on: () => undefined };
  },
}));

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(system, { heard: [], open: 0 });
});

test.each([
  ['ENOSPC', 'max_user_watches'],
  ['EMFILE', 'max_user_instances'],
])('where the system has no watchers left (%s), that is said, and nothing stays watched', (code, limit) => {
  const root = folder({ 'a.journey': '', 'sub/b.journey': '' });
  Object.assign(system, { code, left: 1 });
  expect(() => onChange([root], () => undefined)).toThrow(
    expect.objectContaining({
      status: 3,
      message: `Changes in ${join(root, 'sub')} cannot be seen: the system watches no more folders.`,
      hint: expect.stringContaining(limit) as string,
    }),
  );
  expect(system.open).toBe(0);
});

test('a folder that comes when no watcher is left is told; what is watched already stays watched', () => {
  const root = folder({ 'a.journey': '' });
  Object.assign(system, { code: 'ENOSPC', left: 2 });
  const stop = onChange([root], () => undefined);
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  mkdirSync(join(root, 'later'));
  system.heard[0]?.('rename', 'later');
  expect(told.mock.calls.map(([text]) => String(text)).join('')).toContain(
    `Changes in ${join(root, 'later')} cannot be seen`,
  );
  expect(system.open).toBe(2);
  stop();
});

import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { folder } from './testing/cli.ts';
import { onChange } from './watch.ts';

type Heard = (event: string, name: string | null) => void;

/** A system that has so many watchers left, and says so with the code when it has none. */
function limited(left: number, code: string) {
  const open: Heard[] = [];
  const watch = (path: string, heard: Heard) => {
    if (open.length >= left) throw Object.assign(new Error('full'), { code, syscall: 'watch', path });
    open.push(heard);
    return Object.assign(new EventEmitter(), { close: () => void open.splice(open.indexOf(heard), 1) }) as never;
  };
  return { open, watch };
}

test.each([
  ['ENOSPC', 'max_user_watches'],
  ['EMFILE', 'max_user_instances'],
])('where the system has no watchers left (%s), that is said, and nothing stays watched', (code, limit) => {
  const root = folder({ 'a.journey': '', 'sub/b.journey': '' });
  const { open, watch } = limited(1, code);
  expect(() => onChange([root], () => undefined, watch)).toThrow(
    expect.objectContaining({
      status: 3,
      message: `Changes in ${join(root, 'sub')} cannot be seen: the system watches no more folders.`,
      hint: expect.stringContaining(limit) as string,
    }),
  );
  expect(open).toEqual([]);
});

test('a folder that comes when no watcher is left is told; what is watched already stays watched', () => {
  const root = folder({ 'a.journey': '' });
  const { open, watch } = limited(1, 'ENOSPC');
  const stop = onChange([root], () => undefined, watch);
  const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  mkdirSync(join(root, 'later'));
  open[0]?.('rename', 'later');
  const said = told.mock.calls.map(([text]) => String(text)).join('');
  told.mockRestore();
  expect(said).toContain(`Changes in ${join(root, 'later')} cannot be seen`);
  expect(open).toHaveLength(1);
  stop();
});

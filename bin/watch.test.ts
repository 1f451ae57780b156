import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { starter } from './starter.ts';
import { commandLine, folder } from './testing/cli.ts';
import { onChange } from './watch.ts';

test('every save is seen: by rename as editors do, again and again, of files and folders that came later', async () => {
  const root = folder({ 'a.journey': '', 'sub/b.journey': '' });
  let seen = 0;
  const stop = onChange([root], () => ++seen);
  const sees = async (save: () => void): Promise<void> => {
    const before = seen;
    save();
    await expect.poll(() => seen, { timeout: 3000 }).toBeGreaterThan(before);
  };
  const replace = (path: string): void => {
    writeFileSync(join(root, '.new'), String(seen));
    renameSync(join(root, '.new'), join(root, path));
  };
  try {
    for (const path of [
      'a.journey',
      'a.journey',
      'sub/b.journey',
      'sub/b.journey',
      'journey.json',
      'own.mjs',
      'own.cjs',
    ])
      await sees(() => replace(path));
    await sees(() => rmSync(join(root, 'a.journey')));
    await sees(() => writeFileSync(join(root, 'a.journey'), 'back'));
    await sees(() => mkdirSync(join(root, 'new/deep'), { recursive: true }));
    await sees(() => replace('new/deep/c.journey'));
    await sees(() => renameSync(join(root, 'new'), join(root, 'newer')));
    await sees(() => replace('newer/deep/c.journey'));
    await sees(() => rmSync(join(root, 'sub'), { recursive: true }));
  } finally {
    stop();
  }
});
test('a folder that is named is seen when it goes, and when it is back', async () => {
  const root = join(folder({ 'care/a.journey': '' }), 'care');
  let seen = 0;
  const stop = onChange([root], () => ++seen);
  const sees = async (act: () => void): Promise<void> => {
    const before = seen;
    act();
    await expect.poll(() => seen, { timeout: 3000 }).toBeGreaterThan(before);
  };
  try {
    await sees(() => rmSync(root, { recursive: true }));
    await sees(() => mkdirSync(root));
    await sees(() => writeFileSync(join(root, 'a.journey'), 'back'));
  } finally {
    stop();
  }
});

test('a file that is named by itself is seen after it was replaced', async () => {
  const root = folder({ 'a.journey': '' });
  let seen = 0;
  const stop = onChange([join(root, 'a.journey')], () => ++seen);
  try {
    for (const times of [1, 2]) {
      writeFileSync(join(root, '.new'), String(times));
      renameSync(join(root, '.new'), join(root, 'a.journey'));
      await expect.poll(() => seen, { timeout: 3000 }).toBe(times);
    }
  } finally {
    stop();
  }
});

test('`test --watch` of a part runs again when what it uses changes, and says what to do about a mistake', async () => {
  const root = folder(
    Object.fromEntries(
      starter.map(({ path, text }) => [path === 'cart_rescue.journey' ? 'rescue/cart_rescue.journey' : path, text]),
    ),
  );
  const save = (path: string, was: string, is: string): void => {
    const text = starter.find((each) => each.path === path)?.text ?? '';
    writeFileSync(join(root, path), text.replace(was, is));
  };
  const [program, ...args] = commandLine(['test', '--watch']);
  const child = spawn(program, args, { cwd: join(root, 'rescue'), env: { PATH: process.env.PATH, NO_COLOR: '1' } });
  let said = '';
  child.stdout.on('data', (data) => (said += String(data)));
  child.stderr.on('data', (data) => (said += String(data)));
  const says = async (text: string): Promise<void> => {
    await expect.poll(() => said, { timeout: 8000 }).toContain(`${text}\nWaiting for changes; Ctrl+C ends.\n`);
    said = '';
  };
  try {
    await says('3 passed, 0 failed');
    save('shop.journey', 'signal CartUpdated', 'signal CartChanged');
    await says('hint  Run `journey check` to see them all.');
    save('shop.journey', '', '');
    await says('3 passed, 0 failed');
    save('journey.json', '"currency"', '"curency"');
    await says('hint  Did you mean `currency`?');
  } finally {
    child.kill();
  }
}, 30_000);

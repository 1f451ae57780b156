import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, journey } from './testing/cli.ts';

describe('journey init', () => {
  test('makes a workspace that is right from the start', () => {
    const root = folder({});
    expect(journey(root, ['init', 'shop']).status).toBe(0);
    expect(existsSync(join(root, 'shop/.github/workflows/journeys.yml'))).toBe(true);
    const shop = join(root, 'shop');
    expect(journey(shop, ['check', '--max-warnings', '0'])).toMatchObject({
      status: 0,
      stdout: 'no problems in 2 files\n',
    });
    expect(journey(shop, ['fmt', '--check']).status).toBe(0);
    expect(journey(shop, ['test'])).toMatchObject({ status: 0 });
    expect(journey(root, ['init', 'shop'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('databases, which hold what is known of customers, come into no repository; rules that are there stay', () => {
    const root = folder({ 'old/.gitignore': 'dist\n' });
    journey(root, ['init', 'shop']);
    const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: join(root, 'shop'), encoding: 'utf8' });
    git('init');
    const kept = ['journey.db', 'journey.db-wal', 'journey.db-writer', 'journey.db.before-2026-03-02', 'monday.db'];
    expect(
      git('check-ignore', 'shop.journey', ...kept)
        .stdout.trim()
        .split('\n'),
    ).toEqual(kept);
    expect(journey(root, ['init', 'old'])).toMatchObject({
      status: 0,
      stderr: 'old/.gitignore stays as it is. Let it pass over *.db*: databases hold what is known of customers.\n',
    });
    expect(readFileSync(join(root, 'old/.gitignore'), 'utf8')).toBe('dist\n');
  });

  test('inside a repository the file for CI speaks of the folder, and it is said where GitHub looks for it; nothing is written elsewhere', () => {
    const root = folder({ '.git/HEAD': '' });
    const at = '.github/workflows/journeys.yml';
    expect(journey(root, ['init', 'crm/shop'])).toMatchObject({
      status: 0,
      stderr: `GitHub looks for workflows at the top of a repository only: move crm/shop/${at} to .github/workflows.\n`,
    });
    expect(existsSync(join(root, '.github'))).toBe(false);
    const text = readFileSync(join(root, 'crm/shop', at), 'utf8');
    expect(text).toContain('push: { paths: ["crm/shop/**"] }');
    expect(text).toContain('journey-lang check --format github --max-warnings 0 crm/shop\n');
    expect(journey(join(root, 'crm'), ['init', 'desk']).stderr).toContain(`move desk/${at} to ../.github/workflows.`);
    expect(journey(root, ['init', '.'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('a file is no folder to begin in; a name with a blank can be copied as it stands', () => {
    const root = folder({ notes: '' });
    const taken = journey(root, ['init', 'notes']);
    expect(taken).toMatchObject({ status: 2, stdout: '' });
    expect(taken.stderr).toContain('notes is a file.');
    expect(journey(root, ['init', 'my shop']).stdout).toContain('  cd "my shop"\n');
  });
});

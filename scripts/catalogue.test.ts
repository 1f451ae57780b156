import { execFileSync } from 'node:child_process';
import { test } from 'vitest';

test('the functions and texts generated from the catalogue are up to date', () => {
  execFileSync(process.execPath, ['scripts/catalogue.mjs', '--check'], { stdio: 'pipe' });
});

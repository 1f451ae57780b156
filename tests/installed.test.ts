/** The command as people start it: by its name, which npm links to the built file. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'journey-installed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('`journey` starts by its name, as npm links it', async () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const [name, file] of Object.entries(manifest.bin)) {
    symlinkSync(join(import.meta.dirname, '..', file), join(bin, name));
  }
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };

  const { stdout, stderr } = await promisify(execFile)('sh', ['-c', 'journey --version'], { cwd: folder, env });

  expect({ stdout, stderr }).toEqual({ stdout: `${manifest.version}\n`, stderr: '' });
});

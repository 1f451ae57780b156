/**
 * Builds the VS Code extension with the language server in it: `node scripts/package-vscode.mjs [--out FILE]` writes
 * `vscode/journey-VERSION.vsix`. Needs no network.
 */

import { copyFile, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const { version } = JSON.parse(await readFile('vscode/package.json', 'utf8'));
const packagePath = resolve(values.out ?? `vscode/journey-${version}.vsix`);

const common = {
  bundle: true,
  minify: true,
  platform: 'node',
  // What VS Code 1.91 runs; extensions are CommonJS there.
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  logLevel: 'warning',
};

await rm('vscode/dist', { recursive: true, force: true });
await Promise.all([
  build({
    ...common,
    entryPoints: ['vscode/extension.ts'],
    outfile: 'vscode/dist/extension.js',
    external: ['vscode'],
  }),
  build({ ...common, entryPoints: ['lsp/main.ts'], outfile: 'vscode/dist/server.js' }),
]);
await copyFile('schemas/journey.schema.json', 'vscode/dist/journey.schema.json');
await copyFile('LICENSE', 'vscode/LICENSE');

await createVSIX({ cwd: 'vscode', packagePath, dependencies: false, allowMissingRepository: true, skipLicense: false });
console.error(`wrote ${packagePath}`);

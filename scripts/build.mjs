/**
 * Bundles the entries that people run: one file for the command line (with a chunk per command, loaded when that
 * command is used) and one for the language server. Runs at `npm ci` through `prepare`.
 */

import { chmod, rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { compiledValidators } from './compiled-validators.mjs';

/** Bundled CommonJS packages call `require`, which an ES module does not have. */
const banner = {
  js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  outdir: 'dist',
  external: ['better-sqlite3'],
  mainFields: ['module', 'main'],
  legalComments: 'none',
  banner,
  plugins: [compiledValidators],
  logLevel: 'warning',
};

const entries = [
  { name: 'journey', file: 'bin/journey.ts', splitting: true },
  // Beside the chunk that starts it.
  { name: 'chunks/committer-thread', file: 'runtime/store/committer-thread.ts', splitting: false },
  { name: 'lsp', file: 'lsp/main.ts', splitting: false },
];

await rm('dist', { recursive: true, force: true });
for (const { name, file, splitting } of entries) {
  await build({ ...common, entryPoints: { [name]: file }, splitting, chunkNames: 'chunks/[name]-[hash]' });
  await chmod(`dist/${name}.js`, 0o755);
}

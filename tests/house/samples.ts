/** For every house rule a small sample that breaks it: a rule that cannot fail guards nothing. */
import type { SourceText } from './source-rules.ts';

/** By the name of a source rule: files of which each must be found, and files that must pass. */
export const sourceSamples: Record<string, { wrong: SourceText[]; right: SourceText[] }> = {
  'no-clock-and-no-randomness-in-pure-rooms': {
    wrong: [
      at('compiler/a.ts', 'export const t = Date.now();'),
      at('compiler/a.ts', 'export const t = new Date();'),
      at('runtime/core/a.ts', 'export const t = Math.random();'),
      at('runtime/core/a.ts', 'export const t = performance.now();'),
      at('runtime/core/a.ts', 'export const t = crypto.randomUUID();'),
      at('runtime/core/a.ts', 'setTimeout(() => {}, 1);'),
      at('runtime/core/a.ts', 'export const t = process.env;'),
    ],
    right: [
      at('runtime/engine/a.ts', 'export const t = Date.now();'),
      at('runtime/core/a.ts', 'export const t = new Date(0); export const u = { process: 1 };'),
    ],
  },
  'pure-rooms-do-not-throw': {
    wrong: [
      at('runtime/core/a.ts', 'export function decide() { throw new Error("bad signal"); }'),
      at('runtime/core/a.ts', 'export class Odd extends Error {}\nexport function decide() { throw new Odd(); }'),
    ],
    right: [
      at(
        'runtime/core/a.ts',
        `class Odd extends Error {}
        function read() { throw new Odd(); }
        export function decide() { try { read(); } catch (e) { if (e instanceof Odd) return null; throw e; } }`,
      ),
      at('runtime/core/a.ts', 'export function unreachable(x: never): never { throw new Error(String(x)); }'),
    ],
  },
  'only-store-knows-sql': {
    wrong: [
      at('runtime/engine/a.ts', 'export const q = "SELECT a FROM b";'),
      at('bin/a.ts', 'export const q = "insert into log values (1)";'),
      at('bin/a.ts', `export const q = (t: string) => \`delete from log where t = \${t}\`;`),
    ],
    right: [
      at('runtime/store/a.ts', 'export const q = "SELECT a FROM b";'),
      at('bin/a.ts', 'export const q = "select a journey";'),
    ],
  },
  'only-gateway-and-channels-use-network-globals': {
    wrong: [at('runtime/engine/a.ts', 'export const r = fetch("http://example.org");')],
    right: [at('runtime/channels/a.ts', 'export const r = fetch("http://example.org");')],
  },
  'no-any-and-no-silenced-checks': {
    wrong: [
      at('bin/a.ts', 'export const x: any = 1;'),
      at('bin/a.ts', '// @ts-ignore\nexport const x = 1;'),
      at('bin/a.ts', '// @ts-expect-error because\nexport const x = 1;'),
    ],
    right: [at('bin/a.ts', 'export const any = "any"; // any')],
  },
  'files-stay-under-400-lines': {
    wrong: [at('bin/a.ts', '// line\n'.repeat(401)), at('bin/a.ts', 'export type A = 1;\n'.repeat(401))],
    right: [at('bin/a.ts', '// line\n'.repeat(400))],
  },
  'relative-imports-carry-their-extension': {
    wrong: [at('bin/a.ts', "import { b } from './b';\nb();")],
    right: [at('bin/a.ts', "import { b } from './b.ts';\nb();")],
  },
};

/** By the name of an import rule: files that together break it. */
export const importSamples: Record<string, Record<string, string>> = {
  'compiler-is-pure': { 'compiler/a.ts': "import 'node:fs';" },
  'core-is-pure': {
    'runtime/core/a.ts': "import '../store/a.ts';",
    'runtime/store/a.ts': 'export {};',
  },
  'only-store-knows-sqlite': { 'runtime/engine/a.ts': "import 'better-sqlite3';" },
  'only-gateway-and-channels-know-network': { 'runtime/engine/a.ts': "import 'node:http';" },
  'only-editor-rooms-know-lsp': { 'runtime/engine/a.ts': "import 'vscode-languageserver';" },
  'only-graph-crosses': {
    'runtime/engine/a.ts': "import '../../compiler/syntax/a.ts';",
    'compiler/syntax/a.ts': 'export {};',
  },
  'lsp-knows-no-shell': { 'lsp/a.ts': "import '../runtime/store/a.ts';", 'runtime/store/a.ts': 'export {};' },
  'product-stands-alone': { 'bin/a.ts': "import '../bench/a.ts';", 'bench/a.ts': 'export {};' },
  'no-circles': { 'bin/a.ts': "import './b.ts';", 'bin/b.ts': "import './a.ts';" },
  'imports-resolve': { 'bin/a.ts': "import './nowhere.ts';" },
  'imports-run-downwards': {
    'compiler/syntax/a.ts': "import '../checks/a.ts';",
    'compiler/checks/a.ts': 'export {};',
  },
};

function at(path: string, text: string): SourceText {
  return { path, text };
}

/**
 * Checks a workspace again and again in one process: `node warm.mjs BUNDLE FOLDER`, where BUNDLE is the bundled
 * `compiler/workspace.ts`. Prints one line of JSON, see `WarmReport` in case.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workspace, WorkspaceOptions } from '../../compiler/workspace.types.ts';
import { median } from '../harness/rounds.ts';

const ROUNDS = 7;
const EDITS = 20;

const [, , bundle = '', folder = ''] = process.argv;
const compiler: { createWorkspace: (options: WorkspaceOptions) => Workspace } = await import(
  pathToFileURL(resolve(bundle)).href
);
const options: WorkspaceOptions = { settings: JSON.parse(readFileSync(join(folder, 'journey.json'), 'utf8')) };
const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.journey'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(folder, path), 'utf8') }));

let errors = 0;
let workspace = compiler.createWorkspace(options);
const checks = Array.from({ length: ROUNDS }, () =>
  seconds(() => {
    workspace = compiler.createWorkspace(options);
    for (const { path, text } of texts) workspace.setFile(path, text);
    errors = workspace.check().filter(({ severity }) => severity === 'error').length;
  }),
);
const edits = Array.from({ length: EDITS }, (_, index) =>
  seconds(() => {
    const file = texts[(index * 7) % texts.length];
    if (file !== undefined) workspace.setFile(file.path, edited(file.text, index));
    workspace.check();
  }),
);
const [first = 0, ...again] = checks;
console.log(JSON.stringify({ errors, first, again: median(again), edit: median(edits) }));

/** One line more at the end, one more at the top, or another number in the middle. */
function edited(text: string, index: number): string {
  if (index % 3 === 0) return `${text}\n// edit ${index}\n`;
  if (index % 3 === 1) return `// edit ${index}\n${text}`;
  return text.replace(/(?<=priority |last )\d+/, String(index + 1));
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

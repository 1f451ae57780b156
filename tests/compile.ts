/** Compiles journey text in tests, from memory or from a folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestSuite } from '../compiler/graph/tests.ts';
import type { Graph, SignalTimes } from '../compiler/graph/types.ts';
import { createWorkspace } from '../compiler/workspace.ts';

const LONDON = { currency: 'GBP', timezone: 'Europe/London', locale: 'en-GB' };

/** Fails with the diagnostics where there are errors. `signals`: how far their times may lie from the clock. */
export function compileTexts(
  texts: Readonly<Record<string, string>>,
  signals?: SignalTimes,
): { graph: Graph; tests: TestSuite } {
  const workspace = createWorkspace({ settings: signals === undefined ? LONDON : { ...LONDON, signals } });
  for (const [path, text] of Object.entries(texts)) workspace.setFile(path, text);
  const compiled = workspace.compile();
  if (compiled !== undefined) return compiled;
  const problems = workspace.check().map((d) => `${d.file}:${d.range.start.line + 1} ${d.code} ${d.message}`);
  throw new Error(problems.join('\n'));
}

/** `recursive`: the folders in it, too, each a module. */
export function compileFolder(folder: string, recursive = false): { graph: Graph; tests: TestSuite } {
  const files = readdirSync(folder, { recursive, encoding: 'utf8' }).filter((name) => name.endsWith('.journey'));
  return compileTexts(Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
}

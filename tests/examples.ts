/** The workspaces that people copy from. What they show is checked, drawn and written out by tests. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type LoadedWorkspace, loadWorkspaces } from '../bin/workspace.ts';

const root = join(import.meta.dirname, '..');

/** Every workspace below the folders, with its path from the root of the project. Files beside them are parts that code puts together. */
export async function workspacesBelow(...folders: readonly string[]): Promise<[path: string, LoadedWorkspace][]> {
  const loaded = await loadWorkspaces(folders.map((folder) => join(root, folder)));
  const whole = loaded.filter((each) => existsSync(join(each.root, 'journey.json')));
  return whole.map((each) => [relative(root, each.root), each]);
}

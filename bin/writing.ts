/** Files and folders that commands make. What stands in the way is told with what, where and what to do. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliFailure } from './output.ts';

const ELSEWHERE = 'Name another place.';

/** With all above it. Node's own way does not end where the system lets nobody make a folder, such as /proc. */
export function makeFolder(path: string): void {
  const file = nearestFile(path);
  if (file === path) throw new CliFailure(3, `${path} is a file, not a folder.`, ELSEWHERE);
  if (file !== null) throw new CliFailure(3, `${path} cannot be made: ${file} is a file.`, ELSEWHERE);
  const missing: string[] = [];
  for (let at = resolve(path); kindOf(at) === null; at = dirname(at)) missing.unshift(at);
  for (const each of missing) {
    try {
      mkdirSync(each);
    } catch (error) {
      // Somebody else was faster.
      if (kindOf(each) === 'folder') continue;
      if (!hasCode(error, 'ENOENT', 'EEXIST')) throw error;
      throw new CliFailure(3, `${each} cannot be made: the system allows none there.`, ELSEWHERE);
    }
  }
}

export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    const file = nearestFile(path);
    if (hasCode(error, 'ENOTDIR') && file !== null)
      throw new CliFailure(3, `${path} cannot be written: ${file} is a file.`, ELSEWHERE);
    const folder = dirname(path);
    if (hasCode(error, 'ENOENT') && kindOf(folder) === null)
      throw new CliFailure(3, `The folder ${folder} is not there.`, 'Make it, or name another file.');
    throw error;
  }
}

/** The path, or what is nearest above it, where that is no folder. */
function nearestFile(path: string): string | null {
  let at = path;
  while (kindOf(at) === null && dirname(at) !== at) at = dirname(at);
  return kindOf(at) === 'file' ? at : null;
}

/** What stands there; null: nothing. */
function kindOf(path: string): 'file' | 'folder' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

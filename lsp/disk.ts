/** The files of a workspace on disk. Nothing here fails: what cannot be read is not there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { folderOf } from './uris.ts';

export const configuration = 'journey.json';

const skipped: ReadonlySet<string> = new Set(['node_modules', 'dist']);

/** Absolute paths of `.journey` files and `journey.json` files below a folder. */
export async function journeyFilesBelow(folder: string): Promise<string[]> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    items.map(async (item): Promise<string[]> => {
      const path = `${folder}/${item.name}`;
      if (item.isDirectory()) return item.name.startsWith('.') || skipped.has(item.name) ? [] : journeyFilesBelow(path);
      return item.name.endsWith('.journey') || item.name === configuration ? [path] : [];
    }),
  );
  return found.flat();
}

export function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').then(
    (text) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text),
    () => undefined,
  );
}

/** The nearest folder with a `journey.json`, here or above. */
export function rootAbove(folder: string): string | undefined {
  for (let at = folder; at !== ''; at = folderOf(at)) if (existsSync(`${at}/${configuration}`)) return at;
  return undefined;
}

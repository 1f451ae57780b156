/** The files of a workspace on disk. Nothing here fails: what cannot be read is not there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { folderOf } from './uris.ts';

export const configuration = 'journey.json';

/** Journeys, and the templates that they name. */
export function isSource(path: string): boolean {
  return path.endsWith('.journey') || path.endsWith('.liquid');
}

/** Absolute paths of sources and of `journey.json` files below a folder, as the command line finds them. */
export async function sourcesBelow(folder: string): Promise<string[]> {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    items.map(async (item): Promise<string[]> => {
      const path = `${folder}/${item.name}`;
      if (item.isDirectory())
        return item.name.startsWith('.') || item.name === 'node_modules' ? [] : sourcesBelow(path);
      return isSource(item.name) || item.name === configuration ? [path] : [];
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

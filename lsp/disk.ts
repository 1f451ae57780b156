/** The files of a workspace on disk. Nothing here fails: what cannot be read is not there. */
import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { isPassedOver } from '../compiler/names/modules.ts';
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
      if (isPassedOver(item.name)) return [];
      if (item.isDirectory()) return sourcesBelow(path);
      return (item.isFile() && isSource(item.name)) || item.name === configuration ? [path] : [];
    }),
  );
  return found.flat();
}

/** Whether `sourcesBelow` would find the file. */
export async function isFoundBelow(folder: string, path: string): Promise<boolean> {
  if (isPassedOverBelow(folder, path)) return false;
  return lstat(path).then(
    (item) => item.isFile(),
    () => false,
  );
}

/** Whether the way from the folder to it leads through something that is passed over. */
export function isPassedOverBelow(folder: string, path: string): boolean {
  return path
    .slice(folder.length + 1)
    .split('/')
    .some(isPassedOver);
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

/** Folders as modules: `telco/signals/a.journey` belongs to `telco.signals`; files at the root belong to the module ``. */

export function moduleOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash).replaceAll('/', '.');
}

/** Whether a file or folder of that name is none of a workspace's: what is hidden, and what packages bring with them. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

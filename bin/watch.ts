/** Does something again whenever a file of a workspace changes, until it is interrupted. */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isPassedOver } from '../compiler/names/modules.ts';
import { CliFailure, tell } from './output.ts';
import { requireThere } from './workspace.ts';

/** Milliseconds of quiet before what was saved is looked at. */
const PAUSE = 100;

export async function watchFiles(paths: readonly string[], run: () => Promise<void>): Promise<never> {
  const again = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      // A file that is half written is no reason to end.
      if (!(error instanceof CliFailure)) throw error;
      tell(error.message);
    }
    process.exitCode = 0;
    tell('Waiting for changes; Ctrl+C ends.');
  };
  const watched = paths.length === 0 ? ['.'] : paths;
  // What is not there cannot be watched for.
  watched.forEach(requireThere);
  await again();
  onChange(watched, () => void again());
  return new Promise<never>(() => undefined);
}

/**
 * Calls back once it has been quiet after a change below one of the paths; the function that it gives ends that. Each folder is
 * watched by itself: Node's own recursive watching loses sight of a file that is replaced, which is how many editors save.
 */
export function onChange(paths: readonly string[], changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const above: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, PAUSE);
  };
  const forget = (path: string): boolean => {
    const gone = [...watchers].filter(([folder]) => folder === path || folder.startsWith(path + sep));
    for (const [folder, watcher] of gone) {
      watcher.close();
      watchers.delete(folder);
    }
    return gone.length > 0;
  };
  const look = (path: string): boolean => {
    const folders = foldersBelow(path).filter((folder) => !watchers.has(folder));
    for (const folder of folders) {
      const watcher = watch(folder, (event, name) => {
        if (name === null || /\.(journey|liquid|json|[cm]?js)$/.test(name)) soon();
        if (name === null || event !== 'rename' || isPassedOver(name)) return;
        const [left, came] = [forget(join(folder, name)), look(join(folder, name))];
        if (left || came) soon();
      });
      // A folder that goes away is told by the one above.
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
    }
    return folders.length > 0;
  };
  for (const path of paths) {
    const at = resolve(path);
    const folder = statSync(at).isDirectory() ? at : dirname(at);
    look(folder);
    above.push(
      ...watcherAbove(folder, () => {
        const [left, came] = [forget(folder), look(folder)];
        if (left || came) soon();
      }),
    );
  }
  return () => {
    clearTimeout(timer);
    for (const watcher of [...above, ...watchers.values()]) watcher.close();
  };
}

/** Tells when the folder itself goes or comes, as with another branch of a repository; none where nobody may look above it. */
function watcherAbove(folder: string, moved: () => void): FSWatcher[] {
  try {
    const watcher = watch(dirname(folder), (event, name) => {
      if (event === 'rename' && name === basename(folder)) moved();
    });
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** A folder and all below it; nothing of what is none, or is gone by now. */
function foldersBelow(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [];
    const items = readdirSync(path, { withFileTypes: true });
    const inner = items.filter((item) => item.isDirectory() && !isPassedOver(item.name));
    return [path, ...inner.flatMap(({ name }) => foldersBelow(join(path, name)))];
  } catch {
    return [];
  }
}

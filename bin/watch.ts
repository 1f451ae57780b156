/** Does something again whenever a file of a workspace changes, until it is interrupted. */
import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { isPassedOver } from '../compiler/names/modules.ts';
import { CliFailure, tell, tellFailure } from './output.ts';
import { requireThere, rootsOf } from './workspace.ts';

/** Milliseconds of quiet before what was saved is looked at. */
const PAUSE = 100;

export async function watchFiles(paths: readonly string[], run: () => Promise<void>): Promise<never> {
  const again = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      // A file that is half written, or a folder that is being moved, is no reason to end.
      tellFailure(error);
    }
    process.exitCode = 0;
    tell('Waiting for changes; Ctrl+C ends.');
  };
  // What is not there cannot be watched for.
  const named = (paths.length === 0 ? ['.'] : paths).map(requireThere);
  let running: Promise<void> = Promise.resolve();
  let isDue = false;
  const next = (): void => {
    if (isDue) return;
    isDue = true;
    running = running.then(() => {
      isDue = false;
      return again();
    });
  };
  // A part uses what stands beside it in its workspace. What is saved during the first run is seen, too.
  onChange([...named, ...named.flatMap(rootsOf)], next);
  next();
  return new Promise<never>(() => undefined);
}

/**
 * Calls back once it has been quiet after a change below one of the paths; the function that it gives ends that. Each folder is
 * watched by itself: Node's own recursive watching loses sight of a file that is replaced, which is how many editors save.
 */
export function onChange(paths: readonly string[], changed: () => void, system: Watching = watch): () => void {
  const watchers = new Map<string, ReturnType<Watching>>();
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
      const watcher = watcherOf(system, folder, (event, name) => {
        if (name === null || /\.(journey|liquid|json|[cm]?js)$/.test(name)) soon();
        if (name !== null && event === 'rename' && !isPassedOver(name)) lookAgain(join(folder, name));
      });
      if (watcher === null) continue;
      // A folder that goes away is told by the one above.
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
    }
    return folders.length > 0;
  };
  const lookAgain = (path: string): void => {
    try {
      const [left, came] = [forget(path), look(path)];
      if (left || came) soon();
    } catch (error) {
      // What is watched already still is.
      tellFailure(error);
    }
  };
  const stop = (): void => {
    clearTimeout(timer);
    for (const watcher of [...above, ...watchers.values()]) watcher.close();
  };
  try {
    for (const path of paths) {
      const at = resolve(path);
      const folder = statSync(at).isDirectory() ? at : dirname(at);
      look(folder);
      above.push(...watcherAbove(folder, () => lookAgain(folder)));
    }
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

type Heard = (event: string, name: string | null) => void;
/** What the system offers, as far as it is used. */
type Watching = (folder: string, heard: Heard) => Pick<FSWatcher, 'close' | 'on'>;

/** Null: the folder is gone by now. */
function watcherOf(system: Watching, folder: string, heard: Heard): ReturnType<Watching> | null {
  try {
    return system(folder, heard);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const limit = LIMITS[code];
    if (limit === undefined) throw error;
    throw new CliFailure(
      3,
      `Changes in ${folder} cannot be seen: the system watches no more folders.`,
      `End programs that watch folders, raise the limit (on Linux ${limit}), or leave --watch out.`,
    );
  }
}

/** What the system says when it is full of watchers; elsewhere the same codes speak of the disk and of open files. */
const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: '`fs.inotify.max_user_watches`',
  EMFILE: '`fs.inotify.max_user_instances`',
};

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

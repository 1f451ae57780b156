/** Does something again whenever a file of a workspace changes, until it is interrupted. */
import { watch } from 'node:fs';
import { resolve } from 'node:path';
import { CliFailure, tell } from './output.ts';

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
  await again();
  onChange(paths.length === 0 ? ['.'] : paths, () => void again());
  return new Promise<never>(() => undefined);
}

/** Calls back once it has been quiet after a change below one of the paths; the function that it gives ends that. */
export function onChange(paths: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const watchers = paths.map((path) =>
    watch(resolve(path), { recursive: true }, (_, name) => {
      if (name !== null && !/\.(journey|liquid|json)$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(changed, PAUSE);
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

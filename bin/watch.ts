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
  let timer: NodeJS.Timeout | undefined;
  for (const path of paths.length === 0 ? ['.'] : paths) {
    watch(resolve(path), { recursive: true }, (_, name) => {
      if (name !== null && !/\.(journey|liquid|json)$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => void again(), PAUSE);
    });
  }
  return new Promise<never>(() => undefined);
}

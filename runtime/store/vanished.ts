/** A file that is moved or deleted while it is open can still be written: what is written then is in no file that anybody finds. */
import { statSync } from 'node:fs';
import { StoreFailure } from './failure.ts';

const LOOK_MS = 500;

export interface Watched {
  /** Resolves when another file stands in its place, or none. */
  readonly vanished: Promise<StoreFailure>;
  end(): void;
}

export function watchPlace(file: string): Watched {
  const before = inode(file);
  let alarm: NodeJS.Timeout | undefined;
  const isStillThere = (): boolean => {
    try {
      return inode(file) === before;
    } catch {
      // Who may not look, or cannot for now, has not learnt that it is gone.
      return true;
    }
  };
  const vanished = new Promise<StoreFailure>((resolve) => {
    alarm = setInterval(() => {
      if (isStillThere()) return;
      clearInterval(alarm);
      const hint = 'Put it back, or bring back a backup with `journey restore FILE`, and start again.';
      resolve(new StoreFailure(`${file} is not where it was: it was moved, replaced or deleted.`, hint));
    }, LOOK_MS);
    alarm.unref();
  });
  return { vanished, end: () => clearInterval(alarm) };
}

/** null: nothing is there */
function inode(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

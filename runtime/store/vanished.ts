/** A file that is moved or deleted while it is open can still be written: what is written then is in no file that anybody finds. So it is with the write-ahead log. */
import { statSync } from 'node:fs';
import { StoreFailure } from './failure.ts';

const LOOK_MS = 500;

export interface Watched {
  /** Resolves when another file stands in its place, or none. */
  readonly vanished: Promise<StoreFailure>;
  end(): void;
}

export function watchPlace(file: string): Watched {
  const log = `${file}-wal`;
  const [isThere, isLogThere] = [stillThere(file), stillThere(log)];
  let alarm: NodeJS.Timeout | undefined;
  const vanished = new Promise<StoreFailure>((resolve) => {
    const look = (): StoreFailure | null => {
      if (!isThere())
        return gone(file, 'Put it back, or bring back a backup with `journey restore FILE`, and start again.');
      return isLogThere() ? null : gone(log, `Start again: what was taken is written to ${file} when the daemon ends.`);
    };
    alarm = setInterval(() => {
      const found = look();
      if (found === null) return;
      clearInterval(alarm);
      resolve(found);
    }, LOOK_MS);
    alarm.unref();
  });
  return { vanished, end: () => clearInterval(alarm) };
}

function gone(file: string, hint: string): StoreFailure {
  return new StoreFailure(`${file} is not where it was: it was moved, replaced or deleted.`, hint);
}

/** Whether the same file stands there as now, where one does. */
function stillThere(file: string): () => boolean {
  const before = inode(file);
  return () => {
    try {
      return before === null || inode(file) === before;
    } catch {
      // Who may not look, or cannot for now, has not learnt that it is gone.
      return true;
    }
  };
}

/** null: nothing is there */
function inode(file: string): bigint | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

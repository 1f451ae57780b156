/** A byte of the file is not what it was: that is found and said, or it is a byte that means nothing. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../runtime/engine/engine.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { createCommitter } from '../../runtime/store/committer.ts';
import { StoreFailure } from '../../runtime/store/failure.ts';
import { openReader, openWriter } from '../../runtime/store/open.ts';
import type { Torture } from '../case.ts';
import { compiled } from '../graph.ts';
import { linesOf } from '../lines.ts';

const SIGNALS = 400;
const FLIPS = 40;

export const bytes: Torture = {
  name: 'bytes',
  what: `one of ${FLIPS} bytes of the file after the other is changed`,
  missing: null,
  async run({ random, folder }) {
    const whole = join(folder, 'whole.db');
    written(whole, random);
    const content = readFileSync(whole);
    const before = read(whole);
    let found = 0;
    for (let flip = 0; flip < FLIPS; flip++) {
      const at = Math.floor(random() * content.length);
      const damaged = Buffer.from(content);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const file = join(folder, 'damaged.db');
      writeFileSync(file, damaged);
      const after = read(file);
      if (after === 'damaged') found++;
      else if (after !== before) throw new Error(`byte ${at} of the file was changed, and nobody notices`);
    }
    return `${found} of ${FLIPS} found, the others mean nothing`;
  },
};

function written(file: string, random: () => number): void {
  const { database, lock } = openWriter(file, 'torture');
  const engine = createEngine(database, compiled(), createCommitter(database, file));
  for (const line of linesOf(random, SIGNALS))
    engine.accept(Buffer.from(JSON.stringify(line)), 'event', { name: 'torture', line: null });
  engine.close();
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  lock.release();
}

/** All that a reader could learn from it, as text; or that it is damaged. */
function read(file: string): string {
  try {
    const database = openReader(file);
    try {
      const { identical, ...rest } = replayAll(database, true);
      return identical ? JSON.stringify(rest) : 'damaged';
    } finally {
      database.close();
    }
  } catch (error) {
    const said =
      error instanceof StoreFailure ||
      (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_'));
    if (said || error instanceof SyntaxError) return 'damaged';
    throw error;
  }
}

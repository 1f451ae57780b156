/** Erasures that another copy of a database knows of. */
import { tell } from './output.ts';

export interface KnownErasures {
  /** customers who were forgotten in the other copy and stand in this one, or did: forgetting one twice is refused and changes nothing */
  readonly people: readonly number[];
  /** false: it is no copy of this database, and knows nothing of those who stand in it */
  readonly related: boolean;
}

export async function erasuresIn(other: string, file: string): Promise<KnownErasures> {
  const { openReader } = await import('../runtime/store/open.ts');
  const { erasuresOf } = await import('../runtime/engine/erasures.ts');
  const here = openReader(file);
  try {
    const there = openReader(other, 'Name a copy of this database.');
    try {
      const { people, related, unread } = erasuresOf(there, here);
      if (unread !== null) {
        tell(`${other} is damaged: ${unread}.`);
        tell('Who was forgotten is taken from its audit; who had joined them in between stands in the log alone.');
      }
      return { people, related };
    } finally {
      there.close();
    }
  } finally {
    here.close();
  }
}

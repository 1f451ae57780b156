/** Erasures that another copy of a database knows of. */
import { tell } from './output.ts';

/** Customers who were forgotten in `other` and stand in `file`, or did: forgetting one twice is refused and changes nothing. */
export async function erasuresIn(other: string, file: string): Promise<readonly number[]> {
  const { openReader } = await import('../runtime/store/open.ts');
  const { erasuresOf } = await import('../runtime/engine/erasures.ts');
  const here = openReader(file);
  try {
    const there = openReader(other);
    try {
      const { people, unread } = erasuresOf(there, here);
      if (unread !== null) {
        tell(`${other} is damaged: ${unread}.`);
        tell('Who was forgotten is taken from its audit; who had joined them in between stands in the log alone.');
      }
      return people;
    } finally {
      there.close();
    }
  } finally {
    here.close();
  }
}

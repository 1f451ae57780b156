/**
 * The candidate that `word` was probably meant to be, or undefined where none is near enough.
 * Distance is Damerau-Levenshtein (a swap of neighbours is one slip), letters compared without case; a word of two or
 * three letters may have one slip, one of up to six two, longer ones a third of their length. Of two as near, the one whose
 * length is nearer is meant, then the one that the alphabet has first: the order of the candidates says nothing.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longest) return undefined;
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = limitFor(word.length) + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    if (Math.abs(candidate.length - wanted.length) > bestDistance) continue;
    const distance = slips(wanted, candidate.toLowerCase());
    if (distance >= Math.max(wanted.length, candidate.length)) continue;
    if (
      distance < bestDistance ||
      (best !== undefined && distance === bestDistance && isBefore(candidate, best, wanted))
    ) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function isBefore(one: string, other: string, wanted: string): boolean {
  const [longer, longerOther] = [Math.abs(one.length - wanted.length), Math.abs(other.length - wanted.length)];
  return longer === longerOther ? one < other : longer < longerOther;
}

/** longer words are nobody's slip */
const longest = 60;

function limitFor(length: number): number {
  if (length <= 1) return 0;
  if (length <= 3) return 1;
  return length <= 6 ? 2 : Math.floor(length / 3);
}

/** Optimal string alignment distance. */
function slips(a: string, b: string): number {
  const width = b.length + 1;
  let beforeLast = new Array<number>(width).fill(0);
  let last = Array.from({ length: width }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column < width; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The smallest edits that turn one text into another. */

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A formatter moves white space and the signs that part words: then one edit for each gap that differs. Where more than that differs, one
 * edit from the first to the last difference.
 */
export function editsBetween(before: string, after: string): Edit[] {
  if (before === after) return [];
  return gaps(before, after) ?? [middle(before, after)];
}

/** Those that change something between two offsets. */
export function editsWithin(edits: readonly Edit[], start: number, end: number): Edit[] {
  return edits.filter((edit) => edit.end > start && edit.start < end);
}

/** The text with the edits, which are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const edit of edits) {
    parts.push(text.slice(from, edit.start), edit.text);
    from = edit.end;
  }
  return parts.join('') + text.slice(from);
}

function gaps(before: string, after: string): Edit[] | undefined {
  const edits: Edit[] = [];
  let a = 0;
  let b = 0;
  while (a < before.length || b < after.length) {
    const endA = skipGap(before, a);
    const endB = skipGap(after, b);
    const text = after.slice(b, endB);
    if (before.slice(a, endA) !== text) edits.push({ start: a, end: endA, text });
    a = endA;
    b = endB;
    if (before.charCodeAt(a) !== after.charCodeAt(b) && (a < before.length || b < after.length)) return undefined;
    a++;
    b++;
  }
  return edits;
}

/** A blank, or a sign that parts: a line break can stand for a comma, and the first `|` of a list can be missing. */
function isGap(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 44 || code === 124;
}

function skipGap(text: string, from: number): number {
  let at = from;
  while (at < text.length && isGap(text, at)) at++;
  return at;
}

function middle(before: string, after: string): Edit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = before.length;
  let endAfter = after.length;
  while (end > start && endAfter > start && before[end - 1] === after[endAfter - 1]) {
    end--;
    endAfter--;
  }
  return { start, end, text: after.slice(start, endAfter) };
}

/** What formatting changes, in the form that `patch` reads. */

const context = 3;
/** above this many cells lines are not compared one by one: the whole differing part is one change */
const mostCells = 4_000_000;

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

export function unifiedDiff(name: string, before: string, after: string): string {
  const edits = compare(linesOf(before), linesOf(after));
  return [`--- ${name}`, `+++ ${name}`, ...hunks(edits)].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push('\\ No newline at end of file');
  return lines;
}

function compare(a: readonly string[], b: readonly string[]): Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (line: string): Edit => ({ sign: ' ', line });
  const middle = changes(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)];
}

/** Longest common subsequence, by table. */
function changes(a: readonly string[], b: readonly string[]): Edit[] {
  const removed = a.map((line): Edit => ({ sign: '-', line }));
  const added = b.map((line): Edit => ({ sign: '+', line }));
  if (a.length * b.length > mostCells || a.length === 0 || b.length === 0) return [...removed, ...added];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      common[row * width + column] =
        a[row] === b[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < a.length && column < b.length) {
    if (a[row] === b[column]) {
      edits.push({ sign: ' ', line: a[row] ?? '' });
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) edits.push(removed[row++] as Edit);
    else edits.push(added[column++] as Edit);
  }
  return [...edits, ...removed.slice(row), ...added.slice(column)];
}

function hunks(edits: readonly Edit[]): string[] {
  const lines: string[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (let index = 0; index < edits.length; ) {
    if (edits[index]?.sign === ' ') {
      index++;
      oldLine++;
      newLine++;
      continue;
    }
    const lead = Math.min(context, index);
    const end = endOfHunk(edits, index);
    const hunk = edits.slice(index - lead, end);
    const count = (without: string): number => hunk.filter(({ sign }) => sign !== without).length;
    lines.push(`@@ -${oldLine - lead},${count('+')} +${newLine - lead},${count('-')} @@`);
    lines.push(...hunk.map(({ sign, line }) => `${sign}${line}`));
    oldLine += count('+') - lead;
    newLine += count('-') - lead;
    index = end;
  }
  return lines;
}

/** Changes less than two contexts apart belong together. */
function endOfHunk(edits: readonly Edit[], from: number): number {
  let last = from;
  for (let index = from; index < edits.length && index - last <= 2 * context; index++) {
    if (edits[index]?.sign !== ' ') last = index;
  }
  return Math.min(edits.length, last + 1 + context);
}

import type { Position, Range } from '../diagnostics/types.ts';
import type { Span } from './tree.ts';

/** Offset <-> line and character, both zero-based in UTF-16 code units as in LSP. `\n` ends a line; `\r\n` too. */
export class LineIndex {
  private readonly starts: readonly number[];
  private readonly length: number;

  constructor(text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
    this.length = text.length;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Offsets outside the text are drawn to its nearest end. */
  position(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.length));
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - (this.starts[low] ?? 0) };
  }

  /** Positions beyond a line's end stand for that end. */
  offset(position: Position): number {
    const start = this.starts[position.line];
    if (start === undefined) return position.line < 0 ? 0 : this.length;
    const end = this.starts[position.line + 1] ?? this.length + 1;
    return Math.max(start, Math.min(start + position.character, end - 1));
  }
}

/** Lines that end with a carriage return alone, as some spreadsheets write them, end as all others do; every place stays. */
export function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text;
}

export function spanToRange(lines: LineIndex, span: Span): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
}

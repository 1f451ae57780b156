import { k, t } from '../lexer/tokens.ts';
import { isComment, type Piece } from './pieces.ts';
import { between } from './spacing.ts';

const mostColumns = 100;

interface Line {
  text: string;
  /** by index: braces that open and close on this line, with something in them */
  readonly inline: number[];
  /** the author left a line empty before this one, and it may stay so */
  readonly blank: boolean;
  /** begins a declaration, or is a comment between declarations */
  readonly top: 'declaration' | 'comment' | undefined;
}

/** A pair of braces that is open; the first stands for the file. */
interface Frame {
  /** its items stand on lines of their own */
  readonly broken: boolean;
  /** of its items, in steps of two blanks */
  readonly indent: number;
  /** brackets open in the item that is being printed */
  brackets: number;
}

/**
 * Pieces to text. Line ends stay where the author put them, except that items of a block that is not on one line get lines of
 * their own, and that `{` and `else` follow what they belong to. A block stays on one line where it was and fits.
 */
export function layOut(pieces: readonly Piece[]): string {
  const broken = new Set<number>();
  const closers = pairs(pieces);
  for (const [open, close] of closers) if (mustBreak(pieces, open, close)) broken.add(open);
  const branches = elses(pieces, closers);
  for (;;) {
    for (const pair of [...branches, ...branches.toReversed()]) {
      if (pair.some((open) => broken.has(open))) for (const open of pair) broken.add(open);
    }
    const lines = print(pieces, broken);
    const long = lines.flatMap(({ text, inline }) => (text.length > mostColumns ? inline.slice(0, 1) : []));
    if (long.length === 0)
      return lines.map((line, index) => `${blankBefore(lines, index) ? '\n' : ''}${line.text}\n`).join('');
    for (const open of long) broken.add(open);
  }
}

/** Opening brace -> closing brace, by index. */
function pairs(pieces: readonly Piece[]): Map<number, number> {
  const found = new Map<number, number>();
  const open: number[] = [];
  pieces.forEach((piece, index) => {
    if (piece.type === t.openBrace) open.push(index);
    else if (piece.type === t.closeBrace) found.set(open.pop() ?? index, index);
  });
  return found;
}

/** The blocks before and after each `else`: they look alike, unless one of them is empty. */
function elses(pieces: readonly Piece[], closers: ReadonlyMap<number, number>): (readonly number[])[] {
  return [...closers].flatMap(([open, close]) => {
    if (pieces[close + 1]?.type !== k.else) return [];
    let other = close + 1;
    while (other < pieces.length && pieces[other]?.type !== t.openBrace) other++;
    const full = [open, other].filter((at) => (closers.get(at) ?? 0) > at + 1);
    return full.length === 2 ? [full] : [];
  });
}

/** A block with a comment or a line end in it has its items on lines of their own; an empty one never. */
function mustBreak(pieces: readonly Piece[], open: number, close: number): boolean {
  if (close <= open + 1) return false;
  return pieces
    .slice(open + 1, close + 1)
    .some((piece) => piece.breaks > 0 || isComment(piece) || piece.text.includes('\n'));
}

/** One empty line between declarations, none where both stand on one line and the author had none. */
function blankBefore(lines: readonly Line[], index: number): boolean {
  const line = lines[index] as Line;
  const before = lines[index - 1];
  if (before === undefined) return false;
  if (line.top === undefined || before.top === 'comment') return line.blank;
  if (line.top === 'comment') return true;
  const alone = index + 1 === lines.length || lines[index + 1]?.top !== undefined;
  return line.blank || !alone || before.top !== 'declaration' || line.text.includes('\n') || before.text.includes('\n');
}

function print(pieces: readonly Piece[], broken: ReadonlySet<number>): Line[] {
  const lines: Line[] = [];
  const frames: Frame[] = [{ broken: true, indent: 0, brackets: 0 }];
  let line: Line | undefined;
  let previous: Piece | undefined;
  let beforePrevious: Piece | undefined;
  pieces.forEach((piece, index) => {
    const frame = frames.at(-1) as Frame;
    const following = nextCode(pieces, index);
    if (piece.type === t.comma && partsItems(frame, following)) return;
    if (piece.type === t.close || piece.type === t.closeList) frame.brackets--;
    if (line === undefined || previous === undefined || startsLine(piece, previous, frame)) {
      line = {
        text: '  '.repeat(indentOf(piece, following, frame)),
        inline: [],
        blank: piece.breaks > 1 && mayFollowBlank(piece, previous, pieces[index - 2]),
        top: frames.length > 1 ? undefined : piece.item ? 'declaration' : isComment(piece) ? 'comment' : undefined,
      };
      lines.push(line);
    } else line.text += gap(beforePrevious ?? previous, previous, piece, following, frame);
    line.text += piece.text;
    if (piece.type === t.closeBrace) frames.pop();
    else if (piece.type === t.openBrace) {
      const breaks = broken.has(index);
      const first = pieces[index + 1];
      if (!breaks && first?.type !== t.closeBrace && first?.tied !== true) line.inline.push(index);
      frames.push({
        broken: breaks,
        indent: frame.indent + (breaks ? frame.brackets + 1 : 0),
        brackets: breaks ? 0 : frame.brackets,
      });
    } else if (piece.type === t.open || piece.type === t.openList) frame.brackets++;
    beforePrevious = previous;
    previous = piece;
  });
  return lines;
}

/** The next piece that is no comment. */
function nextCode(pieces: readonly Piece[], index: number): Piece | undefined {
  let at = index + 1;
  while (at < pieces.length && isComment(pieces[at] as Piece)) at++;
  return pieces[at];
}

/** A comma that the line end says already, or that nothing follows. */
function partsItems(frame: Frame, following: Piece | undefined): boolean {
  if (frame.brackets > 0 || following === undefined) return following === undefined;
  return following.type === t.closeBrace || (frame.broken && following.item);
}

function startsLine(piece: Piece, previous: Piece, frame: Frame): boolean {
  if (isComment(previous)) return true;
  if (piece.tied && !beginsDeclaration(piece, frame)) return false;
  if (isComment(piece)) return piece.breaks > 0;
  if (piece.type === t.closeBrace) return frame.broken;
  if (piece.type === t.openBrace && !piece.item && frame.brackets === 0) return false;
  if ((piece.type === k.else || piece.type === k.until) && previous.type === t.closeBrace) return false;
  return frame.broken && (piece.item || previous.type === t.openBrace || piece.breaks > 0);
}

/** The frame of the file is the only broken one that is not indented. */
function beginsDeclaration(piece: Piece, frame: Frame): boolean {
  return piece.item && frame.broken && frame.indent === 0;
}

/** Of a line that begins with this piece; what carries an item on is indented once more. */
function indentOf(piece: Piece, following: Piece | undefined, frame: Frame): number {
  if (piece.type === t.closeBrace) return frame.indent - 1;
  if (piece.type === t.close || piece.type === t.closeList) return frame.indent + frame.brackets;
  const leads = isComment(piece) ? following : piece;
  if (frame.brackets > 0) return frame.indent + frame.brackets;
  if (
    leads === undefined ||
    leads.item ||
    leads.type === t.closeBrace ||
    leads.type === k.else ||
    leads.type === t.openBrace
  )
    return frame.indent;
  return frame.indent + 1;
}

/** Empty lines stay between items, not after a brace and not within a sentence. */
function mayFollowBlank(piece: Piece, previous: Piece | undefined, before: Piece | undefined): boolean {
  if (previous === undefined || piece.type === t.closeBrace || previous.type === t.openBrace) return false;
  if (isComment(previous) && before?.type === t.openBrace && previous.breaks === 0) return false;
  return piece.item || isComment(piece);
}

/** Between two pieces of one line. Items of a block on one line are parted by commas. */
function gap(before: Piece, left: Piece, right: Piece, after: Piece | undefined, frame: Frame): string {
  const ended = left.type === t.comma || left.type === t.openBrace || left.type === t.closeBrace;
  if ((!frame.broken || right.tied) && frame.brackets === 0 && right.item && !ended) return ', ';
  return between(before, left, right, after);
}

import { k, t } from '../lexer/tokens.ts';
import { closing, mostColumns, nextCode, opening } from './marks.ts';
import { isComment, type Piece } from './pieces.ts';
import { between } from './spacing.ts';
import { partedRecords, wraps } from './wraps.ts';

interface Line {
  text: string;
  /** by index: braces that open and close on this line, with something in them */
  readonly inline: number[];
  /** by index: its first piece, and what follows its last */
  readonly from: number;
  to: number;
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
 * their own, that `{` and `else` follow what they belong to, and that what is too long is parted. A block stays on one line where it
 * was and fits, and is clear there.
 */
export function layOut(pieces: readonly Piece[]): string {
  const broken = new Set<number>();
  const closers = pairs(pieces);
  for (const [open, close] of closers) if (mustBreak(pieces, open, close)) broken.add(open);
  const branches = elses(pieces, closers);
  const leading = new Set<number>(partedRecords(pieces));
  for (;;) {
    for (const pair of [...branches, ...branches.toReversed()]) {
      if (pair.some((open) => broken.has(open))) for (const open of pair) broken.add(open);
    }
    for (const [open, close] of closers) if (broken.has(open) && isResult(pieces, open)) broken.add(close + 1);
    const lines = print(pieces, broken, leading);
    const before = broken.size + leading.size;
    for (const line of lines) if (line.text.length > mostColumns) part(line, pieces, broken, leading);
    if (broken.size + leading.size === before)
      return lines.map((line, index) => `${blankBefore(lines, index) ? '\n' : ''}${line.text}\n`).join('');
  }
}

/** What a line that is too long is parted by: its first block, that of an action before what it answers; else where it may be wrapped. */
function part(line: Line, pieces: readonly Piece[], broken: Set<number>, leading: Set<number>): void {
  const block = line.inline.find((open) => !isResult(pieces, open));
  const wrapped =
    block === undefined && codeLength(line, pieces) > mostColumns ? wraps(pieces, line.from, line.to) : [];
  const opens = block ?? (wrapped.some((index) => !leading.has(index)) ? undefined : line.inline[0]);
  if (opens !== undefined) broken.add(opens);
  else for (const index of wrapped) leading.add(index);
}

/** Without the comment behind it, and nothing where it has lines of text in it. */
function codeLength({ text, to }: Line, pieces: readonly Piece[]): number {
  const last = pieces[to - 1] as Piece;
  return text.includes('\n') ? 0 : text.length - (isComment(last) ? last.text.length + 1 : 0);
}

/** The braces behind `->`. */
function isResult(pieces: readonly Piece[], open: number): boolean {
  return pieces[open - 1]?.type === t.arrow;
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
  const inside = pieces.slice(open + 1, close + 1);
  const parted = inside.some((piece) => piece.breaks > 0 || isComment(piece) || piece.text.includes('\n'));
  return parted || hidesAnItem(inside);
}

/** `strong user_id, email, weak device_id`: the eye takes what follows a list for a part of it. */
function hidesAnItem(inside: readonly Piece[]): boolean {
  let depth = 0;
  let list = false;
  return inside.some((piece, index) => {
    const previous = inside[index - 1];
    if (depth === 0 && piece.item) {
      if (list && previous?.type !== t.closeBrace && !piece.tied) return true;
      list = false;
    }
    if (depth === 0 && piece.type === t.comma && inside[index + 1]?.item === false) list = true;
    if (opening.has(piece.type)) depth++;
    else if (closing.has(piece.type)) depth--;
    return false;
  });
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

function print(pieces: readonly Piece[], broken: ReadonlySet<number>, leading: ReadonlySet<number>): Line[] {
  const lines: Line[] = [];
  const frames: Frame[] = [{ broken: true, indent: 0, brackets: 0 }];
  let line: Line | undefined;
  let deeper: 0 | 1 = 0;
  let previous: Piece | undefined;
  let beforePrevious: Piece | undefined;
  pieces.forEach((piece, index) => {
    const frame = frames.at(-1) as Frame;
    const following = nextCode(pieces, index);
    if (piece.type === t.comma && partsItems(frame, following)) return;
    if (piece.type === t.close || piece.type === t.closeList) frame.brackets--;
    if (line === undefined || previous === undefined || leading.has(index) || startsLine(piece, previous, frame)) {
      deeper = line !== undefined && carriesClauseOn(piece, pieces[line.from], frame, deeper) ? 1 : 0;
      line = {
        text: '  '.repeat(indentOf(piece, following, pieces[index - 1], frame) + deeper),
        inline: [],
        from: index,
        to: index + 1,
        blank: piece.breaks > 1 && mayFollowBlank(piece, previous, pieces[index - 2]),
        top: frames.length > 1 ? undefined : piece.item ? 'declaration' : isComment(piece) ? 'comment' : undefined,
      };
      lines.push(line);
    } else line.text += gap(beforePrevious ?? previous, previous, piece, following, frame);
    line.text += piece.text;
    line.to = index + 1;
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

/** `or` below a `when` that carries a sentence on: it belongs to the condition, not to the sentence. */
function carriesClauseOn(piece: Piece, above: Piece | undefined, frame: Frame, deeper: 0 | 1): boolean {
  if (above === undefined || frame.brackets > 0 || !joins(piece)) return false;
  return joins(above) ? deeper === 1 : (above.type === k.when || above.type === k.where) && !above.item;
}

const joins = ({ type, item }: Piece): boolean => (type === k.and || type === k.or) && !item;

/** Of a line that begins with this piece; what carries an item on is indented once more. */
function indentOf(piece: Piece, following: Piece | undefined, previous: Piece | undefined, frame: Frame): number {
  if (piece.type === t.closeBrace) return frame.indent - 1;
  if (piece.type === t.close || piece.type === t.closeList) return frame.indent + frame.brackets;
  const leads = isComment(piece) ? following : piece;
  if (frame.brackets > 0) return frame.indent + frame.brackets;
  if (
    leads === undefined ||
    leads.item ||
    leads.type === t.closeBrace ||
    (leads.type === k.else && (previous === undefined || previous.type === t.closeBrace || isComment(previous))) ||
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

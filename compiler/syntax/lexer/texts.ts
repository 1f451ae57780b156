/**
 * Finds where a text literal ends, before anything in it is read: `"..{expr}.."` with quotes allowed inside the braces,
 * `"""block"""`, and what people write instead (`'..'`, `“..”`). Never fails: an unclosed text ends with its line.
 */

/** A run of plain text, or the inside of a `{hole}` without its braces. */
export interface Piece {
  readonly hole: boolean;
  readonly start: number;
  readonly end: number;
}

export interface ScannedText {
  readonly block: boolean;
  readonly pieces: readonly Piece[];
  readonly problem?: 'unclosed' | 'open hole';
  /** where the problem is seen: the opening quote, or the opening brace */
  readonly problemAt?: number;
}

type Match = [string] & { payload?: ScannedText; index: number; input: string };

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const lineFeed = 10;
const carriageReturn = 13;
const mostNested = 12;
/** stands for a hole while a block's lines are measured */
const hole = '\u0000';

const simple = /"[^"\\{\r\n]*"(?!")/y;
const wrongQuotes = new RegExp(
  [
    /'[^'\r\n]*'?/,
    // A hole may have quotes of its own.
    /[\u201c-\u201e\u00ab](?:\{[^{}\r\n]*\}|[^\u201c\u201d\u00bb\r\n{]|\{(?![^{}\r\n]*\}))*[\u201c\u201d\u00bb]/,
    /[\u201c-\u201e\u00ab][^"\r\n]*"?/,
    /[\u2018\u2019][^\u2018\u2019\r\n]*[\u2018\u2019]?/,
    /[\u300c\u300e][^\u300d\u300f\r\n]*[\u300d\u300f]?/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'y',
);

/** Custom pattern of the token `Text`. */
export function matchText(text: string, offset: number): RegExpExecArray | null {
  simple.lastIndex = offset;
  const found = simple.exec(text);
  if (found !== null) return found;
  if (text.charCodeAt(offset) !== quote) return null;
  const { end, scanned } = text.startsWith('"""', offset) ? scanBlock(text, offset) : scanLine(text, offset);
  return matched(text, offset, end, scanned);
}

/** Custom pattern of the token `WrongText`. */
export function matchWrongQuotes(text: string, offset: number): RegExpExecArray | null {
  wrongQuotes.lastIndex = offset;
  return wrongQuotes.exec(text);
}

/** The inside of a text in other quotes, closed or not. */
export function insideWrongQuotes(image: string): string {
  return image.slice(
    1,
    image.length > 1 && /["'\u201c\u201d\u00bb\u2018\u2019\u300d\u300f]$/.test(image) ? -1 : undefined,
  );
}

function matched(text: string, offset: number, end: number, payload: ScannedText): RegExpExecArray {
  const match: Match = Object.assign([text.slice(offset, end)] as [string], { index: offset, input: text, payload });
  return match;
}

interface Scan {
  readonly end: number;
  readonly scanned: ScannedText;
}

function scanLine(text: string, offset: number): Scan {
  const pieces: Piece[] = [];
  let pieceStart = offset + 1;
  let at = pieceStart;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      pieces.push({ hole: false, start: pieceStart, end: at });
      return { end: at + 1, scanned: { block: false, pieces } };
    }
    if (code === lineFeed || code === carriageReturn || at >= text.length) break;
    if (code === backslash) at = endOfEscape(text, at);
    else if (code === openBrace) {
      const close = endOfHole(text, at + 1, false, 0);
      if (close === -1) return openHole(text, offset, at, pieces, pieceStart);
      pieces.push({ hole: false, start: pieceStart, end: at }, { hole: true, start: at + 1, end: close });
      pieceStart = close + 1;
      at = close;
    }
  }
  const end = withoutTail(text, Math.max(pieceStart, offset + 1), Math.min(at, text.length));
  pieces.push({ hole: false, start: pieceStart, end });
  return { end, scanned: { block: false, pieces, problem: 'unclosed', problemAt: offset } };
}

/** `"Hi {name, your bill"`: the text ends at the last quote of its line, everything from the brace on is plain. */
function openHole(text: string, offset: number, brace: number, pieces: Piece[], pieceStart: number): Scan {
  const lineEnd = endOfLine(text, offset);
  const last = text.lastIndexOf('"', lineEnd - 1);
  const closed = last > brace;
  const end = closed ? last : withoutTail(text, brace, lineEnd);
  pieces.push({ hole: false, start: pieceStart, end });
  return { end: closed ? end + 1 : end, scanned: { block: false, pieces, problem: 'open hole', problemAt: brace } };
}

const tailSigns = '}]), \t';

/** An unclosed text gives back the brackets and commas at its end: `{ text "Hi }` still closes its block. */
function withoutTail(text: string, from: number, end: number): number {
  let start = end;
  while (start > from && tailSigns.includes(text.charAt(start - 1))) start--;
  for (let at = start; at < end; at++) {
    const blank = text.charCodeAt(at) <= 32;
    if (blank && /[}\])]/.test(text.slice(at, end).trimStart().charAt(0))) return at;
    if (blank) break;
  }
  return end;
}

function scanBlock(text: string, offset: number): Scan {
  const pieces: Piece[] = [];
  let pieceStart = offset + 3;
  for (let at = pieceStart; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at = endOfEscape(text, at);
    else if (code === quote && text.startsWith('"""', at)) {
      pieces.push({ hole: false, start: pieceStart, end: at });
      return { end: at + 3, scanned: { block: true, pieces } };
    } else if (code === openBrace) {
      const close = endOfHole(text, at + 1, false, 0);
      if (close === -1) continue;
      pieces.push({ hole: false, start: pieceStart, end: at }, { hole: true, start: at + 1, end: close });
      pieceStart = close + 1;
      at = close;
    }
  }
  const next = /\n(?=\}|(?:signal|type|condition|purpose|channel|message|team|policy|journey|test)\s+["\w])/g;
  next.lastIndex = pieceStart;
  const end = endOfLine(text, next.exec(text)?.index ?? text.length);
  const kept = pieces.filter((piece) => piece.end <= end);
  kept.push({ hole: false, start: Math.min(end, kept.at(-1)?.hole ? (kept.at(-1)?.end ?? 0) + 1 : offset + 3), end });
  return { end, scanned: { block: true, pieces: kept, problem: 'unclosed', problemAt: offset } };
}

/** Offset of the `}` that closes a hole begun before `at`, or -1 where its line ends first or texts nest too deeply. */
function endOfHole(text: string, start: number, insideText: boolean, nested: number): number {
  if (nested > mostNested) return -1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) return -1;
    if (code === backslash && insideText) at = endOfEscape(text, at);
    else if (code === quote) {
      if (insideText) return at;
      at = endOfHole(text, at + 1, true, nested + 1);
      if (at === -1) return -1;
    } else if (code === openBrace) {
      at = endOfHole(text, at + 1, false, nested + 1);
      if (at === -1) return -1;
    } else if (code === closeBrace && !insideText) return at;
  }
  return -1;
}

export function endOfLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  const end = feed === -1 ? text.length : feed;
  return text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
}

/** Its last letter: the brace of `\u{1F600}` begins no value. */
function endOfEscape(text: string, at: number): number {
  unicode.lastIndex = at + 1;
  return unicode.test(text) ? unicode.lastIndex - 1 : at + 1;
}

const unicode = /u\{[0-9a-fA-F]{1,6}\}/y;

/** A text's plain pieces as their reader means them: block indentation removed, escapes resolved. */
export function cook(
  source: string,
  scanned: ScannedText,
  badEscape: (start: number, end: number) => void,
): readonly (string | undefined)[] {
  const raw = scanned.pieces.map((piece) =>
    piece.hole ? undefined : source.slice(piece.start, piece.end).replaceAll(hole, '\uFFFD'),
  );
  const plain = scanned.block ? withoutIndentation(raw) : raw;
  return plain.map((text, index) => {
    if (text === undefined || !text.includes('\\')) return text;
    const start = scanned.pieces[index]?.start ?? 0;
    return text.replace(/\\(u\{[0-9a-fA-F]{1,6}\}|[\s\S]|$)/g, (whole, sign: string, at: number) => {
      const simpleEscape = escapes[sign];
      if (simpleEscape !== undefined) return simpleEscape;
      const point = sign.startsWith('u{') ? Number.parseInt(sign.slice(2), 16) : Number.NaN;
      if (point <= 0x10ffff) return String.fromCodePoint(point);
      const place = start + (scanned.block ? Math.max(0, source.slice(start).indexOf(whole)) : at);
      badEscape(place, place + whole.length);
      return sign;
    });
  });
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '{': '{',
  '}': '}',
};

/** Drops the line of the opening quotes, the line of the closing ones, and what all lines are indented by. */
function withoutIndentation(pieces: readonly (string | undefined)[]): (string | undefined)[] {
  const whole = pieces.map((piece) => piece ?? hole).join('');
  const lines = whole.replace(/\r\n/g, '\n').split('\n');
  const opens = lines.length > 1 && (lines[0] ?? '').trim() === '';
  if (opens) lines.shift();
  const last = lines.at(-1) ?? '';
  if (lines.length > 1 && last.trim() === '') lines.pop();
  const indents = lines
    .slice(opens ? 0 : 1)
    .flatMap((line) => (line.trim() === '' ? [] : [/^[ \t]*/.exec(line)?.[0].length ?? 0]));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  const dedented = lines.map((line, index) =>
    index === 0 && !opens ? line : line.slice(Math.min(indent, /^[ \t]*/.exec(line)?.[0].length ?? 0)),
  );
  const texts = dedented.join('\n').split(hole);
  return pieces.map((piece) => (piece === undefined ? undefined : (texts.shift() ?? '')));
}

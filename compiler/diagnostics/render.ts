import type { Diagnostic, Range, Severity } from './types.ts';

/** Paints words; the compiler itself knows no colours. */
export interface Palette {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly info: (text: string) => string;
  /** line numbers, bars, places */
  readonly frame: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly hint: (text: string) => string;
}

const same = (text: string): string => text;
const plain: Palette = { error: same, warning: same, info: same, frame: same, strong: same, hint: same };

/** The text of a file as it was checked, or undefined where it is not at hand: then no line is shown. */
export type SourceOf = (file: string) => string | undefined;

/** A diagnostic as its reader sees it: what, where with the line and carets under the exact place, related places, hint. */
export function render(diagnostic: Diagnostic, source: SourceOf, palette: Palette = plain): string {
  return drawn(diagnostic, linesIn(source), palette);
}

/** Many of them, parted by empty lines, in the order given. */
export function renderAll(diagnostics: readonly Diagnostic[], source: SourceOf, palette: Palette = plain): string {
  const lines = linesIn(source);
  return diagnostics.map((diagnostic) => drawn(diagnostic, lines, palette)).join('\n\n');
}

/** The lines of a file; each file is parted once. */
type LinesOf = (file: string) => readonly string[];

function linesIn(source: SourceOf): LinesOf {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? source(file)?.split('\n') ?? [];
    known.set(file, lines);
    return lines;
  };
}

function drawn(diagnostic: Diagnostic, source: LinesOf, palette: Palette): string {
  const { code, severity, message, file, range, related = [], hint } = diagnostic;
  const paint = palette[severity];
  const gutter = ' '.repeat(
    widthOf([range, ...related.filter((place) => place.file === file).map((place) => place.range)]),
  );
  const lines = [`${paint(`${severity} ${code}`)}${palette.strong(`: ${message}`)}`];
  lines.push(...snippet(file, range, '', source, gutter, palette, paint, '^'));
  for (const place of related) {
    lines.push(...snippet(place.file, place.range, place.message, source, gutter, palette, palette.info, '-'));
  }
  if (hint !== undefined) lines.push(`${gutter} ${palette.frame('=')} ${palette.hint('hint')}: ${hint}`);
  return lines.join('\n');
}

/** `2 errors and 1 warning in 3 files` */
export function summary(diagnostics: readonly Diagnostic[], files: number): string {
  const count = (severity: Severity): number => diagnostics.filter((found) => found.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  const parts = [...(errors > 0 ? [some(errors, 'error')] : []), ...(warnings > 0 ? [some(warnings, 'warning')] : [])];
  return `${parts.length === 0 ? 'no problems' : parts.join(' and ')} in ${some(files, 'file')}`;
}

const some = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function widthOf(ranges: readonly Range[]): number {
  return Math.max(...ranges.map((range) => String(range.start.line + 1).length));
}

function snippet(
  file: string,
  range: Range,
  label: string,
  source: LinesOf,
  gutter: string,
  palette: Palette,
  paint: (text: string) => string,
  mark: string,
): string[] {
  const { line } = range.start;
  const place = `${gutter} ${palette.frame('-->')} ${file}:${line + 1}:${range.start.character + 1}`;
  const whole = source(file)[line]?.replace(/\r$/, '');
  if (whole === undefined) return label === '' ? [place] : [`${place} ${label}`];
  const { text, character, end } = cut(
    whole,
    range.start.character,
    range.end.line === line ? range.end.character : whole.length,
  );
  const before = columns(text.slice(0, character));
  const marked = Math.max(1, columns(text.slice(character, end)));
  const number = String(line + 1).padStart(gutter.length);
  const bar = palette.frame('|');
  return [
    place,
    `${gutter} ${bar}`,
    `${palette.frame(number)} ${bar} ${text.replaceAll('\t', '  ')}`.trimEnd(),
    `${gutter} ${bar} ${' '.repeat(before)}${paint(mark.repeat(marked))}${label === '' ? '' : ` ${paint(label)}`}`,
  ];
}

/** A picture inside a text, or what a machine wrote, fills a screen and more: longer lines are shown around the place. */
const LONGEST_LINE = 400;
const SHOWN_BEFORE = 80;

function cut(text: string, character: number, end: number): { text: string; character: number; end: number } {
  if (text.length <= LONGEST_LINE) return { text, character, end };
  const from = wholeSign(text, Math.max(0, character - SHOWN_BEFORE));
  const to = wholeSign(text, Math.min(text.length, from + LONGEST_LINE));
  const left = from > 0 ? '…' : '';
  const moved = (at: number): number => Math.min(at, to) - from + left.length;
  const shown = `${left}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
  return { text: shown, character: moved(character), end: moved(end) };
}

/** Not in the middle of a sign of two halves. */
function wholeSign(text: string, at: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(at, at + 1)) ? at - 1 : at;
}

/** How wide a terminal shows a text: tabs as two blanks, East Asian signs and emoji as two, accents that combine as none. */
function columns(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (sign === '\t' || wide.test(sign)) width += 2;
    else if (!/\p{M}|\u200d|\ufe0f/u.test(sign)) width += 1;
  }
  return width;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

import type { IToken } from 'chevrotain';
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/types.ts';
import { lex } from './lexer/lex.ts';
import { LineIndex, spanToRange } from './lines.ts';
import { lineStart } from './offsets.ts';
import { mendBraces } from './parser/braces.ts';
import { JourneyParser } from './parser/parser.ts';
import type { Problem } from './problems.ts';
import { readAsMeant } from './spoken/reread.ts';
import type { Comment, File } from './tree.ts';

export interface Parsed {
  /** Always there; what could not be read is `Invalid` in it. */
  readonly file: File;
  /** Every mistake in the text, ordered by place. */
  readonly diagnostics: readonly Diagnostic[];
}

let parser: JourneyParser | undefined;

/** Text to tree. Never throws, whatever the text. `path` is what diagnostics call the file. */
export function parse(path: string, text: string): Parsed {
  const first = read(path, text);
  const { file, problems } =
    first.problems.length === 0 ? first : readAsMeant(text, first, (meant) => read(path, meant));
  return { file, diagnostics: problems.length === 0 ? [] : diagnosticsOf(path, text, problems) };
}

/** What the formatter needs besides the tree. */
export interface ReadFile {
  readonly file: File;
  readonly problems: readonly Problem[];
  readonly items: readonly number[];
  readonly signs: readonly number[];
  readonly commas: ReadonlyMap<number, boolean>;
  readonly tokens: readonly IToken[];
}

/** As `parse`, with what the formatter needs besides. */
export function read(path: string, text: string): ReadFile {
  parser ??= new JourneyParser();
  const lexed = lex(text);
  const { comments, docs } = commentsOf(text, lexed.comments);
  const mended = mendBraces(lexed.plain, lexed);
  const { uses, declarations, problems, items, signs, commas } = parser.read(lexed.plain, mended, docs);
  const file: File = { kind: 'File', path, start: 0, end: text.length, uses, declarations, comments };
  return { file, problems, items, signs, commas, tokens: mended.tokens };
}

/** In the order of their places. */
export function diagnosticsOf(path: string, text: string, problems: readonly Problem[]): Diagnostic[] {
  const lines = new LineIndex(text);
  return [...problems]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ start, end, wording, hint, related, fix }) =>
      diagnose(wording, path, spanToRange(lines, { start, end }), {
        ...(hint === undefined ? {} : { hint }),
        ...(related === undefined
          ? {}
          : {
              related: related.map((place) => ({
                file: path,
                range: spanToRange(lines, place),
                message: place.message,
              })),
            }),
        ...(fix === undefined
          ? {}
          : {
              fixes: [
                {
                  title: fix.title,
                  edits: (fix.also === undefined ? [fix] : [fix, fix.also]).map((edit) => ({
                    file: path,
                    range: spanToRange(lines, edit),
                    text: edit.text,
                  })),
                },
              ],
            }),
      }),
    );
}

/** All comments in order, and the doc texts keyed by the offset of what they stand above. */
function commentsOf(
  text: string,
  tokens: readonly IToken[],
): { comments: Comment[]; docs: ReadonlyMap<number, string> } {
  const docs = new Map<number, string>();
  let lines: string[] = [];
  const comments = tokens.map((token, index): Comment => {
    const start = token.startOffset;
    const end = start + token.image.length;
    const doc = token.image.startsWith('///') && token.image.charAt(3) !== '/' && lineStart(text, start);
    const comment = { start, end, doc, text: token.image.slice(doc ? 3 : 2) };
    if (!doc) return comment;
    lines.push(comment.text.replace(/^ /, '').trimEnd());
    const below = afterBlanks(text, end);
    if (below !== tokens[index + 1]?.startOffset) docs.set(below, lines.join('\n'));
    if (below !== tokens[index + 1]?.startOffset || !(tokens[index + 1]?.image.startsWith('///') ?? false)) lines = [];
    return comment;
  });
  return { comments, docs };
}

/** Where the text goes on after blanks and line ends. */
function afterBlanks(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charCodeAt(at) <= 32) at++;
  return at;
}

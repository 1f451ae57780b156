/** textDocument/rename and textDocument/prepareRename */
import {
  LSPErrorCodes,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Diagnostic } from '../../compiler/diagnostics/types.ts';
import type { Location, SymbolAt } from '../../compiler/editor/types.ts';
import type { Span } from '../../compiler/syntax/tree.ts';
import { inFile, offsetOf, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';

const aName = /^[A-Za-z_]\w*$/;

export function rename(server: Server): void {
  server.connection.onPrepareRename(
    inFile<PrepareRenameParams, { range: Range; placeholder: string } | null>(
      server,
      null,
      (place, { position }) => {
        const found = renamable(place, offsetOf(place, position));
        return found === undefined ? null : { range: found.range, placeholder: found.name };
      },
      'templates, too',
    ),
  );
  server.connection.onRenameRequest(
    inFile<RenameParams, WorkspaceEdit | null>(
      server,
      null,
      (place, { position, newName }) => {
        if (!aName.test(newName)) {
          throw new ResponseError(
            LSPErrorCodes.RequestFailed,
            `\`${newName}\` is not a name: it begins with a letter from a to z and goes on with such letters, digits and _.`,
          );
        }
        const offset = offsetOf(place, position);
        const symbol = renamable(place, offset);
        if (symbol === undefined) return null;
        const divided = place.editor.dividedTemplate(place.path, offset);
        if (divided !== undefined) {
          const { name } = symbol;
          throw new ResponseError(
            LSPErrorCodes.RequestFailed,
            `\`${divided}\` is the text of several messages: in another of them \`${name}\` is a name of its own.`,
          );
        }
        const references = place.editor.referencesOf(place.path, offset, true);
        const clash = clashOf(place, offset, references, newName);
        if (clash !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, clash);
        const changes: Record<string, TextEdit[]> = {};
        for (const { file, range } of references) {
          const uri = server.projects.uri(place.project, file);
          const edits = changes[uri] ?? [];
          changes[uri] = edits;
          edits.push({ range, newText: newName });
        }
        return { changes };
      },
      'templates, too',
    ),
  );
}

/** What is said where two things would have one name. */
const oneName: ReadonlySet<string> = new Set(['J2002', 'J2004', 'J2010', 'J2020', 'J2022', 'J2024', 'J2080']);

/** Why the name cannot be had. It is tried and put back: then it must be alone with its name, stand wherever the old one stood, and break nothing. */
function clashOf(place: Place, offset: number, references: readonly Location[], newName: string): string | undefined {
  const { workspace, editor, path } = place;
  const clashes = (found: readonly Diagnostic[]): string[] =>
    found.flatMap((each) => (oneName.has(each.code) ? [each.message] : []));
  const errors = (found: readonly Diagnostic[]): number => found.filter(({ severity }) => severity === 'error').length;
  const before = workspace.check();
  const known = new Set(clashes(before));
  const texts = new Map(references.map(({ file }) => [file, workspace.text(file) ?? '']));
  const places = new Map<string, Span[]>([...texts.keys()].map((file) => [file, []]));
  for (const { file, range } of references)
    places.get(file)?.push({ start: editor.offsetAt(file, range.start), end: editor.offsetAt(file, range.end) });
  let here = offset;
  for (const [file, text] of texts) {
    const spans = (places.get(file) ?? []).sort((a, b) => a.start - b.start);
    let written = '';
    let end = 0;
    for (const span of spans) {
      written += text.slice(end, span.start);
      if (file === path && span.start <= offset && offset <= span.end) here = written.length;
      written += newName;
      end = span.end;
    }
    workspace.setFile(file, written + text.slice(end));
  }
  const after = workspace.check();
  const clash = clashes(after).find((message) => !known.has(message));
  const stands = editor.referencesOf(path, here, true).length === references.length;
  for (const [file, text] of texts) workspace.setFile(file, text);
  return (
    clash ??
    (stands && errors(after) <= errors(before) ? undefined : `\`${newName}\` stands for something else here already.`)
  );
}

/** Names that nobody declares, such as `at` of every signal, and identity keys, which tools outside know, stay as they are. */
function renamable(place: Place, offset: number): SymbolAt | undefined {
  const symbol = place.editor.symbolAt(place.path, offset);
  if (symbol?.renamable !== true || symbol.kind === 'identity key') return undefined;
  return place.editor.definitionOf(place.path, offset).length > 0 ? symbol : undefined;
}

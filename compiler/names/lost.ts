/** One mistake, one error: what a declaration that could not be read would have declared is not called missing where it is used. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Diagnostic, Range } from '../diagnostics/types.ts';
import { LineIndex, spanToRange } from '../syntax/lines.ts';
import type { Declaration, File } from '../syntax/tree.ts';

/** A file with mistakes of reading. */
export interface Unread {
  readonly path: string;
  readonly text: string;
  readonly tree: File;
  readonly syntax: readonly Diagnostic[];
}

export interface Lost {
  /** that something unread may declare */
  readonly names: ReadonlySet<string>;
  /** `channel`: one of them has no name */
  readonly kinds: ReadonlySet<string>;
  /** signals and types of which not all was read */
  readonly owners: ReadonlySet<string>;
  /** messages and others of which not all was read: who knows what they take */
  readonly heads: ReadonlySet<string>;
  readonly profile: boolean;
  /** where a name was left out that others may mean */
  readonly nameless: readonly { readonly path: string; readonly range: Range }[];
}

/** Of something unread, only so much is looked at. */
const nearby = 4_000;
const MISSING_NAME = 'J1003';

/** One object where nothing is: whoever kept what follows from it sees that. */
const nothing: Lost = {
  names: new Set(),
  kinds: new Set(),
  owners: new Set(),
  heads: new Set(),
  profile: false,
  nameless: [],
};

export function lostIn(files: readonly Unread[]): Lost {
  if (files.length === 0) return nothing;
  const names = new Set<string>();
  const kinds = new Set<string>();
  const owners = new Set<string>();
  const heads = new Set<string>();
  const nameless: { path: string; range: Range }[] = [];
  let profile = false;
  for (const { path, text, tree, syntax } of files) {
    const lines = new LineIndex(text);
    for (const declaration of tree.declarations) {
      // What was too much stands behind its end.
      const lineEnd = text.indexOf('\n', declaration.end);
      const range = spanToRange(lines, { start: declaration.start, end: lineEnd < 0 ? text.length : lineEnd });
      const mistakes = syntax.filter((each) => isIn(each.range, range));
      // What has a remedy was read as it was meant.
      const damaged = mistakes.some(({ fixes }) => fixes === undefined);
      const unbound = declaration.kind === 'Journey' && declaration.startUnread === true;
      if (unbound || mistakes.some(({ code }) => code === MISSING_NAME)) nameless.push({ path, range });
      if (declaration.kind === 'Invalid') {
        for (const name of namesIn(
          text.slice(declaration.start, Math.min(declaration.end, declaration.start + nearby)),
        ))
          names.add(name);
      }
      if (declaration.kind === 'Profile') profile ||= damaged;
      if (!('name' in declaration)) continue;
      const name = nameOf(declaration);
      if (name === '') kinds.add(declaration.kind.toLowerCase());
      else if (damaged) (declaration.kind === 'Signal' || declaration.kind === 'Type' ? owners : heads).add(name);
    }
  }
  return { names, kinds, owners, heads, profile, nameless };
}

/** Without what is only missing because something was lost. `text`: the file that they are found in. */
export function withoutLost(lost: Lost, text: string, found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (lost === nothing || found.length === 0) return found;
  const lines = text.split('\n');
  return found.filter((each) => {
    const { start, end } = each.range;
    return !isLost(lost, each, lines[start.line]?.slice(start.character, end.character) ?? '');
  });
}

/** Whether what is missing may be what was lost. `name`: what stands at the place of the diagnostic. */
function isLost(lost: Lost, { code, message, file, range }: Diagnostic, name: string): boolean {
  const nameless = lost.nameless.some((each) => each.path === file && isIn(range, each.range));
  switch (code) {
    case 'J2001':
      return (
        lost.names.has(name) ||
        (nameless && /^[a-z]/.test(name)) ||
        [...lost.kinds].some((kind) => message === say.unknownName({ kind, name }).message)
      );
    case 'J2005':
      return lost.names.has(name) || nameless;
    case 'J2090':
      return nameless;
    case 'J2006':
      return [...lost.owners].some((owner) => message === say.unknownField({ owner, name }).message);
    case 'J2007':
      return lost.profile || lost.names.has(name);
    case 'J2019':
      return [...lost.owners].some((type) => message === say.notAValue({ name, type }).message);
    case 'J3013':
      return lost.heads.has(name);
    default:
      return false;
  }
}

/** Its first line says what it is called; below, fields stand before a colon. */
function namesIn(text: string): readonly string[] {
  const [first = ''] = text.split('\n', 1);
  return [...(first.match(/[A-Za-z_]\w*/g) ?? []), ...[...text.matchAll(/(\w+)\s*:/g)].map(([, name = '']) => name)];
}

function nameOf(declaration: Declaration): string {
  return 'name' in declaration && typeof declaration.name === 'object' ? declaration.name.text : '';
}

function isIn({ start }: Range, { start: first, end }: Range): boolean {
  const behind = start.line > first.line || (start.line === first.line && start.character >= first.character);
  return behind && (start.line < end.line || (start.line === end.line && start.character <= end.character));
}

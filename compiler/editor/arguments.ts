/** The call whose brackets are open before the caret: `Big(`, `send Explained(bill, `, `contains(upper(name), `. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import { functions } from '../types/builtins.ts';
import { declared, type EditorContext } from './context.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import type { EditorSource } from './source.ts';
import type { CallHelp } from './types.ts';

export interface OpenCall {
  readonly name: string;
  /** which argument the caret is in, from 0 */
  readonly argument: number;
}

/** Undefined outside of calls; brackets that declare parameters, and those that only hold together, are none. */
export function openCall({ phrase, blocks }: Cursor): OpenCall | undefined {
  let argument = 0;
  let depth = 0;
  for (let at = phrase.length - 1; at > 0; at--) {
    const type = phrase[at]?.tokenType;
    if (type === t.close || type === t.closeList) depth++;
    else if (type === t.openList && depth === 0) argument = 0;
    else if (type === t.open && depth === 0) return calledBy(phrase, at, blocks.at(-1)?.kind === 'file', argument);
    else if (type === t.open || type === t.openList) depth--;
    else if (type === t.comma && depth === 0) argument++;
  }
  return undefined;
}

/** In brackets behind the name of a declaration: `message M(bill: BillIssued, `. What comes next is a new name. */
export function inParameters({ phrase, blocks }: Cursor): boolean {
  return (
    blocks.at(-1)?.kind === 'file' &&
    phrase[2]?.tokenType === t.open &&
    phrase.every(({ tokenType }) => tokenType !== t.close)
  );
}

function calledBy(phrase: readonly IToken[], at: number, outside: boolean, argument: number): OpenCall | undefined {
  const name = phrase[at - 1];
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name.image) || (outside && at === 2)) return undefined;
  // Of the words of the language only those that can be names stand before a bracket as one.
  return name.tokenType === t.identifier || functions.has(name.image) ? { name: name.image, argument } : undefined;
}

export function callAt(s: EditorSource, context: EditorContext, offset: number): CallHelp | undefined {
  const file = context.file;
  const cursor = cursorAt(file.text, offset);
  const call = cursor === undefined ? undefined : openCall(cursor);
  if (call === undefined) return undefined;
  const { name, argument } = call;
  const own = functions.get(name);
  if (own !== undefined) {
    const parameters = own.shape.slice(own.shape.indexOf('(') + 1, -1).split(', ');
    return { name, parameters, argument, doc: own.doc };
  }
  const symbol = declared(context, ['condition', 'model', 'message', 'action', 'decision', 'journey'], name);
  const node = symbol?.node;
  const of = symbol === undefined ? undefined : s.file(symbol.path);
  if (node === undefined || of === undefined || !('parameters' in node)) return undefined;
  const parameters = (node.parameters ?? []).map(({ start, end }) => of.text.slice(start, end).replace(/\s+/g, ' '));
  return { name, parameters, argument, ...(node.doc === undefined ? {} : { doc: node.doc }) };
}

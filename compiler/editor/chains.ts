/** The type of what is written before a caret: `bill.lines`, `profile.tier`, `latest AccountOpened`. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import { type Type, types } from '../types/type.ts';
import { boundAt, fieldType, signalType } from './bindings.ts';
import type { EditorContext } from './context.ts';
import type { Cursor } from './cursor.ts';

/** Type of the chain of names that ends at `phrase[last]`; undefined where there is none. Absence is looked through. */
export function chainType(
  context: EditorContext,
  cursor: Cursor,
  phrase: readonly IToken[],
  last: number,
): Type | undefined {
  const names: string[] = [];
  let at = last;
  for (; at >= 0; at -= 2) {
    const token = phrase[at];
    if (token === undefined || !/^[A-Za-z_]\w*$/.test(token.image)) return undefined;
    names.unshift(token.image);
    if (phrase[at - 1]?.tokenType !== t.dot) break;
  }
  const [head, ...fields] = names;
  if (head === undefined) return undefined;
  let type = headType(context, cursor, phrase, at, head);
  for (const field of fields) type = type === undefined ? undefined : fieldType(context, type, field);
  return type;
}

function headType(
  context: EditorContext,
  cursor: Cursor,
  phrase: readonly IToken[],
  at: number,
  name: string,
): Type | undefined {
  if (name === 'start' && phrase[at - 1]?.image === 'at' && phrase[at - 2]?.image === 'profile') return types.profile;
  const bound = boundAt(context, cursor).find((each) => each.name === name);
  if (bound !== undefined) return bound.type;
  if (name === 'profile') return types.profile;
  if (name === 'it') return itType(context, phrase, at);
  if (name === 'now') return types.time;
  if (cursor.blocks.at(-1)?.kind === 'profile') {
    const own = context.source.signatures.profileField(name, context.scope.deps);
    if (own !== undefined) return own;
  }
  return signalType(context, name);
}

/** `it` is the nearest signal before it. */
export function itType(context: EditorContext, phrase: readonly IToken[], before: number): Type | undefined {
  for (let at = before - 1; at >= 0; at--) {
    const image = phrase[at]?.image ?? '';
    if (!/^[A-Z]/.test(image)) continue;
    const type = signalType(context, image);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** Which type is wanted at the caret, where the words before it say so: the other side of `==`, the field of a record, the cases of a choice. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import { present, type Type, types } from '../types/type.ts';
import { answerType, fieldType, signalType, typeWritten } from './bindings.ts';
import { chainType } from './chains.ts';
import type { EditorContext } from './context.ts';
import type { Cursor } from './cursor.ts';

export function expectedType(context: EditorContext, cursor: Cursor): Type | undefined {
  const { phrase, blocks } = cursor;
  const block = blocks.at(-1);
  if (block === undefined) return undefined;
  if (block.kind === 'choose' && phrase.every((token) => token.tokenType !== t.openBrace)) {
    return chainType(context, cursor, block.head, endOfValue(block.head));
  }
  const last = phrase.at(-1);
  if (block.kind === 'values') return fieldType(context, ownerOf(context, cursor), phrase[0]?.image ?? '');
  if (last?.image === 'answers') return answerType(context, phrase[1]?.image ?? '');
  if (last?.tokenType === t.is) return assignedType(context, cursor);
  const list = last === undefined ? -1 : openList(phrase);
  if (list > 0) {
    const at = phrase[list - 2]?.image === 'not' ? list - 3 : list - 2;
    return phrase[list - 1]?.image === 'in' ? chainType(context, cursor, phrase, at) : undefined;
  }
  return chainType(context, cursor, phrase, phrase.length - 2);
}

/** The value of `choose latest Moved.stage where ..` ends before what chooses the signal. */
function endOfValue(head: readonly IToken[]): number {
  const from = head.findIndex(({ image }, at) => choosesSignal.has(image) && head[at - 1]?.tokenType !== t.dot);
  return (from < 0 ? head.length : from) - 1;
}

const choosesSignal: ReadonlySet<string> = new Set(['where', 'in', 'since', 'this']);

/** `set profile.tier =`, `tier: Tier =` */
function assignedType(context: EditorContext, cursor: Cursor): Type | undefined {
  const { phrase } = cursor;
  if (phrase[0]?.image === 'set') return chainType(context, cursor, phrase, phrase.length - 2);
  const colon = phrase.findIndex((token) => token.tokenType === t.colon);
  return colon < 0 ? undefined : typeWritten(context, phrase.slice(colon + 1, -1).filter(isNoLabel));
}

const isNoLabel = (token: IToken): boolean => token.image !== 'pii' && token.image !== 'sensitive';

export const inList = (phrase: readonly IToken[]): boolean => openList(phrase) >= 0;

/** Index of the `[` that is still open at the end of a phrase, or -1. */
function openList(phrase: readonly IToken[]): number {
  for (let at = phrase.length - 1; at >= 0; at--) {
    if (phrase[at]?.tokenType === t.closeList) return -1;
    if (phrase[at]?.tokenType === t.openList) return at;
  }
  return -1;
}

/** The signal, record or profile whose fields the braces around the caret fill in. */
export function ownerOf(context: EditorContext, cursor: Cursor): Type {
  let owner: Type = types.error;
  for (const [index, block] of cursor.blocks.entries()) {
    if (block.kind !== 'values') continue;
    const first = block.head[0]?.image ?? '';
    if (cursor.blocks[index - 1]?.kind === 'values') {
      const field = present(fieldType(context, owner, first) ?? types.error);
      owner = field.kind === 'list' ? field.of : field;
    } else if (first === 'or') owner = answerType(context, cursor.blocks[index - 1]?.head[1]?.image ?? '');
    else owner = filledBy(context, block.head) ?? types.error;
  }
  return owner;
}

/** `emit S {`, `S {`, `given customer ada {`, `given A answers {`, and in an action `-> { .. } { or {` */
function filledBy(context: EditorContext, head: readonly IToken[]): Type | undefined {
  const [first, second] = head.map(({ image }) => image);
  if (first === 'given') return second === 'customer' ? types.profile : answerType(context, second ?? '');
  return signalType(context, (first === 'emit' ? second : first) ?? '');
}

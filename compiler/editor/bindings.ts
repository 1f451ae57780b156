/** Names that `as x` and parameters bind, as seen from the caret, with their types. Told from tokens: the tree may be broken here. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import type { Name, TypeRef } from '../syntax/tree.ts';
import { resolveType } from '../types/references.ts';
import { type Type, types } from '../types/type.ts';
import { declared, type EditorContext } from './context.ts';
import { type Cursor, endOf } from './cursor.ts';

export interface Bound {
  readonly name: string;
  readonly type: Type;
}

/** Innermost first; a shadowed name is left out. */
export function boundAt(context: EditorContext, cursor: Cursor): Bound[] {
  const found: Bound[] = [];
  for (const block of cursor.blocks) {
    found.push(...boundIn(context, block.head));
    for (const item of block.earlier) found.push(...boundIn(context, item));
  }
  const last = cursor.blocks.at(-1);
  if (last !== undefined) found.push(...boundIn(context, last.phrase));
  const names = new Set<string>();
  return found.reverse().filter(({ name }) => !names.has(name) && names.add(name));
}

function boundIn(context: EditorContext, phrase: readonly IToken[]): Bound[] {
  return [...parametersIn(context, phrase), ...aliasesIn(context, phrase), ...itemsIn(phrase)];
}

/** What an action answers. */
function answerType(context: EditorContext, action: string): Type {
  const symbol = declared(context, ['action'], action);
  return (
    (symbol === undefined ? undefined : context.source.signatures.result(symbol.id, context.scope.deps)) ?? types.error
  );
}

/** `for each line in order.lines` */
function itemsIn(phrase: readonly IToken[]): Bound[] {
  const name = phrase[0]?.image === 'for' && phrase[1]?.image === 'each' ? phrase[2] : undefined;
  return name === undefined ? [] : [{ name: name.image, type: types.error }];
}

/** `on S as s`, `for S as s`, `handoff to team as talk`; not the outcome in `stop on S where .. as outcome`. */
function aliasesIn(context: EditorContext, phrase: readonly IToken[]): Bound[] {
  return phrase.flatMap((token, index) => {
    const name = phrase[index + 1];
    const what = phrase[index - 1];
    const how = phrase[index - 2]?.image;
    if (token.image !== 'as' || name === undefined || what === undefined) return [];
    if (phrase[0]?.image === 'run') return [{ name: name.image, type: types.error }];
    if (phrase[0]?.image === 'call') return [{ name: name.image, type: answerType(context, phrase[1]?.image ?? '') }];
    if (how === 'decide') return [{ name: name.image, type: types.text }];
    if (how === 'to') return [{ name: name.image, type: types.error }];
    if (how !== 'on' && how !== 'for') return [];
    return [{ name: name.image, type: signalType(context, what.image) ?? types.error }];
  });
}

export function signalType(context: EditorContext, name: string): Type | undefined {
  const symbol = declared(context, ['signal'], name);
  return symbol === undefined ? undefined : { kind: 'signal', id: symbol.id, name };
}

const withParameters: ReadonlySet<string> = new Set(['message', 'condition', 'journey', 'decision', 'action', 'model']);

function parametersIn(context: EditorContext, phrase: readonly IToken[]): Bound[] {
  if (!withParameters.has(phrase[0]?.image ?? '') || phrase[2]?.tokenType !== t.open) return [];
  const bound: Bound[] = [];
  for (let at = 3; at < phrase.length; at++) {
    if (phrase[at]?.tokenType === t.close) break;
    if (phrase[at + 1]?.tokenType !== t.colon) continue;
    const name = phrase[at]?.image ?? '';
    const type: IToken[] = [];
    for (at += 2; at < phrase.length; at++) {
      const token = phrase[at];
      if (token === undefined || token.tokenType === t.comma || token.tokenType === t.close) break;
      type.push(token);
    }
    bound.push({ name, type: typeWritten(context, type) });
    if (phrase[at]?.tokenType === t.close) break;
  }
  return bound;
}

/** The type that a run of tokens writes: `list of Line`, `money USD`, `text?`. */
export function typeWritten(context: EditorContext, tokens: readonly IToken[]): Type {
  const ref = typeRef(tokens);
  if (ref === undefined) return types.error;
  return resolveType(ref, context.scope, context.source.index, context.source.settings);
}

function typeRef(tokens: readonly IToken[]): TypeRef | undefined {
  const [first, second] = tokens;
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const span = { start: first.startOffset, end: endOf(last) };
  if (last.tokenType === t.question) {
    const of = typeRef(tokens.slice(0, -1));
    return of === undefined ? undefined : { ...span, kind: 'OptionalType', of };
  }
  if (first.image === 'list' && second?.image === 'of') {
    const of = typeRef(tokens.slice(2));
    return of === undefined ? undefined : { ...span, kind: 'ListType', of };
  }
  const currency = second !== undefined && /^[A-Z]{3}$/.test(second.image) ? { currency: nameOf(second) } : {};
  return { ...span, kind: 'NamedType', name: nameOf(first), ...currency };
}

function nameOf(token: IToken): Name {
  return { text: token.image, start: token.startOffset, end: endOf(token) };
}

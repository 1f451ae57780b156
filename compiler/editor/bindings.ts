/** Names that `as x` and parameters bind, as seen from the caret, with their types. Told from tokens: the tree may be broken here. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import type { Name, TypeRef } from '../syntax/tree.ts';
import { resolveType } from '../types/references.ts';
import { present, type Type, types } from '../types/type.ts';
import { declared, type EditorContext } from './context.ts';
import { type Cursor, endOf } from './cursor.ts';

export interface Bound {
  readonly name: string;
  readonly type: Type;
}

/** Innermost first; a shadowed name is left out. */
export function boundAt(context: EditorContext, cursor: Cursor): Bound[] {
  const found: Bound[] = [];
  const add = (phrase: readonly IToken[]): unknown => found.push(...boundIn(context, phrase, found));
  for (const block of cursor.blocks) {
    add(block.head);
    block.earlier.forEach(add);
  }
  add(cursor.blocks.at(-1)?.phrase ?? []);
  const names = new Set<string>();
  return found.reverse().filter(({ name }) => !names.has(name) && names.add(name));
}

function boundIn(context: EditorContext, phrase: readonly IToken[], before: readonly Bound[]): Bound[] {
  return [...parametersIn(context, phrase), ...aliasesIn(context, phrase), ...itemsIn(context, phrase, before)];
}

/** What an action or a model answers, or what a journey that is run finishes with. */
export function answerType(context: EditorContext, name: string): Type {
  const symbol = declared(context, ['action', 'model', 'journey'], name);
  return (
    (symbol === undefined ? undefined : context.source.signatures.result(symbol.id, context.scope.deps)) ?? types.error
  );
}

/** `for each line in order.lines`, `for any total: money` */
function itemsIn(context: EditorContext, phrase: readonly IToken[], before: readonly Bound[]): Bound[] {
  const [first, how, name, colon] = phrase;
  if (first?.image !== 'for' || name === undefined) return [];
  if (how?.image === 'each') return [{ name: name.image, type: itemType(context, phrase.slice(4), before) }];
  if (how?.image !== 'any' || colon?.tokenType !== t.colon) return [];
  const end = phrase.findIndex(({ image }) => image === 'between' || image === 'in');
  return [{ name: name.image, type: typeWritten(context, phrase.slice(4, end < 0 ? undefined : end)) }];
}

/** Of what lies in `order.lines`. */
function itemType(context: EditorContext, [head, ...rest]: readonly IToken[], before: readonly Bound[]): Type {
  const own = head?.image === 'profile' ? types.profile : undefined;
  let type = own ?? before.findLast(({ name }) => name === head?.image)?.type;
  for (const { image, tokenType } of rest) {
    if (tokenType === t.dot) continue;
    const field = type === undefined ? undefined : fieldType(context, type, image);
    if (field === undefined) break;
    type = field;
  }
  const list = present(type ?? types.error);
  return list.kind === 'list' ? list.of : types.error;
}

/** `on S as s`, `for S as s`, `handoff to team as talk`; not the outcome in `stop on S where .. as outcome`. */
function aliasesIn(context: EditorContext, phrase: readonly IToken[]): Bound[] {
  return phrase.flatMap((token, index) => {
    const name = phrase[index + 1];
    const what = phrase[index - 1];
    const how = phrase[index - 2]?.image;
    if (token.image !== 'as' || name === undefined || what === undefined) return [];
    const first = phrase[0]?.image;
    if (first === 'run' || first === 'call') {
      return [{ name: name.image, type: answerType(context, phrase[1]?.image ?? '') }];
    }
    if (how === 'decide') return [{ name: name.image, type: types.text }];
    if (how === 'to') return [{ name: name.image, type: types.error }];
    // `start on 3 S within 2 days by it.product as looks`
    if (first === 'start' && phrase[2]?.tokenType === t.number)
      return [{ name: name.image, type: signalType(context, phrase[3]?.image ?? '') ?? types.error }];
    if (how !== 'on' && how !== 'for' && how !== 'then') return [];
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

export function fieldType(context: EditorContext, owner: Type, field: string): Type | undefined {
  const { signatures } = context.source;
  const type = present(owner);
  if (type.kind === 'profile') return signatures.profileField(field, context.scope.deps);
  if (type.kind !== 'signal' && type.kind !== 'record') return undefined;
  return signatures.fields(type.id, context.scope.deps).get(field)?.type;
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

/** Types as written (`money USD`, `list of Line`, `Tier?`) to types as meant. */
import type { LookupScope, NameIndex } from '../names/index.ts';
import type { Declared } from '../names/symbols.ts';
import type { Name, TypeRef } from '../syntax/tree.ts';
import { type CompilerSettings, isSimpleType, listOf, money, optional, type Type, types } from './type.ts';
import { isCurrency } from './units.ts';

/** Called for what is wrong in a type, and for each named type that was found. */
export interface TypeObserver {
  readonly unknown: (name: Name) => void;
  readonly notFound: (name: Name) => void;
  readonly currency: (name: Name) => void;
  readonly found: (name: Name, symbol: Declared) => void;
}

/** What cannot be resolved is the error type. Without an observer nothing is reported: the declaring file does that. */
export function resolveType(
  ref: TypeRef,
  scope: LookupScope,
  index: NameIndex,
  settings: CompilerSettings,
  observer?: TypeObserver,
): Type {
  switch (ref.kind) {
    case 'ListType':
      return listOf(resolveType(ref.of, scope, index, settings, observer));
    case 'OptionalType':
      return optional(resolveType(ref.of, scope, index, settings, observer));
    case 'NamedType':
      break;
  }
  const { name, currency } = ref;
  if (name.text === '') return types.error;
  if (name.text === 'money') {
    if (currency === undefined) return money(settings.currency);
    if (isCurrency(currency.text)) return money(currency.text);
    observer?.currency(currency);
    return types.error;
  }
  if (isSimpleType(name.text)) return types[name.text];
  const found = index.lookup(['type', 'signal'], name.text, scope);
  if (found.kind !== 'found') {
    if (found.kind === 'unknown') observer?.unknown(name);
    else observer?.notFound(name);
    return types.error;
  }
  observer?.found(name, found.symbol);
  const { id, node } = found.symbol;
  if (node.kind === 'Signal') return { kind: 'signal', id, name: name.text };
  if (node.kind !== 'Type') return types.error;
  return { kind: node.body.kind === 'Enumeration' ? 'enumeration' : 'record', id, name: name.text };
}

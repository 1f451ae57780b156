/**
 * Types of what declarations offer to others: fields, values, parameters. Computed when asked for, kept until the text that
 * they came from, or a name that it uses, changes its meaning.
 */
import type { LookupScope, NameIndex } from '../names/index.ts';
import type { NamedDeclaration } from '../names/symbols.ts';
import type { Field, Parameter, TypeRef } from '../syntax/tree.ts';
import { resolveType } from './references.ts';
import { type CompilerSettings, type Type, types } from './type.ts';

export interface FieldType {
  readonly name: string;
  readonly type: Type;
  /** absent: a field that every signal has */
  readonly field?: Field;
}

export interface ParameterType {
  readonly name: string;
  readonly type: Type;
}

export interface Signatures {
  /** Fields of a signal (with `at` and `id`) or of a record, in the order written. */
  fields(id: string, deps: Set<string>): ReadonlyMap<string, FieldType>;
  /** Values of an enumeration. */
  values(id: string, deps: Set<string>): readonly string[];
  /** Parameters of whatever is called with arguments. */
  parameters(id: string, deps: Set<string>): readonly ParameterType[];
  /** What an action or a model answers; undefined: nothing. A record of its own has the action's id. */
  result(id: string, deps: Set<string>): Type | undefined;
  profileField(name: string, deps: Set<string>): Type | undefined;
  /** Forgets what the changed keys touch, and adds to them the keys that changed by this. */
  invalidate(changed: Set<string>): void;
}

/** Fields that every signal has besides its own: when it happened, and its id on the wire. */
export const builtinSignalFields: readonly FieldType[] = [
  { name: 'at', type: types.time },
  { name: 'id', type: types.id },
];

export function createSignatures(index: NameIndex, settings: CompilerSettings): Signatures {
  const fields = new Map<string, ReadonlyMap<string, FieldType>>();
  const parameters = new Map<string, readonly ParameterType[]>();
  const profile = new Map<string, Type>();
  const tables: readonly Map<string, unknown>[] = [fields, parameters, profile];
  /** dependency key -> what was computed with it */
  const users = new Map<string, Set<string>>();

  const keep = (cacheKey: string, deps: ReadonlySet<string>): void => {
    for (const dep of deps) {
      const existing = users.get(dep);
      if (existing === undefined) users.set(dep, new Set([cacheKey]));
      else existing.add(cacheKey);
    }
  };
  const scopeOf = (path: string, module: string): LookupScope => ({
    module,
    uses: index.usesOf(path),
    deps: new Set(),
  });

  return {
    fields(id, deps) {
      deps.add(dependencyKey(id));
      const cached = fields.get(id);
      if (cached !== undefined) return cached;
      const symbol = index.byId(id);
      const map = new Map<string, FieldType>();
      if (symbol !== undefined) {
        const scope = scopeOf(symbol.path, symbol.module);
        scope.deps.add(dependencyKey(id));
        for (const field of fieldsOf(symbol.node)) {
          if (map.has(field.name.text)) continue;
          map.set(field.name.text, { name: field.name.text, field, type: typeOf(field.type, scope) });
        }
        if (symbol.kind === 'signal') for (const field of builtinSignalFields) map.set(field.name, field);
        keep(id, scope.deps);
        fields.set(id, map);
      }
      return map;
    },

    values(id, deps) {
      deps.add(dependencyKey(id));
      const node = index.byId(id)?.node;
      if (node?.kind !== 'Type' || node.body.kind !== 'Enumeration') return [];
      return node.body.values.map((value) => value.text);
    },

    parameters(id, deps) {
      deps.add(dependencyKey(id));
      const cached = parameters.get(id);
      if (cached !== undefined) return cached;
      const symbol = index.byId(id);
      const node = symbol?.node;
      let list: ParameterType[] = [];
      if (
        symbol !== undefined &&
        (node?.kind === 'Condition' ||
          node?.kind === 'Message' ||
          node?.kind === 'Decision' ||
          node?.kind === 'Action' ||
          node?.kind === 'Model' ||
          node?.kind === 'Journey')
      ) {
        const scope = scopeOf(symbol.path, symbol.module);
        scope.deps.add(dependencyKey(id));
        list = (node.parameters ?? []).map((parameter: Parameter) => ({
          name: parameter.name.text,
          type: typeOf(parameter.type, scope),
        }));
        keep(id, scope.deps);
        parameters.set(id, list);
      }
      return list;
    },

    result(id, deps) {
      deps.add(dependencyKey(id));
      const symbol = index.byId(id);
      const node = symbol?.node;
      if (symbol === undefined || (node?.kind !== 'Action' && node?.kind !== 'Model' && node?.kind !== 'Journey'))
        return undefined;
      const { result } = node;
      if (result === undefined) return undefined;
      if (result.kind === 'Fields') return { kind: 'record', id, name: symbol.name };
      const scope = scopeOf(symbol.path, symbol.module);
      const type = typeOf(result, scope);
      for (const dep of scope.deps) deps.add(dep);
      return type;
    },

    profileField(name, deps) {
      const symbol = index.profileField(name, deps);
      if (symbol === undefined) return undefined;
      const cached = profile.get(`profile ${name}`);
      if (cached !== undefined) return cached;
      const scope = scopeOf(symbol.path, symbol.module);
      scope.deps.add(`profile ${name}`);
      const type = typeOf(symbol.field.type, scope);
      keep(`profile ${name}`, scope.deps);
      profile.set(`profile ${name}`, type);
      return type;
    },

    invalidate(changed) {
      const queue = [...changed];
      for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
        for (const user of users.get(key) ?? []) {
          for (const table of tables) table.delete(user);
          const own = user.startsWith('profile ') ? user : dependencyKey(user);
          if (!changed.has(own)) {
            changed.add(own);
            queue.push(own);
          }
        }
        users.delete(key);
      }
    },
  };

  function typeOf(ref: TypeRef, scope: LookupScope): Type {
    return resolveType(ref, scope, index, settings);
  }
}

function fieldsOf(node: NamedDeclaration): readonly Field[] {
  if (node.kind === 'Signal') return node.fields;
  if (node.kind === 'Action' || node.kind === 'Model') return node.result?.kind === 'Fields' ? node.result.fields : [];
  return node.kind === 'Type' && node.body.kind === 'Record' ? node.body.fields : [];
}

/** `signal:telco/BillIssued` -> `signal BillIssued` */
export function dependencyKey(id: string): string {
  return `${id.slice(0, id.indexOf(':'))} ${id.slice(id.lastIndexOf('/') + 1)}`;
}

/** Names and what hangs on them: bindings, `it`, `profile.email`, `bill.amount`, bare values of an enumeration, conditions, consent. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import { findBinding } from '../names/scope.ts';
import type { Expression, Name } from '../syntax/tree.ts';
import { profileAtStart } from '../syntax/words.ts';
import { type Check, type Env, refer, referToBinding, report, sourceOf } from './context.ts';
import { countWrong, partsMayBeAbsent } from './expect.ts';
import { lookUp, nearName } from './names.ts';
import { isError, optional, present, show, type Type, types } from './type.ts';
import { meantBy } from './unknown-values.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function reference(c: Check, expression: Of<'Reference'>, env: Env, expected: Type | undefined): Type {
  const { name } = expression;
  if (name.text === '') return types.error;
  const binding = findBinding(env.scope, name.text);
  if (binding !== undefined) {
    referToBinding(c, name, binding.at);
    c.facts.meaning.set(expression, { kind: 'variable', binding });
    const type = c.facts.bindingTypes.get(binding) ?? types.error;
    return env.unsure.has(binding.at) ? optional(type) : type;
  }
  const word = isValueOf(c, name.text, expected) ? undefined : ownWord(c, expression, env);
  if (word !== undefined) return word;
  const sibling = env.place === 'profile' ? c.signatures.profileField(name.text, c.scope.deps) : undefined;
  if (sibling !== undefined) {
    refer(c, name, referenceIds.profile(name.text));
    c.facts.meaning.set(expression, { kind: 'profile', field: name.text });
    return sibling;
  }
  const value = expected === undefined ? undefined : enumerationValue(c, expression, expected);
  if (value !== undefined) return value;
  const found = c.index.lookup(['condition'], name.text, c.scope);
  if (found.kind === 'unknown') {
    unknownValue(c, name, env, expected);
    return types.error;
  }
  const symbol = lookUp(c, 'condition', name);
  if (symbol === undefined) return types.error;
  c.facts.meaning.set(expression, { kind: 'condition', id: symbol.id });
  const count = c.signatures.parameters(symbol.id, c.scope.deps).length;
  if (count === 0) return types.boolean;
  report(c, name, countWrong(name.text, count, 0));
  return types.error;
}

/** `now`, of a type such as `now | later`. */
function isValueOf(c: Check, name: string, expected: Type | undefined): boolean {
  const wanted = expected === undefined ? undefined : present(expected);
  return wanted?.kind === 'enumeration' && c.signatures.values(wanted.id, c.scope.deps).includes(name);
}

/** `it`, `now`, `profile`. */
function ownWord(c: Check, expression: Of<'Reference'>, env: Env): Type | undefined {
  switch (expression.name.text) {
    case 'it':
      if (env.it === undefined) {
        report(c, expression, say.itOutsideWhere());
        return types.error;
      }
      c.facts.meaning.set(expression, { kind: 'it' });
      return env.it;
    case 'now':
      c.facts.meaning.set(expression, { kind: 'now' });
      return types.time;
    case 'profile':
      return types.profile;
    case profileAtStart:
      if (env.place !== 'journey')
        report(c, expression, say.noJourneyHere({ text: profileAtStart }), {
          hint: 'Say `profile`: it is as it is now.',
        });
      return types.profile;
    default:
      return undefined;
  }
}

/** A bare value where an enumeration is expected. */
function enumerationValue(c: Check, expression: Of<'Reference'>, expected: Type): Type | undefined {
  const wanted = present(expected);
  if (wanted.kind !== 'enumeration') return undefined;
  const { name } = expression;
  const values = c.signatures.values(wanted.id, c.scope.deps);
  if (!values.includes(name.text)) {
    if (c.index.lookup(['condition'], name.text, c.scope).kind !== 'unknown') return undefined;
    report(c, name, say.notAValue({ name: name.text, type: wanted.name }), nearName(name, values));
    return types.error;
  }
  c.facts.meaning.set(expression, { kind: 'value', value: name.text });
  refer(c, name, referenceIds.value(wanted.id, name.text));
  return wanted;
}

/** Would this name have a meaning without knowing what is expected? */
export function standsAlone(c: Check, expression: Expression, env: Env): boolean {
  switch (expression.kind) {
    case 'Reference': {
      const name = expression.name.text;
      if (name === 'it' || name === 'now' || name === 'profile') return true;
      if (findBinding(env.scope, name) !== undefined) return true;
      return c.index.lookup(['condition'], name, c.scope).kind === 'found';
    }
    case 'Text':
    case 'List':
      return false;
    default:
      return true;
  }
}

function unknownValue(c: Check, name: Name, env: Env, expected: Type | undefined): void {
  if (expected !== undefined && isError(expected)) return;
  report(c, name, say.unknownValue({ name: name.text }), meantBy(c, name, env, expected));
}

export function member(c: Check, expression: Of<'Member'>, env: Env): Type {
  const { of, name } = expression;
  const type = c.infer(of, env);
  if (type.kind === 'profile') return profileMember(c, expression);
  if (isError(type)) return types.error;
  if (type.kind === 'optional') {
    partsMayBeAbsent(c, of);
    return types.error;
  }
  if (type.kind !== 'signal' && type.kind !== 'record') {
    if (name.text !== '') report(c, name, say.noFields({ text: sourceOf(c, of), found: show(type), name: name.text }));
    return types.error;
  }
  const found = fieldOf(c, type, name);
  if (found === undefined) return types.error;
  c.facts.meaning.set(expression, { kind: 'field' });
  return found;
}

/** A field of a signal or a record, by name; an unknown one is reported. */
export function fieldOf(c: Check, owner: Extract<Type, { kind: 'signal' | 'record' }>, name: Name): Type | undefined {
  if (name.text === '') return undefined;
  const fields = c.signatures.fields(owner.id, c.scope.deps);
  const field = fields.get(name.text);
  if (field === undefined) {
    report(c, name, say.unknownField({ owner: owner.name, name: name.text }), nearName(name, fields.keys()));
    return undefined;
  }
  refer(c, name, referenceIds.field(owner.id, name.text));
  return field.type;
}

/** A field of the profile, or an identity key. */
function profileMember(c: Check, expression: Of<'Member'>): Type {
  const { name } = expression;
  if (name.text === '') return types.error;
  const type = c.signatures.profileField(name.text, c.scope.deps);
  if (type !== undefined) {
    refer(c, name, referenceIds.profile(name.text));
    const snapshot = expression.of.kind === 'Reference' && expression.of.name.text === profileAtStart;
    c.facts.meaning.set(expression, { kind: snapshot ? 'snapshot' : 'profile', field: name.text });
    return type;
  }
  const keys = identityKeys(c);
  if (keys.includes(name.text)) {
    refer(c, name, referenceIds.key(name.text));
    c.facts.meaning.set(expression, { kind: 'key', name: name.text });
    return keyType(name.text);
  }
  report(
    c,
    name,
    say.unknownProfileField({ name: name.text }),
    nearName(name, [...c.index.profileNames(c.scope.deps), ...keys]),
  );
  return types.error;
}

/** A customer may lack any key. */
function keyType(name: string): Type {
  if (name === 'email') return optional(types.email);
  return optional(name === 'phone' ? types.phone : types.id);
}

export function identityKeys(c: Check): string[] {
  return c.index.identityKeys(c.scope.deps);
}

export function consentFor(c: Check, expression: Of<'ConsentFor'>): Type {
  lookUp(c, 'purpose', expression.purpose);
  if (expression.channel !== undefined) lookUp(c, 'channel', expression.channel);
  return types.boolean;
}

/** `set profile.FIELD = VALUE`, and what is known of the field after it. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { findBinding } from '../names/scope.ts';
import type { Expression, SetStatement } from '../syntax/tree.ts';
import { type Check, type Env, report, sourceOf } from './context.ts';
import { expectType } from './expect.ts';
import { factKey } from './narrow.ts';
import { isError, present, show, type Type, types } from './type.ts';

export function set(c: Check, statement: SetStatement, env: Env): Env {
  const { target } = statement;
  const type = isUnknownName(c, target, env) ? types.error : c.infer(target, { ...env, facts: new Set() });
  const meaning = c.facts.meaning.get(target);
  if (meaning?.kind === 'key') {
    report(
      c,
      target,
      say.cannotSet({ text: sourceOf(c, target), reason: 'it is an identity key, which signals bring' }),
    );
  } else if (meaning?.kind !== 'profile') {
    if (!isError(type)) {
      report(c, target, say.cannotSet({ text: sourceOf(c, target), reason: 'only fields of the profile can be set' }));
    }
  } else if (c.index.profileField(meaning.field, c.scope.deps)?.field.computed !== undefined) {
    report(c, target, say.cannotSet({ text: sourceOf(c, target), reason: 'it is computed' }));
  }
  const value = isAbsence(c, statement.value, env, type)
    ? cleared(c, statement, type)
    : expectType(c, statement.value, env, type);
  const key = factKey(c, target);
  if (key === undefined) return env;
  const facts = new Set(env.facts);
  if (value.kind === 'optional' || isError(value)) facts.delete(key);
  else facts.add(key);
  // Computed fields may read the one that was set.
  for (const fact of env.facts) if (fact.startsWith('~') && fact !== key) facts.delete(fact);
  return { ...env, facts };
}

/** `set urgent = true`: what a journey remembers are fields of the profile. */
function isUnknownName(c: Check, target: Expression, env: Env): boolean {
  if (target.kind !== 'Reference' || findBinding(env.scope, target.name.text) !== undefined) return false;
  const { text } = target.name;
  if (text === '' || c.index.profileField(text, c.scope.deps) !== undefined) return false;
  const hint = `What is to be remembered is a field of the profile: declare \`${text}\` in \`profile { }\`, and write \`set profile.${text} = ..\`.`;
  report(c, target, say.cannotSet({ text: sourceOf(c, target), reason: 'only fields of the profile can be set' }), {
    hint,
  });
  return true;
}

/** `set profile.cart = absent`; of a type such as `present | absent` it is a value as any other. */
function isAbsence(c: Check, value: Expression, env: Env, type: Type): boolean {
  if (value.kind !== 'Reference' || value.name.text !== 'absent') return false;
  const wanted = present(type);
  const isValue = wanted.kind === 'enumeration' && c.signatures.values(wanted.id, c.scope.deps).includes('absent');
  return !isValue && findBinding(env.scope, 'absent') === undefined;
}

function cleared(c: Check, { target, value }: SetStatement, type: Type): Type {
  c.facts.typeOf.set(value, type);
  if (type.kind !== 'optional' && !isError(type)) {
    const reason = `it is never absent: its type, ${show(type)}, has no \`?\``;
    report(c, target, say.cannotSet({ text: sourceOf(c, target), reason }));
  }
  return type;
}

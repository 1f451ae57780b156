/** Records that are written out field by field: in tests, and where a journey emits a signal. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import { referenceIds } from '../names/references.ts';
import type { Expression, FieldContent, FieldValue, Name } from '../syntax/tree.ts';
import { type Check, type Env, refer, report, sourceOf } from './context.ts';
import { isConstant } from './declarations.ts';
import { expectType } from './expect.ts';
import { nearName } from './names.ts';
import { isError, listOf, present, show, type Type, types } from './type.ts';
import { instantText } from './units.ts';

export function twice(c: Check, name: Name, seen: Map<string, Name>): void {
  const first = seen.get(name.text);
  if (first === undefined) seen.set(name.text, name);
  else {
    report(c, name, say.duplicateName({ kind: 'field', name: name.text }), {
      related: [{ span: first, message: 'It is here already.' }],
    });
  }
}

/** Fields of a signal or a record: each known, of its type, and none that must be there is missing. */
export function checkRecord(
  c: Check,
  at: { readonly start: number; readonly end: number },
  fields: readonly FieldValue[],
  owner: { readonly id: string; readonly name: string },
  env: Env,
): void {
  const known = c.signatures.fields(owner.id, c.scope.deps);
  const seen = new Map<string, Name>();
  for (const field of fields) {
    const { name } = field;
    if (name.text === '') continue;
    twice(c, name, seen);
    const wanted = known.get(name.text);
    if (wanted?.field === undefined) {
      const own = [...known.values()].filter((each) => each.field !== undefined).map((each) => each.name);
      report(c, name, say.unknownField({ owner: owner.name, name: name.text }), nearName(name, own));
    } else {
      refer(c, name, referenceIds.field(owner.id, name.text));
      content(c, field.value, wanted.type, env);
    }
  }
  const missing = [...known.values()].filter(
    (each) => each.field !== undefined && each.type.kind !== 'optional' && !isError(each.type) && !seen.has(each.name),
  );
  if (missing.length === 0) return;
  const names = few(missing.map((each) => `\`${each.name}\``));
  report(c, at, say.missingFields({ owner: owner.name, missing: names }));
}

export function content(c: Check, value: FieldContent, type: Type, env: Env): void {
  const wanted = present(type);
  switch (value.kind) {
    case 'Record':
      if (wanted.kind === 'record') checkRecord(c, value, value.fields, wanted, env);
      else if (!isError(type))
        report(c, value, say.wrongType({ text: 'This', found: 'a record', expected: show(type) }));
      return;
    case 'RecordList':
      if (wanted.kind === 'list') for (const item of value.items) content(c, item, wanted.of, env);
      else if (!isError(type)) {
        report(c, value, say.wrongType({ text: 'This', found: show(listOf(types.error)), expected: show(type) }));
      }
      return;
    default:
      plain(c, value, type, env);
  }
}

/** A time can be written as a date (its first instant in the workspace's zone) or as a text with its zone. */
function plain(c: Check, value: Expression, type: Type, env: Env): void {
  if (present(type).kind === 'time' && env.place === 'test') {
    if (value.kind === 'Date') {
      expectType(c, value, env, types.date);
      return;
    }
    if (value.kind === 'Text') {
      expectType(c, value, env, types.text);
      const text = value.parts.join('');
      if (instantText(text) === undefined) {
        report(c, value, say.textIsNot({ text: `"${text}"`, expected: 'a time' }), {
          hint: 'Write it as "2026-03-01T10:00:00Z".',
        });
      }
      return;
    }
  }
  if (!isError(expectType(c, value, env, type)) && env.place === 'test' && !isConstant(c, value)) {
    report(c, value, say.testValueNotConstant({ text: sourceOf(c, value) }));
  }
}

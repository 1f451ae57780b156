/** `contacts in last 30 days`, given to an action: each contact as a record that the author has declared. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Expression } from '../syntax/tree.ts';
import { type Check, newEnv, report } from './context.ts';
import { constantDuration } from './expect.ts';
import { isError, optional, present, same, type Type, types } from './type.ts';

/** What is told of a contact: when, the signal or the message, and where. */
const told: ReadonlyMap<string, Type> = new Map([
  ['at', types.time],
  ['what', types.text],
  ['channel', optional(types.text)],
]);

/** `expected`: what it is given to; anything else than a list of such records is reported. */
export function contactsInto(
  c: Check,
  { window, ...span }: Extract<Expression, { kind: 'Contacts' }>,
  expected: Type | undefined,
): Type {
  if (window.kind === 'InLast') constantDuration(c, window.duration, newEnv('journey'));
  const wanted = expected === undefined ? undefined : present(expected);
  if (wanted !== undefined && isError(wanted)) return types.error;
  if (wanted?.kind === 'list' && takesContact(c, wanted.of)) return wanted;
  report(c, span, say.contactsInto());
  return types.error;
}

function takesContact(c: Check, type: Type): boolean {
  if (type.kind !== 'record') return false;
  const fields = [...c.signatures.fields(type.id, c.scope.deps).values()];
  return fields.every(({ name, type: of }) => {
    const known = told.get(name);
    return known !== undefined && same(known, of);
  });
}

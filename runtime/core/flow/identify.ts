/** What others say of who a customer is goes into the profile fields of the same names. */
import type { Json } from '../../../compiler/graph/types.ts';
import { decodeFields, type FieldDecoder } from '../compile/decode.ts';
import { type Context, decide } from './context.ts';
import { stateIsStale } from './stale.ts';

export function identify(context: Context, profile: Readonly<Record<string, Json>>): void {
  const { customer, programs } = context;
  stateIsStale(context);
  for (const [field, value] of Object.entries(profile)) {
    if (customer.profile[field] === value) continue;
    customer.profile[field] = value;
    decide(context, programs.current, 'set', [], { subject: field, outcome: 'identify' });
  }
}

/** Stored profile fields for which there is a value that fits; `firstName` is also `first_name`. What does not fit is left out. */
export function traitsOf(data: unknown, fields: readonly FieldDecoder[]): Record<string, Json> {
  const found: Record<string, Json> = {};
  if (typeof data !== 'object' || data === null) return found;
  const given = new Map(Object.entries(data).map(([name, value]) => [snakeCase(name), value]));
  for (const [name, value] of Object.entries(data)) given.set(name, value);
  for (const field of fields) {
    const value = given.get(field.wire);
    if (value !== undefined && value !== null) decodeFields({ [field.wire]: value }, [field], found);
  }
  return found;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

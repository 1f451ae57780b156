/** Whether a value can be of a type at all: what was kept under older files can be of another one than theirs of now. */
import type { Graph, Type } from '../../../compiler/graph/types.ts';

/** The last day that JavaScript knows, on either side of 1970. */
const LAST_DAY = 100_000_000;

/** JavaScript source of the question; `value`: source of what is asked about. `constant`: gives the source of what is looked up. */
export function fitsSource(
  value: string,
  type: Type,
  named: Graph['types'],
  constant: (values: readonly string[]) => string,
): string {
  const isOf = (is: 'string' | 'number' | 'boolean'): string => `typeof ${value} === '${is}'`;
  switch (type.kind) {
    case 'optional':
      return `(${value} === null || ${fitsSource(value, type.of, named, constant)})`;
    case 'list':
      return `(Array.isArray(${value}) && ${value}.every((item) => ${fitsSource('item', type.of, named, constant)}))`;
    case 'named': {
      const found = named[type.name];
      return found?.kind === 'enumeration' ? `${constant(found.values)}.includes(${value})` : isRecord(value);
    }
    case 'signal':
      return isRecord(value);
    case 'boolean':
      return isOf('boolean');
    case 'integer':
    case 'money':
    case 'clock':
      return `Number.isInteger(${value})`;
    case 'number':
    case 'percent':
    case 'duration':
    case 'time':
      return isOf('number');
    // Days since 1970; what was kept as a time, in milliseconds, is far beyond the last of them.
    case 'date':
      return `(Number.isInteger(${value}) && Math.abs(${value}) <= ${LAST_DAY})`;
    case 'text':
    case 'id':
    case 'email':
    case 'phone':
    case 'url':
    case 'locale':
    case 'timezone':
    case 'country':
      return isOf('string');
  }
}

/** Fields of a record are read one by one, and one that it lacks is absent. */
function isRecord(value: string): string {
  return `(typeof ${value} === 'object' && !Array.isArray(${value}))`;
}

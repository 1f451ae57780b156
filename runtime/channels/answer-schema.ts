/** What is expected back. */
import type { Graph, Json, Type } from '../../compiler/graph/types.ts';

type Fields = readonly { readonly name: string; readonly wire?: string; readonly type: Type }[];

type Schema = Readonly<Record<string, Json>>;

/** The form of an answer as a JSON Schema, for who writes it. What fits is decided when it is read. */
export function schemaOf(type: Type, graph: Graph): Schema {
  switch (type.kind) {
    case 'optional':
      return { anyOf: [schemaOf(type.of, graph), { type: 'null' }] };
    case 'list':
      return { type: 'array', items: schemaOf(type.of, graph) };
    case 'money':
      return { type: 'number', description: `an amount of ${type.currency}` };
    case 'number':
      return { type: 'number' };
    case 'percent':
      return { type: 'number', description: 'a share: 0.3 is 30%' };
    case 'integer':
      return { type: 'integer' };
    case 'boolean':
      return { type: 'boolean' };
    case 'time':
      return { type: 'string', format: 'date-time' };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'duration':
      return { type: 'string', format: 'duration' };
    case 'clock':
      return { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };
    case 'named': {
      const named = graph.types[type.name];
      if (named === undefined) return {};
      return named.kind === 'enumeration' ? { enum: named.values } : objectOf(named.fields, graph);
    }
    case 'signal':
      return objectOf(graph.signals[type.name]?.fields ?? [], graph);
    default:
      return { type: 'string' };
  }
}

function objectOf(fields: Fields, graph: Graph): Schema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, wire, type }) => [wire ?? name, schemaOf(type, graph)])),
    required: fields.filter(({ type }) => type.kind !== 'optional').map(({ name, wire }) => wire ?? name),
  };
}

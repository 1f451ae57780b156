/** Values of the graph as the outside reads them, and what is expected back. */
import { type Graph, type Json, MONEY_SCALE, type Type } from '../../compiler/graph/types.ts';

const DAY = 86_400_000;

/** Money with its currency, times and dates as text, a duration as ISO 8601, a clock as `09:00`. */
export function toWire(value: Json, type: Type, graph: Graph): Json {
  if (value === null) return null;
  switch (type.kind) {
    case 'optional':
      return toWire(value, type.of, graph);
    case 'list':
      return Array.isArray(value) ? value.map((item: Json) => toWire(item, type.of, graph)) : [];
    case 'money':
      return { amount: Number(value) / MONEY_SCALE, currency: type.currency };
    case 'time':
      return new Date(Number(value)).toISOString();
    case 'date':
      return new Date(Number(value) * DAY).toISOString().slice(0, 10);
    case 'duration':
      return `PT${Number(value) / 1000}S`;
    case 'clock': {
      const minutes = Number(value);
      return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    }
    case 'named': {
      const named = graph.types[type.name];
      return named?.kind === 'record' ? record(value, named.fields, graph) : value;
    }
    case 'signal':
      return record(value, graph.signals[type.name]?.fields ?? [], graph);
    default:
      return value;
  }
}

type Fields = readonly { readonly name: string; readonly wire?: string; readonly type: Type }[];

function record(value: Json, fields: Fields, graph: Graph): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = value as Readonly<Record<string, Json>>;
  return Object.fromEntries(
    fields.map(({ name, wire, type }) => [wire ?? name, toWire(given[name] ?? null, type, graph)]),
  );
}

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

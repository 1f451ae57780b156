/** Values of the graph as the outside reads them: in what leaves, and in what teams are told. */
import { type Graph, type Json, MONEY_SCALE, type Type } from '../../../compiler/graph/types.ts';
import { safeName } from './names.ts';

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
      return timeText(Number(value));
    case 'date':
      return timeText(Number(value) * DAY)?.slice(0, 10) ?? null;
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
      return signal(value, graph.signals[type.name]?.fields ?? [], graph);
    default:
      return value;
  }
}

/** Beyond it JavaScript has no dates. */
const LAST_TIME = 8.64e15;

/** RFC 3339; null: no calendar has that moment. */
export function timeText(time: number): string | null {
  return Math.abs(time) <= LAST_TIME ? new Date(time).toISOString() : null;
}

type Fields = readonly { readonly name: string; readonly wire?: string; readonly type: Type }[];

/** With the time when it happened, where that is known. */
function signal(value: Json, fields: Fields, graph: Graph): Json {
  const told = record(value, fields, graph);
  const at = isRecord(value) ? value.at : null;
  if (!isRecord(told) || typeof at !== 'number') return told;
  return { at: timeText(at), ...told };
}

function record(value: Json, fields: Fields, graph: Graph): Json {
  if (!isRecord(value)) return null;
  return Object.fromEntries(
    fields.map(({ name, wire, type }) => [wire ?? name, toWire(value[safeName(name)] ?? null, type, graph)]),
  );
}

export function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values of a type as they come in a signal, or as an answer. */
import fc from 'fast-check';
import type { Graph, Json, Type } from '../compiler/graph/types.ts';

const DAY = 86_400_000;

/** Few of each, so that keys and conditions meet; dates and times are around `start`. */
export function wireValue(type: Type, graph: Graph, start: number): fc.Arbitrary<Json> {
  const day = fc.integer({ min: -3, max: 40 }).map((days) => start + days * DAY);
  switch (type.kind) {
    case 'optional':
      return fc.option(wireValue(type.of, graph, start));
    case 'list':
      return fc.array(wireValue(type.of, graph, start), { maxLength: 3 });
    case 'named': {
      const named = graph.types[type.name];
      if (named === undefined) throw new Error(`the graph has no type ${type.name}`);
      return named.kind === 'enumeration'
        ? fc.constantFrom(...named.values)
        : fc.record(Object.fromEntries(named.fields.map((field) => [field.name, wireValue(field.type, graph, start)])));
    }
    case 'money':
    case 'number':
    case 'integer':
      return fc.oneof(fc.integer({ min: -3, max: 5 }), fc.integer({ min: 0, max: 200 }));
    case 'boolean':
      return fc.boolean();
    case 'percent':
      return fc.constantFrom(0.1, 0.8, 1.5);
    case 'duration':
      return fc.constantFrom('PT1H', 'PT36H', 'P2D');
    case 'timezone':
      return fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kolkata');
    case 'date':
      return day.map((time) => new Date(time).toISOString().slice(0, 10));
    case 'time':
      return day.map((time) => new Date(time).toISOString());
    case 'clock':
      return fc.constantFrom('02:30', '09:00', '23:30');
    case 'email':
      return fc.constantFrom('a@example.org', 'b@example.org');
    case 'url':
      return fc.constant('https://example.org/a');
    case 'phone':
      return fc.constant('+44 20 7946 0000');
    case 'locale':
      return fc.constantFrom('en', 'de');
    case 'country':
      return fc.constantFrom('GB', 'DE');
    // A customer, too: whom messages go to.
    case 'id':
      return fc.constantFrom('a', 'b', 'bob');
    default:
      return fc.constantFrom('a', 'b', 'ada', 'bob', 'stop', '');
  }
}

/** Whether a value is what a type of the graph promises (`compiler/graph/types.ts`). */
import type { Field, Graph, Json, Type } from '../../compiler/graph/types.ts';

/** The first place that does not fit, in words; undefined: all of it does. `partly`: fields of a signal that nothing reads may be left out. */
export function misfit(graph: Graph, type: Type, value: Json, partly = false): string | undefined {
  const wrong = `${JSON.stringify(value)} is no ${type.kind}`;
  const unless = (fits: boolean): string | undefined => (fits ? undefined : wrong);
  switch (type.kind) {
    case 'optional':
      return value === null ? undefined : misfit(graph, type.of, value, partly);
    case 'list':
      if (!Array.isArray(value)) return wrong;
      return first(value.map((item: Json) => misfit(graph, type.of, item, partly)));
    case 'signal': {
      if (!isRecord(value)) return wrong;
      const builtin = (['at', 'id'] as const).map((name) =>
        misfit(graph, { kind: name === 'at' ? 'time' : 'id' }, value[name] ?? null),
      );
      return first([...builtin, inFields(graph, graph.signals[type.name]?.fields ?? [], value, partly)]);
    }
    case 'named': {
      const named = graph.types[type.name];
      if (named === undefined) return `there is no type ${type.name}`;
      if (named.kind === 'enumeration') return unless(typeof value === 'string' && named.values.includes(value));
      return isRecord(value) ? inFields(graph, named.fields, value, false) : wrong;
    }
    case 'boolean':
      return unless(typeof value === 'boolean');
    case 'money':
    case 'integer':
    case 'date':
    case 'clock':
      return unless(Number.isInteger(value) && !Object.is(value, -0));
    case 'number':
    case 'percent':
    case 'duration':
    case 'time':
      return unless(Number.isFinite(value) && !Object.is(value, -0));
    case 'text':
    case 'id':
    case 'email':
    case 'phone':
    case 'url':
    case 'locale':
    case 'timezone':
    case 'country':
      return unless(typeof value === 'string');
  }
}

function inFields(graph: Graph, fields: readonly Field[], value: Record<string, Json>, partly: boolean) {
  return first(
    fields.map(({ name, type }) => {
      const own = value[name];
      if (own === undefined && partly) return undefined;
      const found = misfit(graph, type, own ?? null);
      return found === undefined ? undefined : `${name}: ${found}`;
    }),
  );
}

const first = (all: readonly (string | undefined)[]): string | undefined => all.find((each) => each !== undefined);

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

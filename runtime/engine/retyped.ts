/** Fields that new files give another type than those before them: what customers have in them was kept as the one and is read as the other. */
import type { Graph, Type } from '../../compiler/graph/types.ts';

export interface Retyped {
  /** `profile.total`, `OrderPlaced.total` */
  readonly field: string;
  /** types in the words of a file */
  readonly was: string;
  readonly is: string;
}

type Typed = Pick<Graph, 'types'>;

/** Those of the profile, and those of signals that are remembered under both. */
export function retyped(before: Graph, now: Graph): Retyped[] {
  return [...keptIn(before)].flatMap(([field, was]) => {
    const is = keptIn(now).get(field);
    if (is === undefined || isKept(before, was, now, is)) return [];
    return [{ field, was: wordsOf(before, was), is: wordsOf(now, is) }];
  });
}

function keptIn({ profile, signals, history }: Graph): ReadonlyMap<string, Type> {
  const own = Object.entries(profile).map(([name, { type }]) => [`profile.${name}`, type] as const);
  const remembered = Object.entries(history).flatMap(([signal, { fields }]) =>
    (signals[signal]?.fields ?? [])
      .filter(({ name }) => fields.includes(name))
      .map(({ name, type }) => [`${signal}.${name}`, type] as const),
  );
  return new Map([...own, ...remembered]);
}

const texts: ReadonlySet<string> = new Set(['text', 'id', 'email', 'phone', 'url', 'locale', 'timezone', 'country']);

/** Whether each value of the one is the same value of the other. */
function isKept(before: Typed, was: Type, now: Typed, is: Type): boolean {
  if (was.kind === 'optional') return isKept(before, was.of, now, is);
  if (is.kind === 'optional') return isKept(before, was, now, is.of);
  if (was.kind === 'list' && is.kind === 'list') return isKept(before, was.of, now, is.of);
  if (was.kind === 'integer' && is.kind === 'number') return true;
  const [old, values] = [valuesOf(before, was), valuesOf(now, is)];
  if (old !== null && values !== null) return old.every((value) => values.includes(value));
  if (old !== null || texts.has(was.kind)) return texts.has(is.kind);
  return wordsOf(before, was) === wordsOf(now, is);
}

function valuesOf({ types }: Typed, type: Type): readonly string[] | null {
  const named = type.kind === 'named' ? types[type.name] : undefined;
  return named?.kind === 'enumeration' ? named.values : null;
}

function wordsOf(graph: Typed, type: Type): string {
  switch (type.kind) {
    case 'optional':
      return wordsOf(graph, type.of);
    case 'list':
      return `list of ${wordsOf(graph, type.of)}`;
    case 'money':
      return `money ${type.currency}`;
    case 'named':
      return valuesOf(graph, type)?.join(' | ') ?? type.name;
    case 'signal':
      return type.name;
    default:
      return type.kind;
  }
}

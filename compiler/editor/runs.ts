/** Which journeys start which: one runs the other, or gives out a signal that starts it. */
import { statementsOf, visitStatements } from '../names/symbols.ts';
import type { Cause, JourneyDeclaration, Name } from '../syntax/tree.ts';
import { declared, editorContext } from './context.ts';
import { symbolAt } from './definitions.ts';
import { type EditorSource, rangeIn } from './source.ts';
import type { JourneyAt, JourneyLink } from './types.ts';

interface Journey {
  readonly id: string;
  readonly path: string;
  readonly module: string;
  readonly node: JourneyDeclaration;
}

/** The journey whose name is under the caret, else the one around it. */
export function journeyAt(s: EditorSource, path: string, offset: number): JourneyAt | undefined {
  const symbol = symbolAt(s, path, offset);
  const all = journeysOf(s);
  const named = symbol?.kind === 'journey' ? all.find(({ id }) => id === symbol.id) : undefined;
  const found = named ?? all.find(({ path: at, node }) => at === path && node.start <= offset && offset <= node.end);
  return found === undefined ? undefined : placed(s, found);
}

/** Those that start it. */
export function startersOf(s: EditorSource, id: string): JourneyLink[] {
  const startedBy = startedBySignals(s);
  return journeysOf(s).flatMap((from) =>
    linked(
      s,
      from,
      startsIn(s, from, startedBy).flatMap(({ to, at }) => (to.id === id ? { journey: from, at } : [])),
    ),
  );
}

/** Those that it starts. */
export function startedBy(s: EditorSource, id: string): JourneyLink[] {
  const from = journeysOf(s).find((each) => each.id === id);
  if (from === undefined) return [];
  return linked(
    s,
    from,
    startsIn(s, from, startedBySignals(s)).map(({ to, at }) => ({ journey: to, at })),
  );
}

function journeysOf(s: EditorSource): Journey[] {
  return s.index.all('journey').flatMap(({ id, path, module, node }) => {
    return node.kind === 'Journey' ? { id, path, module, node } : [];
  });
}

/** One link for each journey, with all places in the file of the one that starts. */
function linked(
  s: EditorSource,
  from: Journey,
  found: readonly { readonly journey: Journey; readonly at: Name }[],
): JourneyLink[] {
  const file = s.file(from.path);
  const journeys = new Map(found.map(({ journey }) => [journey.id, journey]));
  return [...journeys.values()].flatMap((journey) => {
    const item = placed(s, journey);
    const places = found.filter((each) => each.journey.id === journey.id).map(({ at }) => at);
    if (item === undefined || file === undefined) return [];
    return { journey: item, places: places.map((at) => rangeIn(file, at)) };
  });
}

function placed(s: EditorSource, { id, path, module, node }: Journey): JourneyAt | undefined {
  const file = s.file(path);
  if (file === undefined) return undefined;
  const selection = rangeIn(file, node.name);
  return { id, name: node.name.text, folder: module, file: path, range: rangeIn(file, node), selection };
}

function startsIn(
  s: EditorSource,
  { path, node }: Journey,
  bySignal: ReadonlyMap<string, readonly Journey[]>,
): { readonly to: Journey; readonly at: Name }[] {
  const file = s.file(path);
  if (file === undefined) return [];
  const context = editorContext(s, file);
  const found: { to: Journey; at: Name }[] = [];
  visitStatements(statementsOf(node), (statement) => {
    if (statement.kind === 'Run') {
      const to = declared(context, ['journey'], statement.journey.text);
      if (to?.node.kind === 'Journey') found.push({ to: { ...to, node: to.node }, at: statement.journey });
    }
    if (statement.kind === 'Emit') {
      const signal = declared(context, ['signal'], statement.signal.text);
      for (const to of bySignal.get(signal?.id ?? '') ?? []) found.push({ to, at: statement.signal });
    }
  });
  return found;
}

/** Journeys by the signals that start them. */
function startedBySignals(s: EditorSource): Map<string, Journey[]> {
  const found = new Map<string, Journey[]>();
  for (const journey of journeysOf(s)) {
    const file = s.file(journey.path);
    const cause = journey.node.entry?.cause;
    if (file === undefined || cause === undefined) continue;
    const context = editorContext(s, file);
    const ids = signalsOf(cause).flatMap((name) => declared(context, ['signal'], name.text)?.id ?? []);
    for (const id of new Set(ids)) found.set(id, [...(found.get(id) ?? []), journey]);
  }
  return found;
}

function signalsOf(cause: Cause): Name[] {
  switch (cause.kind) {
    case 'OnSignal':
    case 'Counted':
    case 'ForEach':
      return [cause.trigger.signal];
    case 'Sequence':
      return cause.triggers.map(({ signal }) => signal);
    case 'Silence':
    case 'Becoming':
    case 'Schedule':
    case 'Anchored':
      return [];
  }
}

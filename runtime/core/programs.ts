/** The programs that are loaded: the one that starts new instances, and those that running instances stay on. */
import type { Graph } from '../../compiler/graph/types.ts';
import { type Lasting, lastingOf } from './compile/lasting.ts';
import type { Message } from './compile/parts.ts';
import { compileProgram, type Program } from './compile/program.ts';
import { safeName } from './values/names.ts';

export interface Programs {
  readonly current: Program;
  get(hash: string): Program | undefined;
  /** As the newest of them says that declares it. */
  message(name: string): Message | undefined;
  /** What must be remembered of a signal for any of them; undefined: nothing. */
  retention(signal: string): Retention | undefined;
  /** Some instance may wait for a signal without a customer, or stop at one. */
  readonly hearsShared: boolean;
  /** Journeys that an operator has paused: nothing of them starts, and what runs does nothing outward. */
  readonly paused: ReadonlySet<string>;
  /** How long a sent message can matter to a cap of any of them, in milliseconds. */
  readonly longestCapMs: number;
  /** How long it can matter to anything of any of them. */
  readonly sentMs: number;
  /** Told every edge that an instance takes: coverage of tests. */
  readonly visit?: (journey: string, edge: string) => void;
}

/** A graph that instances may still run on. Hundreds are deployed in a year, and hardly any runs: it is made ready when one is met that does. */
export interface Deployed {
  readonly graph: Graph;
  readonly lasting: Lasting;
  program(): Program;
}

/** `program`: where it is made already. */
export function deployedOf(graph: Graph, program?: Program): Deployed {
  let made = program;
  return {
    graph,
    lasting: lastingOf(graph),
    program() {
      made ??= compileProgram(graph);
      return made;
    },
  };
}

export interface Retention {
  readonly keep: 'window' | 'ever' | 'latest';
  readonly forMs: number;
  /** besides the window also the newest one, however old */
  readonly latest: boolean;
  readonly fields: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** `current` is the one for new instances; `older` are those that instances may still run on; `more` is to be remembered besides. */
export function programsOf(
  current: Program,
  older: readonly Deployed[] = [],
  more: Graph['history'] = {},
  paused: ReadonlySet<string> = NONE,
): Programs {
  const newest = deployedOf(current.graph, current);
  const all = new Map([...older, newest].map((deployed) => [deployed.graph.hash, deployed]));
  const lasting = [...all.values()].map((deployed) => deployed.lasting);
  const retained = new Map<string, Retention>();
  for (const history of [more, ...[...all.values()].map(({ graph }) => graph.history)]) {
    for (const [signal, retention] of Object.entries(history)) {
      const name = safeName(signal);
      retained.set(
        name,
        merge(retained.get(name), {
          ...retention,
          forMs: retention.forMs ?? 0,
          latest: retention.latest ?? retention.keep === 'latest',
        }),
      );
    }
  }
  return {
    current,
    get: (hash) => (hash === current.hash ? current : all.get(hash)?.program()),
    message: (name) =>
      [...all.values(), newest]
        .findLast(({ graph }) => Object.hasOwn(graph.messages, name))
        ?.program()
        .messages.get(name),
    retention: (signal) => retained.get(signal),
    hearsShared: lasting.some((each) => each.hearsShared),
    paused,
    longestCapMs: Math.max(...lasting.map((each) => each.longestCapMs)),
    sentMs: Math.max(...lasting.map((each) => each.sentMs)),
  };
}

const STRENGTH = { latest: 0, window: 1, ever: 2 } as const;

function merge(a: Retention | undefined, b: Retention): Retention {
  const fields = [...new Set([...(a?.fields ?? []), ...b.fields.map(safeName)])];
  if (a === undefined) return { ...b, fields };
  const keep = STRENGTH[a.keep] >= STRENGTH[b.keep] ? a.keep : b.keep;
  return { keep, forMs: Math.max(a.forMs, b.forMs), latest: a.latest || b.latest, fields };
}

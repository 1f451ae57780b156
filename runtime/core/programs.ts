/** The programs that are loaded: the one that starts new instances, and those that running instances stay on. */
import type { Graph } from '../../compiler/graph/types.ts';
import type { Message } from './compile/parts.ts';
import type { Program } from './compile/program.ts';
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
  older: readonly Program[] = [],
  more: Graph['history'] = {},
  paused: ReadonlySet<string> = NONE,
): Programs {
  const all = new Map([...older, current].map((program) => [program.hash, program]));
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
    get: (hash) => (hash === current.hash ? current : all.get(hash)),
    message: (name) => [...all.values(), current].findLast(({ messages }) => messages.has(name))?.messages.get(name),
    retention: (signal) => retained.get(signal),
    hearsShared: [...all.values()].some((program) => program.hearsShared),
    paused,
    longestCapMs: Math.max(...[...all.values()].map((program) => program.longestCapMs)),
    sentMs: Math.max(...[...all.values()].map((program) => program.sentMs)),
  };
}

const STRENGTH = { latest: 0, window: 1, ever: 2 } as const;

function merge(a: Retention | undefined, b: Retention): Retention {
  const fields = [...new Set([...(a?.fields ?? []), ...b.fields.map(safeName)])];
  if (a === undefined) return { ...b, fields };
  const keep = STRENGTH[a.keep] >= STRENGTH[b.keep] ? a.keep : b.keep;
  return { keep, forMs: Math.max(a.forMs, b.forMs), latest: a.latest || b.latest, fields };
}

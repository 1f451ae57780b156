/** The programs of the graphs that the database holds, and which one starts new instances. */
import { acceptGraph } from '../../compiler/graph/accept.ts';
import { GRAPH_FORMAT, type Graph } from '../../compiler/graph/types.ts';
import { type Deployed, deployedOf, type Programs, programsOf } from '../core/programs.ts';
import { invariant } from '../core/values/invariant.ts';
import { StoreFailure } from '../store/failure.ts';
import { readGraphs, type StoredGraph } from '../store/graphs.ts';
import type { Database } from '../store/open.ts';

export interface Library {
  readonly programs: Programs;
  /** The graph before the one that starts new instances; null: there was none of another meaning. */
  readonly before: Graph | null;
  /** All that it has known. */
  readonly graphs: readonly Graph[];
  /** The number of a graph in the `graphs` table. */
  idOf(hash: string): number;
  hashOf(id: number): string;
  /** Only its number and its hash: a customer can be stored who has it, before the log has come to where it holds. */
  know(id: number, hash: string): void;
  /** Makes a graph the one for new instances. */
  activate(id: number, graph: Graph): void;
  /** Pauses a journey, or lets it go on. */
  pause(journey: string, paused: boolean): void;
}

export function createLibrary(): Library {
  const deployed = new Map<string, Deployed>();
  const ids = new Map<string, number>();
  const hashes = new Map<number, string>();
  let current: Deployed | undefined;
  /** Made when they are asked for: a start activates hundreds of graphs, one after another. */
  let programs: Programs | undefined;
  let before: Graph | null = null;
  let paused: ReadonlySet<string> = new Set();
  return {
    get programs() {
      if (current === undefined) invariant('no graph is active');
      programs ??= programsOf(current.program(), [...deployed.values()], {}, paused);
      return programs;
    },
    get before() {
      return before;
    },
    get graphs() {
      return [...deployed.values()].map(({ graph }) => graph);
    },
    idOf(hash) {
      const id = ids.get(hash);
      if (id === undefined) invariant(`graph ${hash} is not in the database`);
      return id;
    },
    hashOf: (id) => hashes.get(id) ?? '',
    know(id, hash) {
      hashes.set(id, hash);
    },
    activate(id, graph) {
      // The same meaning with other places in the files: from now on the new places are told.
      const activated = deployedOf(graph);
      deployed.set(graph.hash, activated);
      ids.set(graph.hash, id);
      hashes.set(id, graph.hash);
      if (current !== undefined && current.graph.hash !== graph.hash) before = current.graph;
      current = activated;
      programs = undefined;
    },
    pause(journey, on) {
      paused = new Set([...paused].filter((each) => each !== journey).concat(on ? [journey] : []));
      programs = undefined;
    },
  };
}

export interface LoadedGraph extends Omit<StoredGraph, 'graph'> {
  readonly graph: Graph;
}

/** The graphs of a database; each was checked against the schema when it came in. */
export function loadGraphs(database: Database): LoadedGraph[] {
  return readGraphs(database).map(({ id, seq, graph }) => {
    if (isGraph(graph)) return { id, seq, graph };
    throw new StoreFailure(
      `Graph ${id} of the database is not of a format that this version knows.`,
      'Use the version of journey that wrote it.',
    );
  });
}

function isGraph(value: unknown): value is Graph {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === GRAPH_FORMAT;
}

/** A graph that comes in: what its published schema refuses never reaches the log. */
export function requireGraph(graph: Graph): void {
  const accepted = acceptGraph(graph);
  if (!accepted.ok) invariant(`the compiler has made what the schema refuses: ${accepted.problems.join('; ')}`);
}

/** The programs of the graphs that the database holds, and which one starts new instances. */
import type { Graph } from '../../compiler/graph/types.ts';
import { compileProgram, type Program } from '../core/compile/program.ts';
import { type Programs, programsOf } from '../core/programs.ts';
import { invariant } from '../core/values/invariant.ts';

export interface Library {
  readonly programs: Programs;
  /** The number of a graph in the `graphs` table. */
  idOf(hash: string): number;
  /** Makes a graph the one for new instances. */
  activate(id: number, graph: Graph): void;
}

export function createLibrary(): Library {
  const compiled = new Map<string, Program>();
  const ids = new Map<string, number>();
  let programs: Programs | undefined;
  return {
    get programs() {
      if (programs === undefined) invariant('no graph is active');
      return programs;
    },
    idOf(hash) {
      const id = ids.get(hash);
      if (id === undefined) invariant(`graph ${hash} is not in the database`);
      return id;
    },
    activate(id, graph) {
      // The same meaning with other places in the files: from now on the new places are told.
      const program = compileProgram(graph);
      compiled.set(graph.hash, program);
      ids.set(graph.hash, id);
      programs = programsOf(program, [...compiled.values()]);
    },
  };
}

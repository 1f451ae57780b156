/** The simulator: whole histories with crashes, duplicates, joins, late signals, other files, operators and a clock that jumps, against the same without faults. */
import { join } from 'node:path';
import fc from 'fast-check';
import type { Graph } from '../../compiler/graph/types.ts';

import type { Torture } from '../case.ts';
import { compiled } from '../graph.ts';
import { type Change, changed } from '../simulator/changes.ts';
import { requireFaultless } from '../simulator/host.ts';
import { history } from '../simulator/script.ts';

const HISTORIES = 20;
const DAY = 86_400_000;

export const histories: Torture = {
  name: 'histories',
  what: `${HISTORIES} whole histories with crashes, duplicates, joins, late signals, clock jumps, other files, backups that come back, and what operators do`,
  missing: null,
  async run({ random, folder }) {
    const file = join(folder, 'history.db');
    const place = { file, graphWith, first: [], lastMs: 100 * DAY };
    const seed = Math.floor(random() * 2 ** 31);
    await fc.assert(
      fc.asyncProperty(history, (steps) => requireFaultless(place, steps)),
      { numRuns: HISTORIES, seed },
    );
    return `${HISTORIES} histories from seed ${seed}`;
  },
};

const graphs = new Map<string, Graph>();

/** Some changes do not go together: then the last of them is left out. */
function graphWith(changes: readonly Change[]): Graph {
  const name = changes.join();
  let graph = graphs.get(name);
  if (graph === undefined) {
    try {
      graph = compiled((text) => changed(text, changes), 'club');
    } catch (error) {
      if (changes.length === 0) throw error;
      graph = graphWith(changes.slice(0, -1));
    }
    graphs.set(name, graph);
  }
  return graph;
}

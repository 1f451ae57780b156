/** The simulator: whole histories with crashes, duplicates, joins, late signals, other files, operators and a clock that jumps, against the same without faults. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Graph } from '../../compiler/graph/types.ts';

import type { Torture } from '../case.ts';
import { compiled } from '../graph.ts';
import { type Change, changed } from '../simulator/changes.ts';
import { createHost, type Ending } from '../simulator/host.ts';
import { history, type Step } from '../simulator/script.ts';

const HISTORIES = 20;

export const histories: Torture = {
  name: 'histories',
  what: `${HISTORIES} whole histories with crashes, duplicates, joins, late signals, clock jumps, other files and what operators do`,
  missing: null,
  run({ random, folder }) {
    const file = join(folder, 'history.db');
    const play = (steps: readonly Step[], faulty: boolean): Ending => {
      for (const tail of ['', '-wal', '-shm', '-writer']) rmSync(file + tail, { force: true });
      const host = createHost(file, graphWith, faulty);
      for (const [index, step] of steps.entries()) host.apply(step, index);
      return host.finish();
    };
    const seed = Math.floor(random() * 2 ** 31);
    fc.assert(
      fc.property(history, (steps) => {
        const plain = play(steps, false);
        const faulty = play(steps, true);
        if (faulty.differences.length > 0) throw new Error(`replay differs: ${faulty.differences.join('; ')}`);
        requireEqual(['without faults', plain.decisions], ['with faults', faulty.decisions]);
        requireEqual(['without faults', plain.derived], ['with faults', faulty.derived]);
        // A backtest has nothing of those who were forgotten, and moves nobody to another graph.
        if (steps.some((step) => step.kind === 'operated' && /forget|migrate/.test(step.act))) return;
        requireEqual(['decided', plainly(plain.decisions)], ['played again', plainly(plain.playedAgain)]);
      }),
      { numRuns: HISTORIES, seed },
    );
    return Promise.resolve(`${HISTORIES} histories from seed ${seed}`);
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

type Told = readonly [how: string, decisions: readonly string[]];

function requireEqual([one, expected]: Told, [other, found]: Told): void {
  const at = found.findIndex((line, index) => line !== expected[index]);
  if (at < 0 && found.length === expected.length) return;
  throw new Error(`record ${at + 1}\n${one}: ${expected.at(at)}\n${other}: ${found.at(at)}`);
}

/** A deployment while it runs is an act, one at a start is none; and so the places in the log, of which ids are made, are others. */
function plainly(decisions: readonly string[]): string[] {
  return decisions.filter((line) => !/^(act|graph) /.test(line)).map((line) => line.replace(/"([a-z])-\d+-/g, '"$1-'));
}

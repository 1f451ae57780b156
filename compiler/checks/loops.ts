/** J4005: going round without ever waiting. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Span } from '../syntax/tree.ts';
import { depthFirst } from './depth-first.ts';
import type { Rule } from './rule.ts';
import { type Way, waysOf } from './ways.ts';

export const loops: Rule = ({ tree }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey') continue;
    const ways = waysOf(journey);
    const done = new Set<Way>();
    for (const way of [ways.start, ...ways.of.values()]) {
      if (!way.instant) continue;
      depthFirst(
        way,
        {
          next: (at) => [...at.next].filter(({ instant }) => instant),
          round: (path) => found({ wording: say.loopWithoutWait({ steps: stepsIn(path) }), span: closing(path) }),
        },
        done,
      );
    }
  }
};

function stepsIn(round: readonly Way[]): string {
  const names = round.flatMap(({ statement }) => (statement.kind === 'Step' ? [`\`${statement.name.text}\``] : []));
  return [...names, names[0] ?? ''].join(' to ');
}

/** The statement that leads back. */
function closing(round: readonly Way[]): Span {
  const last = round.at(-1)?.statement;
  return last ?? { start: 0, end: 0 };
}

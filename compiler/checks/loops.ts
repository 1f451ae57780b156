/** J4005: going round without ever waiting. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Span } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { type Way, waysOf } from './ways.ts';

export const loops: Rule = ({ tree }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey') continue;
    const ways = waysOf(journey);
    const done = new Set<Way>();
    const path: Way[] = [];
    const follow = (way: Way): void => {
      if (done.has(way) || !way.instant) return;
      const at = path.indexOf(way);
      if (at >= 0) {
        const round = path.slice(at);
        found({ wording: say.loopWithoutWait({ steps: stepsIn(round) }), span: closing(round) });
        return;
      }
      path.push(way);
      for (const next of way.next) follow(next);
      path.pop();
      done.add(way);
    };
    for (const way of [ways.start, ...ways.of.values()]) follow(way);
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

/** J4005: going round without ever waiting. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { Span } from '../syntax/tree.ts';
import { depthFirst } from './depth-first.ts';
import type { Rule } from './rule.ts';
import { type Way, waysOf } from './ways.ts';

const FINDS_AT_ONCE =
  'What its wait looks for is there already the second time: let some time pass, as in `wait 1 day`.';

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
          round: (path) => {
            if (path.some(({ still }) => still) && !staysSo(path)) return;
            const hint = path.some(({ statement }) => statement.kind === 'Wait') ? { hint: FINDS_AT_ONCE } : {};
            found({ wording: say.loopWithoutWait({ steps: stepsIn(path) }), span: closing(path), ...hint });
          },
        },
        done,
      );
    }
  }
};

/** Does what a wait looked for hold all the way round? Another condition on the way may be one that does not hold at the same time. */
function staysSo(round: readonly Way[]): boolean {
  return !round.some(changesSomething) && round.filter(isConditional).length === 1;
}

function isConditional({ statement, still }: Way): boolean {
  return still === true || statement.kind === 'If' || statement.kind === 'Choose';
}

/** After it a condition may hold no more. */
function changesSomething({ statement }: Way): boolean {
  switch (statement.kind) {
    case 'Wait':
    case 'Step':
    case 'GoTo':
    case 'If':
    case 'Choose':
      return false;
    default:
      return true;
  }
}

function stepsIn(round: readonly Way[]): string {
  const names = round.flatMap(({ statement }) => (statement.kind === 'Step' ? [`\`${statement.name.text}\``] : []));
  return [...names, names[0] ?? ''].join(' to ');
}

/** The statement that leads back. */
function closing(round: readonly Way[]): Span {
  const last = round.at(-1)?.statement;
  return last ?? { start: 0, end: 0 };
}

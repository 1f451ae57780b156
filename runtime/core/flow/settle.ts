/** What follows from conditions, after whatever has happened. */
import { advance, resume } from './advance.ts';
import { endedByCondition, reachesGoal } from './conditions.ts';
import { type Context, ended, isAlive, standing } from './context.ts';
import { retryParcels } from './parcels.ts';
import { roundHolds } from './rounds.ts';
import { resumeCallers } from './runs.ts';
import { moveMoments, waitHolds } from './wait.ts';
import { startWhatBecameTrue } from './watch.ts';

/** Conditions can follow from each other; more rounds than this is a circle. */
const MOST_ROUNDS = 100;

/** Lets everything happen that follows from conditions which hold now, until nothing more follows. */
export function settle(context: Context): void {
  const { customer, programs } = context;
  if (customer.instances.length === 0 && programs.current.watches.all.length === 0 && customer.parcels === undefined)
    return;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = context.decisions.length;
    if (context.ended.length > 0) resumeCallers(context, advance);
    for (const found of standing(context)) {
      if (!isAlive(found) || endedByCondition(context, found) || found.at.stuck === true) continue;
      const node = found.journey.nodes.get(found.at.node);
      if (node?.kind === 'wait') {
        const moved = node.live ? moveMoments(context, found, node) : 'stay';
        const step = moved === 'stay' ? waitHolds(context, found, node) : moved;
        if (step !== 'stay') advance(context, found, step.go);
      } else if (node?.kind === 'again') {
        const step = roundHolds(context, found, node);
        if (step !== 'stay') advance(context, found, step.go);
      } else if (found.at.held !== null) {
        resume(context, found);
      }
    }
    for (const found of ended(context)) reachesGoal(context, found);
    if (customer.parcels !== undefined) retryParcels(context);
    if (!startWhatBecameTrue(context) && context.decisions.length === before) return;
  }
}

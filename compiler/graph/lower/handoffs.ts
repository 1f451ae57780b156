/** Handoffs to people, with all that they are told. */
import { missingShares } from '../../checks/shares.ts';
import type { HandoffStatement, Share as TreeShare } from '../../syntax/tree.ts';
import type { Share } from '../types.ts';
import { exit, joined, type Open } from './builder.ts';
import { bindingOf, duringOf, graphType, type Lowering, nameOf, placeOf, textOf } from './context.ts';
import { constantMs, lower, typeOf } from './expressions.ts';
import { spanOf, type Walk } from './walk.ts';

export function handoff(w: Walk, statement: HandoffStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const team = nameOf(l, statement.team);
  const alias = statement.alias === undefined ? undefined : bindingOf(l, statement.alias)?.variable;
  const { because, within } = statement;
  const place = placeOf(l, spanOf(statement, statement.alias ?? statement.team));
  const id = builder.add(
    {
      kind: 'handoff',
      ...(statement.approval === true ? { approval: true } : {}),
      team,
      ...(alias === undefined ? {} : { as: alias }),
      ...(because === undefined ? {} : { because: lower(l, because) }),
      share: statement.share.map((each) => shareOf(l, each)),
      complete: missingShares(statement, l.unit.facts).length === 0,
      ...(within === undefined
        ? {}
        : {
            within: {
              ms: constantMs(within.duration),
              ...duringOf(l, within.during),
              ...(within.escalateTo === undefined ? {} : { escalateTo: nameOf(l, within.escalateTo) }),
            },
          }),
    },
    { step, label: statement.approval === true ? `ask approval of ${team}` : `hand off to ${team}`, place },
    from,
  );
  if (statement.arms.length === 0) return exit(id, 'next', '', place);
  const ways: Open[] = [];
  const outcomes =
    statement.approval === true ? (['approved', 'rejected'] as const) : (['resolved', 'returned'] as const);
  for (const outcome of outcomes) {
    const arm = statement.arms.find((each) => each.outcome.text === outcome);
    const open = exit(id, outcome, outcome, arm === undefined ? place : placeOf(l, spanOf(arm, arm.outcome)));
    ways.push(arm === undefined ? open : w.block(w, arm.body, step, open));
  }
  return joined(...ways);
}

function shareOf(l: Lowering, share: TreeShare): Share {
  switch (share.kind) {
    case 'ShareValue':
      return {
        kind: 'value',
        name: textOf(l, share.value),
        value: lower(l, share.value),
        type: graphType(l.program, typeOf(l, share.value)),
      };
    case 'ShareContacts': {
      const forMs = share.window?.kind === 'InLast' ? constantMs(share.window.duration) : undefined;
      l.program.contacts(forMs ?? 'ever');
      return forMs === undefined ? { kind: 'contacts' } : { kind: 'contacts', forMs };
    }
    case 'ShareJourney':
      return { kind: 'journey' };
    case 'ShareProfile':
      return { kind: 'profile' };
  }
}

/** Journeys that run others. */
import type { RunStatement } from '../../syntax/tree.ts';
import { exit, joined, type Open } from './builder.ts';
import { bindingOf, nameOf, placeOf } from './context.ts';
import { lower } from './expressions.ts';
import { spanOf, type Walk } from './walk.ts';

export function run(w: Walk, statement: RunStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const journey = nameOf(l, statement.journey);
  const alias = statement.alias === undefined ? undefined : bindingOf(l, statement.alias)?.variable;
  const place = placeOf(l, spanOf(statement, statement.alias ?? statement.arguments.at(-1) ?? statement.journey));
  const id = builder.add(
    {
      kind: 'run',
      journey,
      arguments: statement.arguments.map((argument) => lower(l, argument)),
      ...(alias === undefined ? {} : { as: alias }),
      waits: statement.waits,
      outcomes: statement.arms.map((arm) => arm.outcome.text),
    },
    { step, label: `${statement.waits ? 'run' : 'start'} ${journey}`, place },
    from,
  );
  const ways = statement.arms.map((arm, index) =>
    w.block(w, arm.body, step, exit(id, 'case', arm.outcome.text, placeOf(l, spanOf(arm, arm.outcome)), index)),
  );
  return joined(exit(id, 'next', statement.waits ? 'ended' : '', place), ...ways);
}

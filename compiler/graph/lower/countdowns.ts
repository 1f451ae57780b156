/** A countdown is a row of waits: each moment that has passed when it is reached is skipped, and each moves with its target. */
import type { CountdownArm, CountdownStatement } from '../../syntax/tree.ts';
import { exit, joined, type Open } from './builder.ts';
import { type Lowering, placeOf, textOf } from './context.ts';
import { momentAt } from './moments.ts';
import { continuation, type Walk } from './walk.ts';

export function countdown(w: Walk, statement: CountdownStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const { ifAbsent, target } = statement;
  const place = placeOf(l, { start: statement.start, end: statement.zone?.end ?? target.end });
  let open = from;
  const absent: Open[] = [];
  for (const arm of statement.arms) {
    const head = headOf(arm);
    const { due } = momentAt(l, { ...statement, ...arm });
    const label = labelOf(l, arm, textOf(l, target));
    const id = builder.add(
      {
        kind: 'wait',
        arms: [
          {
            kind: 'at',
            moment: { kind: 'time', time: due },
            ifPast: 'edge',
            ifAbsent: ifAbsent === undefined ? 'arm' : 'edge',
            place: placeOf(l, head),
          },
        ],
      },
      { step, label, place },
      open,
    );
    const body = w.block(w, arm.body, step, exit(id, 'arm', textOf(l, head), placeOf(l, head), 0));
    open = joined(body, exit(id, 'past', 'past: skipped', placeOf(l, head), 0));
    if (ifAbsent !== undefined) absent.push(exit(id, 'absent', 'if absent', placeOf(l, ifAbsent), 0));
  }
  if (ifAbsent === undefined) return open;
  return joined(open, continuation(w, ifAbsent, step, joined(...absent)));
}

/** `at 7 days before profile.renewal at 10:00` */
function labelOf(l: Lowering, { distance, side, at }: CountdownArm, target: string): string {
  const from = distance === undefined ? '' : `${textOf(l, distance)} ${side} `;
  return `at ${from}${target}${at === undefined ? '' : ` at ${textOf(l, at)}`}`;
}

function headOf(arm: CountdownArm): { readonly start: number; readonly end: number } {
  return { start: arm.start, end: arm.body.start };
}

/** Sending, and what becomes of it. */
import type { Arm, SendStatement, Span, Recipient as TreeRecipient } from '../../syntax/tree.ts';
import { keyMeant, waitsBelow } from '../../types/sending.ts';
import type { Recipient } from '../types.ts';
import { exit, joined, type Open } from './builder.ts';
import { bindingOf, type Lowering, nameOf, placeOf, textOf } from './context.ts';
import { lower, typeOf } from './expressions.ts';
import { race } from './waits.ts';
import { continuation, toFailure, type Walk } from './walk.ts';

export function send(w: Walk, statement: SendStatement, step: string | undefined, from: Open): Open {
  const { l, builder } = w;
  const { arms, to } = statement;
  const place = placeOf(l, { start: statement.start, end: headEnd(statement) });
  const channels = statement.channels.map((channel) => nameOf(l, channel));
  const message = nameOf(l, statement.message);
  const alias = statement.alias === undefined ? undefined : bindingOf(l, statement.alias)?.variable;
  const waits = arms !== undefined && waitsBelow(arms);
  // Without a name of its own, what is waited for below is the newest such message.
  const as = alias ?? (waits ? `sent ${message}` : undefined);
  const id = builder.add(
    {
      kind: 'send',
      message,
      arguments: statement.arguments.map((argument) => lower(l, argument)),
      ...(to === undefined ? {} : { to: recipient(l, to) }),
      channels,
      ...(statement.best === true ? { best: true } : {}),
      ...(as === undefined ? {} : { as }),
    },
    { step, label: labelOf(l, statement, message, channels), place },
    from,
  );
  const next = exit(id, 'next', '', place);
  const rest = arms?.filter((arm) => !isHeld(arm));
  const ways = [rest === undefined || !waits ? next : race(w, rest, statement, step, next, as)];
  for (const arm of arms ?? []) {
    if (isHeld(arm)) ways.push(w.block(w, arm.body, step, exit(id, 'held', 'held', placeOf(l, arm.what))));
  }
  const failure = arms?.find((arm) => arm.kind === 'MessageArm' && arm.what.text === 'failed');
  const failed = (at: Span): Open => exit(id, 'failed', 'cannot be sent', placeOf(l, at));
  const { otherwise } = statement;
  if (otherwise !== undefined) ways.push(continuation(w, otherwise, step, failed(otherwise)));
  else if (failure?.kind === 'MessageArm') ways.push(w.block(w, failure.body, step, failed(failure.what)));
  // A team is always reached.
  else if (w.failure !== undefined && to?.kind !== 'ToTeam') {
    ways.push(toFailure(w, w.failure, step, failed(w.failure)));
  }
  return joined(...ways);
}

function isHeld(arm: Arm): arm is Extract<Arm, { kind: 'MessageArm' }> {
  return arm.kind === 'MessageArm' && arm.what.text === 'held';
}

/** Without what stands below. */
function headEnd(statement: SendStatement): number {
  const { arms, otherwise, channels, to } = statement;
  if (arms === undefined) return statement.end;
  const last = Math.max(otherwise?.end ?? 0, channels.at(-1)?.end ?? 0, to?.end ?? 0);
  return last === 0 ? statement.end : last;
}

function recipient(l: Lowering, to: TreeRecipient): Recipient {
  if (to.kind === 'ToTeam') return { kind: 'team', team: nameOf(l, to.team) };
  const key = to.key?.text ?? keyMeant(l.program.index.identityKeys(new Set()), typeOf(l, to.value)) ?? 'user_id';
  return { kind: 'customer', key, value: lower(l, to.value) };
}

function labelOf(l: Lowering, { best, to }: SendStatement, message: string, channels: readonly string[]): string {
  const whom = to === undefined ? '' : ` ${textOf(l, to)}`;
  if (channels.length === 0) return `send ${message}${whom}`;
  return `send ${message}${whom} on ${best === true ? `best of ${channels.join(', ')}` : channels.join(', else ')}`;
}

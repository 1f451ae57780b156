/** `at most 1 journey of kind promotion at a time`: whose turn it is to speak to a customer. */
import { type Context, callerOf, type Running, running } from './context.ts';

/** Names of the customer's running journeys of a kind that come before the one that would send; null: it is of another kind. */
export type Ahead = (kind: string) => readonly string[] | null;

/** The highest priority is first, then the oldest. What a journey runs speaks for it, and takes no turn of its own: it would wait for itself. */
export function aheadOf(context: Context, found: Running): Ahead {
  return (kind) => {
    const own = voiceOf(context, found, kind);
    if (own === null) return null;
    const voices = voicesOf(context, kind);
    return voices
      .slice(
        0,
        voices.findIndex(({ instance }) => instance === own.instance),
      )
      .map(nameOf);
  };
}

/** Of a message whose journey has gone on: it was sent when it was its turn. */
export const hadItsTurn: Ahead = () => null;

/** Of a journey that runs with somebody else: it comes behind those of its own priority that run here. */
export function aheadOfGuest(context: Context, guest: Running['journey']): Ahead {
  return (kind) => {
    if (guest.kind !== kind) return null;
    return voicesOf(context, kind).flatMap((each) => (each.journey.priority >= guest.priority ? [nameOf(each)] : []));
  };
}

function voicesOf(context: Context, kind: string): Running[] {
  return running(context).filter((found) => voiceOf(context, found, kind)?.instance === found.instance);
}

/** The outermost of that kind among the journey and those that wait for it; null: none of them is. */
function voiceOf(context: Context, found: Running, kind: string): Running | null {
  let voice: Running | null = null;
  for (let each: Running | null = found; each !== null; each = callerOf(context, each))
    if (each.journey.kind === kind) voice = each;
  return voice;
}

const nameOf = ({ journey }: Running): string => journey.name;

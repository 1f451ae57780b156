/** `at most 1 journey of kind promotion at a time`: whose turn it is to speak to a customer. */
import type { Parcel } from '../state/customer.ts';
import { type Context, callerOf, lineOf, type Running, running } from './context.ts';

/** Names of the customer's running journeys of a kind that come before the one that would send, `most` at most; null: it is of another kind. */
export type Ahead = (kind: string, most: number) => readonly string[] | null;

/** The highest priority is first, then the oldest. What a journey runs speaks for it, and takes no turn of its own: it would wait for itself. */
export function aheadOf(context: Context, found: Running): Ahead {
  return (kind, most) => {
    const own = voiceOf(context, found, kind);
    if (own === undefined) return null;
    const before = voicesOf(context, kind).slice(0, most);
    const turn = before.findIndex(({ instance }) => instance === own.instance);
    return (turn < 0 ? before : before.slice(0, turn)).map(nameOf);
  };
}

/** Of a message whose journey has gone on: it was sent when it was its turn. */
export const hadItsTurn: Ahead = () => null;

/** Of a message from elsewhere: it comes behind the journeys of its own priority that run here. Of one from a journey that runs here itself: as any of that. */
export function aheadOfParcel(context: Context, { instance, voices = [] }: Parcel): Ahead {
  const sender = running(context).find((each) => each.instance.id === instance);
  if (sender !== undefined) return aheadOf(context, sender);
  return (kind, most) => {
    const own = voices.find((voice) => voice.kind === kind);
    if (own === undefined) return null;
    const before = voicesOf(context, kind).slice(0, most);
    return before.flatMap((each) => (each.journey.priority >= own.priority ? [nameOf(each)] : []));
  };
}

/** For whom it speaks: itself and those that wait for it, the outermost first. */
export function voicesFor(context: Context, found: Running): Pick<Parcel, 'voices'> {
  const voices = chainOf(context, found).flatMap(({ journey: { kind, priority } }) =>
    kind === null ? [] : [{ kind, priority }],
  );
  return voices.length === 0 ? {} : { voices };
}

function voicesOf(context: Context, kind: string): readonly Running[] {
  const { voices } = lineOf(context);
  const known = voices.get(kind);
  if (known !== undefined) return known;
  const found = running(context).filter(
    (each) => each.journey.kind === kind && voiceOf(context, each, kind)?.instance === each.instance,
  );
  voices.set(kind, found);
  return found;
}

/** The outermost of that kind among the journey and those that wait for it; undefined: none of them is. */
function voiceOf(context: Context, found: Running, kind: string): Running | undefined {
  return chainOf(context, found).find(({ journey }) => journey.kind === kind);
}

/** The journey, behind those that wait for it. */
function chainOf(context: Context, found: Running): Running[] {
  const chain: Running[] = [];
  for (let each: Running | null = found; each !== null; each = callerOf(context, each)) chain.unshift(each);
  return chain;
}

const nameOf = ({ journey }: Running): string => journey.name;

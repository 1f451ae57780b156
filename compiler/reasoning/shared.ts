/** What journeys share. What was concluded of a journey holds as long as the journey and this are the same objects. */
import type { Assembled } from '../graph/assemble.ts';
import type { Message } from '../graph/types.ts';
import { perObject } from './remember.ts';

type Parts = Pick<Assembled, 'types' | 'signals' | 'profile' | 'purposes' | 'channels' | 'policies' | 'models'>;

export interface Shared extends Parts {
  /** the purposes of messages, by their names */
  readonly purposeOf: ReadonlyMap<string, string>;
}

/** The one before where nothing of it has changed. */
export function sharedOf(graph: Assembled, before: Shared | undefined): Shared {
  const { types, signals, profile, purposes, channels, policies, models } = graph;
  const purposeOf = purposesOf(graph.messages);
  const now = { types, signals, profile, purposes, channels, policies, purposeOf, ...(models && { models }) };
  const same =
    before !== undefined &&
    types === before.types &&
    signals === before.signals &&
    profile === before.profile &&
    purposes === before.purposes &&
    channels === before.channels &&
    policies === before.policies &&
    models === before.models &&
    sameEntries(now.purposeOf, before.purposeOf);
  return same ? before : now;
}

const purposesOf = perObject(
  (messages: Assembled['messages']): ReadonlyMap<string, string> =>
    new Map(Object.values(messages).map(({ name, purpose }: Message) => [name, purpose])),
);

function sameEntries(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}

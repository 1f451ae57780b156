/** What the policies say of a message at the moment of sending ("Policies", "Sending"). */
import { type Channel, type Fate, HOUR, type MessageName, type Policy, type Program } from './language.ts';
import { hasAddress, hasConsent, holds, type Person, turns } from './person.ts';

export interface Sent {
  readonly message: MessageName;
  readonly channel: Channel;
  readonly at: number;
  /** What has become of it. */
  readonly fates: Fate[];
}

export type Verdict = { readonly kind: 'sent'; readonly channel: Channel } | { readonly kind: 'held' | 'dropped' };

const purposeOf = (message: MessageName) => (message === 'Offer' ? 'Offers' : 'Service');

const covers = (policy: Policy, message: MessageName): boolean =>
  policy.covers === null || policy.covers === message || policy.covers === purposeOf(message);

const DAY = 24 * HOUR;

function stands(
  policy: Policy,
  channel: Channel | null,
  person: Person,
  sent: readonly Sent[],
  { now, ahead }: { readonly now: number; readonly ahead: number },
): boolean {
  const { rule } = policy;
  switch (rule.kind) {
    case 'quiet': {
      const hour = (now % DAY) / HOUR;
      return rule.from < rule.to ? hour >= rule.from && hour < rule.to : hour >= rule.from || hour < rule.to;
    }
    case 'cap': {
      const had = sent.filter(
        ({ message, at, channel: on }) =>
          covers(policy, message) && at > now - rule.hours * HOUR && (channel === null || on === channel),
      );
      return had.length >= rule.most;
    }
    case 'hold after':
      return person.history.some((fact) => fact.signal === rule.signal && now - fact.at < rule.hours * HOUR);
    case 'hold while':
      return holds(rule.condition, { person, now, start: null, it: null });
    case 'one voice':
      return ahead >= rule.most;
  }
}

export function judge(
  program: Program,
  {
    message,
    channels: written,
    best,
    ahead,
  }: {
    readonly message: MessageName;
    readonly channels: readonly Channel[];
    readonly best: boolean;
    /** How many journeys of the kind speak before the one that sends. */
    readonly ahead: number;
  },
  person: Person,
  sent: readonly Sent[],
  now: number,
  /** It waits already: what drops has a say when it is sent, and again when it is released. */
  held: boolean,
): Verdict {
  const { liked } = person;
  const channels = best ? written.toSorted((a, b) => Number(b === liked) - Number(a === liked)) : written;
  const reachable = channels.filter(
    (channel) => hasAddress(person, channel) && (purposeOf(message) === 'Service' || hasConsent(person, channel)),
  );
  if (reachable.length === 0) return { kind: 'dropped' };
  const against = (channel: Channel | null) =>
    program.policies.filter(
      (policy) =>
        covers(policy, message) &&
        channelOf(policy) === channel &&
        stands(policy, channel, person, sent, { now, ahead }),
    );
  // What covers every channel: one that drops goes before all that hold.
  const everywhere = against(null);
  if (everywhere.some(({ drop }) => !drop) && held) return { kind: 'held' };
  const drops = everywhere.some(({ drop }) => drop);
  if (drops && !held) return { kind: 'dropped' };
  if (everywhere.length > 0 && !drops) return { kind: 'held' };
  let waits = false;
  for (const channel of reachable) {
    const here = against(channel);
    if (here.length === 0) return drops ? { kind: 'dropped' } : { kind: 'sent', channel };
    if (held ? here.some(({ drop }) => !drop) : !here.some(({ drop }) => drop)) waits = true;
  }
  return { kind: waits ? 'held' : 'dropped' };
}

const channelOf = ({ rule }: Policy): Channel | null => (rule.kind === 'cap' ? rule.on : null);

/** The instants at which a policy may let go. */
export const releases = (program: Program, person: Person, sent: readonly Sent[], now: number): number[] =>
  program.policies.flatMap((policy) => releasesOf(policy, person, sent, now));

function releasesOf({ rule }: Policy, person: Person, sent: readonly Sent[], now: number): number[] {
  switch (rule.kind) {
    case 'quiet': {
      const today = now - (now % DAY) + rule.to * HOUR;
      return [today, today + DAY];
    }
    case 'cap':
      return sent.map(({ at }) => at + rule.hours * HOUR);
    case 'hold after':
      return person.history.map((fact) => fact.at + rule.hours * HOUR);
    case 'hold while':
      return turns(rule.condition, person);
    case 'one voice':
      return [];
  }
}

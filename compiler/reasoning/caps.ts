/** J4064, J4067: caps that a journey runs into by itself, and caps behind stricter ones. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { duration } from '../graph/show.ts';
import type { Journey, Policy } from '../graph/types.ts';
import { longestBurst } from './bursts.ts';
import type { Group } from './groups.ts';
import { perObject, perPair } from './remember.ts';
import type { GraphRule, Reasoned } from './rule.ts';
import { capsOf, covers, type RuleOf, sendsUnder } from './sending.ts';
import type { Shared } from './shared.ts';
import { timedBurst } from './timed-bursts.ts';
import { period } from './words.ts';

type Cap = RuleOf<'at_most'>;

export const caps: GraphRule = ({ groups, shared }, found) => {
  for (const group of groups) for (const finding of overdrawnInGroup(shared, group)) found(finding);
  for (const [{ rule }, stricter] of behind(shared)) {
    found({
      wording: say.capNeverReached({
        why:
          stricter.rule.text === rule.text
            ? `${stricter.policy.name} says \`${rule.text}\` already`
            : `\`${stricter.rule.text}\` is always stricter than \`${rule.text}\``,
      }),
      place: rule.place,
      related: [{ place: stricter.rule.place, message: 'This one always holds first.' }],
    });
  }
};

/** Caps that another one always comes before, and that one; of two alike the first. */
const behind = perObject((shared: Shared): ReadonlyMap<Cap, Cap> => {
  const all = capsOf(shared);
  return new Map(
    all.flatMap((cap, index) => {
      const { policy, rule } = cap;
      const stricter = all.find(
        (other, at) =>
          other !== cap &&
          includes(shared, other.policy, policy) &&
          (other.rule.channel === undefined || other.rule.channel === rule.channel) &&
          other.rule.count <= rule.count &&
          other.rule.perMs >= rule.perMs &&
          (other.rule.count < rule.count || other.rule.perMs > rule.perMs || at < index) &&
          // Where both are used up, one that drops is heeded before one that holds.
          (other.rule.count < rule.count || other.rule.then === 'drop' || rule.then !== 'drop'),
      );
      return stricter === undefined ? [] : [[cap, stricter] as const];
    }),
  );
});

/** Caps that one instance runs into without waiting in between, or though it waits. */
const overdrawn = perPair((shared: Shared, journey: Journey): readonly Reasoned[] =>
  capsOf(shared).flatMap((cap) => {
    // Who runs into it has run into the stricter one.
    if (behind(shared).has(cap)) return [];
    const { policy, rule } = cap;
    const wanted = sendsUnder(shared, journey, cap);
    // Who goes round sends one message more than once.
    if (wanted.length <= rule.count && !journey.nodes.some(({ kind }) => kind === 'repeat')) return [];
    const limit = { withinMs: rule.perMs, most: rule.count };
    const certain = new Set(wanted.filter(({ channels }) => rule.channel === undefined || channels.length === 1));
    for (const start of journey.nodes) {
      if (start.kind !== 'send' && start.kind !== 'together') continue;
      const atOnce = longestBurst(journey, start.id, wanted);
      const begins = start.kind === 'together' || atOnce[0] === start;
      const isAtOnce = begins && atOnce.length > rule.count;
      const run = isAtOnce || start.kind !== 'send' ? atOnce : timedBurst(journey, start, certain, limit);
      const over = run[rule.count];
      if (over === undefined || (start.kind === 'send' && run[0] !== start)) continue;
      const wording = say.capBelowNeed({
        message: over.message,
        policy: policy.name,
        count: rule.count,
        period: period(rule.perMs),
        what: rule.then === 'drop' ? 'is dropped' : 'is held back',
      });
      const used = run.slice(0, 2).filter((each) => each !== over);
      const related = [
        { place: rule.place, message: 'The cap is here.' },
        ...used.map(({ place }) => ({ place, message: 'It is used up here.' })),
      ];
      const hint = `The waits before it are shorter than ${duration(rule.perMs)}. Wait longer, or give the cap more room.`;
      return [{ wording, place: over.place, related, ...(isAtOnce ? {} : { hint }) }];
    }
    return [];
  }),
);

const overdrawnInGroup = perPair((shared: Shared, { journeys }: Group) =>
  journeys.flatMap((journey) => overdrawn(shared, journey)),
);

/** Does the first policy cover all that the second does, and count no more than that? */
function includes(shared: Shared, a: Policy, b: Policy): boolean {
  if (a.covers.kind === 'all') return true;
  if (b.covers.kind === 'message') return covers(shared, a, b.covers.name);
  return b.covers.kind === 'purpose' && a.covers.kind === 'purpose' && a.covers.name === b.covers.name;
}

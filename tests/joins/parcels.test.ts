/** Messages that two customers send each other, and who turn out to be one meanwhile: each leaves once, or is taken back, and nobody waits for ever. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joins, play, type Step } from './play.ts';

const HOUR = 3_600_000;

const text = (merge: string, drop: string): string => `
signal Asked { whom: id, k: id }
signal Done { k: id }
identity { strong user_id }
profile { email: email? = "a@b.de" }
purpose Service { consent assumed }
channel email { to profile.email, via console }
message Note(k: id) for Service { on email { body "{k}" } }
policy Night { quiet 12:00..15:00 in "UTC" }
policy Few { at most 1 message per 5 hours${drop} }
policy OneVoice { at most 1 journey of kind talk at a time, highest priority wins }
journey Talking(k: id, whom: id) {
  send Note(k) to customer(whom) on email, else finish as unheard
  finish as heard
}
journey Asking {
  kind talk
  priority 10
  start on Asked as asked per asked.k every time on merge ${merge}
  stop on Done where it.k == asked.k as done
  together {
    branch { send Note(asked.k) to customer(asked.whom) on email, else go on }
    branch { run Talking(asked.k, asked.whom) { on heard { wait 2 hours } on unheard { } } }
  }
}
journey Loud {
  kind talk
  priority 20
  start on Done every time on merge ${merge}
  wait 3 hours
}
`;

const who = fc.constantFrom('ada' as const, 'bob' as const);
const step = fc.record({
  pause: fc.constantFrom(0, 0, 1, 2),
  who,
  type: fc.constantFrom('Asked', 'Asked', 'Asked', 'Done'),
  whom: fc.constantFrom('ada', 'bob', 'nobody'),
  k: fc.constantFrom('p', 'q', 'r'),
});

test('each is sent once, dropped, or taken back', () => {
  const hows = new Set<string>();
  const merges = fc.constantFrom('keep oldest', 'keep furthest', 'keep both', 'restart');
  const property = fc.property(
    fc.array(step, { minLength: 3, maxLength: 15, size: 'max' }),
    fc.nat(15),
    merges,
    fc.constantFrom('', ', then drop'),
    (all, place, merge, drop) => {
      let time = 0;
      const steps = all.map(({ pause, who, type, whom, k }): Step => {
        time += pause * HOUR;
        return { time, who, type, data: type === 'Asked' ? { whom, k } : { k } };
      });
      const at = place % (steps.length + 1);
      const join = joins(steps[at]?.time ?? time);
      const known = (['ada', 'bob'] as const).map((who): Step => ({ time: -HOUR, who, type: 'Known', data: {} }));
      const whole = [...known, ...steps.slice(0, at), join, ...steps.slice(at)];
      const { entries, customer, unsettled } = play(text(merge, drop), whole, time + 200 * HOUR);
      const about = `${merge}${drop} ${JSON.stringify(whole)}`;
      expect(unsettled, about).toEqual([]);
      expect([customer.instances, customer.parcels ?? []], about).toEqual([[], []]);
      const decided = entries.flatMap(({ decisions }) => decisions).filter(({ subject }) => subject === 'Note');
      const count = (...kinds: string[]): number => decided.filter(({ kind }) => kinds.includes(kind)).length;
      // Who is taken back before it has been heard of is not passed on at all.
      expect(count('sent', 'dropped', 'cancelled'), about).toBeLessThanOrEqual(count('passed'));
      for (const { kind } of decided) hows.add(kind);
    },
  );
  fc.assert(property, { numRuns: Number(process.env.JOURNEY_JOIN_RUNS ?? 60), seed: 1 });
  expect([...hows]).toEqual(expect.arrayContaining(['passed', 'held', 'heard', 'sent', 'dropped', 'cancelled']));
}, 120_000);

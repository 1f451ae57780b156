/** What is told of a part of the time is what a look at all of it gives. */
import { describe, expect, it } from 'vitest';
import { type ServiceEvent, type Span, serviceOf } from './service.ts';

const DAY = 86_400_000;
const ALL: Span = { from: null, to: null };

function events(...told: readonly (readonly [kind: ServiceEvent['kind'], day: number, on?: string])[]): ServiceEvent[] {
  return told.map(([kind, day, on]) => ({
    customer: 1,
    time: day * DAY,
    kind,
    channel: on ?? null,
    value: null,
    currency: null,
  }));
}

describe('service', () => {
  it('a time to resolution has begun before the span where the first contact lies there', () => {
    const told = events(['contact', 1, 'voice'], ['contact', 4, 'voice'], ['resolution', 5]);
    const { contacts, repeated, resolution } = serviceOf(told, 7 * DAY, { from: 3 * DAY, to: null });
    expect({ contacts, repeated, resolution }).toEqual({
      contacts: 1,
      repeated: { count: 0, share: 0 },
      resolution: { count: 1, median: 4 * DAY, p90: 4 * DAY },
    });
    expect(serviceOf(told, 7 * DAY, { from: null, to: 5 * DAY }).resolution.count).toBe(0);
  });

  it('who comes again, or is helped, after the span has not dropped off', () => {
    const told = events(['contact', 1, 'voice'], ['contact', 2, 'chat'], ['resolution', 4]);
    const before = serviceOf(told, 7 * DAY, { from: null, to: 3 * DAY });
    expect(before.switches).toEqual([{ from: 'voice', to: 'chat', count: 1, dropped: 0, share: 0 }]);
    expect(serviceOf(told, 7 * DAY, { from: null, to: 2 * DAY })).toMatchObject({
      contacts: 1,
      repeated: { count: 1, share: 1 },
      switches: [],
    });
    expect(serviceOf(told, 7 * DAY, { from: 2 * DAY, to: null }).switches).toEqual(before.switches);
  });

  it('who is helped at the instant of the switch has not dropped off', () => {
    const told = events(['contact', 1, 'voice'], ['contact', 2, 'chat'], ['resolution', 2]);
    expect(serviceOf(told, 7 * DAY, ALL).switches).toMatchObject([{ count: 1, dropped: 0 }]);
    // The resolution came first: nothing follows the switch.
    const other = events(['contact', 1, 'voice'], ['resolution', 2], ['contact', 2, 'chat']);
    expect(serviceOf(other, 7 * DAY, ALL).switches).toMatchObject([{ count: 1, dropped: 1 }]);
  });

  it('the parts of the time are together the whole', () => {
    // Any mixture does: 400 events of 20 customers, by a small generator of numbers.
    let seed = 7;
    const upTo = (most: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % most;
    };
    const kinds = ['contact', 'contact', 'contact', 'resolution', 'transfer', 'effort'] as const;
    const told = Array.from({ length: 400 }, (): ServiceEvent => {
      const kind = kinds[upTo(kinds.length)] ?? 'contact';
      const channel = ['voice', 'chat'][upTo(2)] ?? null;
      return { customer: upTo(20), time: upTo(60) * DAY, kind, channel, value: upTo(5), currency: null };
    });
    const counts = (span: Span): number[] => {
      const { contacts, repeated, transfers, switches, effort, resolution } = serviceOf(told, 3 * DAY, span);
      const ofSwitches = ['voice', 'chat'].flatMap((channel) => {
        const found = switches.find(({ from }) => from === channel);
        return [found?.count ?? 0, found?.dropped ?? 0];
      });
      return [contacts, repeated.count, transfers.count, effort.count, resolution.count, ...ofSwitches];
    };
    const borders = [null, 10 * DAY, 11 * DAY, 30 * DAY, null];
    const parts = borders.slice(1).map((to, index) => counts({ from: borders[index] ?? null, to }));
    expect(parts.reduce((a, b) => a.map((count, index) => count + (b[index] ?? 0)))).toEqual(counts(ALL));
  });
});

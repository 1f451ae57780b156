/** What Segment's calls mean, field by field, as clients write them. */
import { describe, expect, it } from 'vitest';
import { fromBatch, fromSegment } from './segment.ts';

const received = Date.parse('2026-03-02T10:00:00.000Z');
const id = { messageId: 'm1', userId: 'ada' };

function time(call: object, sentAt?: string): string {
  const [taken] = fromBatch({ batch: [{ ...id, type: 'track', event: 'Paid', ...call }], sentAt }, received) ?? [];
  return taken?.ok === true ? taken.signal.time : (taken?.reason ?? '');
}

describe('the time of a call', () => {
  const cases: readonly (readonly [title: string, call: object, sentAt: string | undefined, expected: string])[] = [
    ['nothing is said: when it came', {}, undefined, '2026-03-02T10:00:00.000Z'],
    ['a time alone is taken as it is', { timestamp: '2026-03-01T09:00:00Z' }, undefined, '2026-03-01T09:00:00.000Z'],
    [
      'a clock that is an hour ahead is set right',
      { originalTimestamp: '2026-03-02T10:59:58Z', sentAt: '2026-03-02T11:00:00Z' },
      undefined,
      '2026-03-02T09:59:58.000Z',
    ],
    [
      'a clock that is years behind, too, by the time of the batch',
      { timestamp: '2009-01-01T00:00:00Z' },
      '2009-01-01T00:00:30Z',
      '2026-03-02T09:59:30.000Z',
    ],
    [
      'the original time goes before what others have made of it',
      { originalTimestamp: '2026-03-02T09:00:00Z', timestamp: '2020-01-01T00:00:00Z', sentAt: '2026-03-02T10:00:00Z' },
      undefined,
      '2026-03-02T09:00:00.000Z',
    ],
    [
      'what is sent days later happened days ago',
      { timestamp: '2026-02-27T10:00:00Z' },
      '2026-03-02T10:00:00Z',
      '2026-02-27T10:00:00.000Z',
    ],
    [
      'no time at all is said',
      { timestamp: 'yesterday' },
      undefined,
      '`timestamp` should be a time such as 2026-03-01T09:00:00Z.',
    ],
    [
      'a number is no time',
      { timestamp: '1' },
      undefined,
      '`timestamp` should be a time such as 2026-03-01T09:00:00Z.',
    ],
    [
      'a day that is none is no time',
      { timestamp: '2026-02-31T09:00:00Z' },
      undefined,
      '`timestamp` should be a time such as 2026-03-01T09:00:00Z.',
    ],
    ['without a zone it is UTC', { timestamp: '2026-03-01 09:00:00' }, undefined, '2026-03-01T09:00:00.000Z'],
    ['nor are seconds needed', { timestamp: '2026-03-01T09:00+0130' }, undefined, '2026-03-01T07:30:00.000Z'],
    ['a day alone begins in UTC', { timestamp: '2026-03-01' }, undefined, '2026-03-01T00:00:00.000Z'],
    [
      'a time beyond all dates is none',
      { timestamp: '-271821-04-20T00:00:00.000Z' },
      '+275760-09-13T00:00:00.000Z',
      '`timestamp` should be a time such as 2026-03-01T09:00:00Z.',
    ],
    [
      'where the sender does not know when it sent, its time is taken',
      { timestamp: '2026-03-01T09:00:00Z' },
      'soon',
      '2026-03-01T09:00:00.000Z',
    ],
  ];
  it.each(cases)('%s', (_title, call, sentAt, expected) => {
    expect(time(call, sentAt)).toBe(expected);
  });
});

describe('who somebody is', () => {
  it('is told in `traits`, or beside the call in `context.traits`', () => {
    const call = { ...id, traits: { plan: 'pro' }, context: { traits: { plan: 'free', city: 'Bonn' } } };
    expect(fromSegment(call, 'identify', { received })).toMatchObject({
      signal: { type: 'identify', subject: 'ada', data: { plan: 'pro', city: 'Bonn' } },
    });
    const track = { ...id, event: 'Paid', properties: { total: 1 }, context: { traits: { city: 'Bonn' } } };
    expect(fromSegment(track, 'track', { received })).toMatchObject({ signal: { data: { total: 1 } } });
  });

  it.each([
    ['no object', 7, 'A call should be a JSON object.'],
    ['no id', { userId: 'ada', event: 'Paid' }, '`messageId` is missing: retries could not be told from new calls.'],
    ['no name', id, '`event` should be the name of what happened.'],
  ])('is refused with its reason: %s', (_title, call, reason) => {
    expect(fromSegment(call, 'track', { received })).toEqual({ ok: false, reason, brought: call });
  });
});

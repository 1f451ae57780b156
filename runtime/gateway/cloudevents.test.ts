/** What CloudEvents mean, as their specification has them written. */
import { describe, expect, it } from 'vitest';
import { fromBinary, fromStructured } from './cloudevents.ts';

const received = Date.parse('2026-03-02T10:00:00.000Z');
const event = { specversion: '1.0', id: '7', source: '/till', type: 'Paid', subject: 'ada' };
const taken = { id: '/till 7', type: 'Paid', time: '2026-03-02T10:00:00.000Z', subject: 'ada' };
const headers = (more: Readonly<Record<string, string>>): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(event).map(([name, value]) => [`ce-${name}`, value])),
  ...more,
});
const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

describe('the data of an event', () => {
  it.each([
    ['none', {}, {}],
    ['null', { data: null }, {}],
    ['in base64', { data_base64: base64('{"total": 3}') }, { total: 3 }],
  ])('%s', (_, more, data) => {
    expect(fromStructured({ ...event, ...more }, received)).toEqual({ ok: true, signal: { ...taken, data } });
  });

  it.each([
    ['no base64', '%%%'],
    ['no JSON', base64('<paid/>')],
    ['no UTF-8', base64('{"total": "\xff"}')],
  ])('what cannot be read is not left out: %s', (_, data_base64) => {
    const brought = { ...event, data_base64 };
    const reason = '`data_base64` should be JSON in UTF-8, as base64.';
    expect(fromStructured(brought, received)).toEqual({ ok: false, reason, brought });
  });
});

describe('attributes in headers', () => {
  it('without a body there is no data', () => {
    expect(fromBinary(headers({}), undefined, received)).toEqual({ ok: true, signal: { ...taken, data: {} } });
  });

  it.each([
    ['"ada"', 'ada'],
    ['"a\\"d\\\\a"', 'a"d\\a'],
    ['"zo%C3%AB"', 'zoë'],
    ['%22ada%22', '"ada"'],
    ['"', '"'],
  ])('a value may stand in quotes: %s', (written, subject) => {
    const read = fromBinary(headers({ 'ce-subject': written }), {}, received);
    expect(read).toEqual({ ok: true, signal: { ...taken, subject, data: {} } });
  });

  it('one that cannot be read is refused with all that came', () => {
    const brought = { ...event, subject: '50% off', data: { total: 3 } };
    const reason = 'The header ce-subject is not percent-encoded as it should be.';
    expect(fromBinary(headers({ 'ce-subject': '50% off' }), { total: 3 }, received)).toEqual({
      ok: false,
      reason,
      brought,
    });
  });
});

/** What the other side says: when it wants to be asked again, and where its words may stand. */
import { expect, it } from 'vitest';
import type { MessageWork } from '../../runtime/channels/connector.ts';
import { judge } from '../../runtime/channels/http.ts';

const HOUR = 3_600_000;
const WORK: MessageWork = {
  kind: 'message',
  key: 'm-1-0.abc',
  id: 'm-1-0',
  target: null,
  time: 0,
  journey: null,
  instance: null,
  name: 'Note',
  channel: 'push',
  to: 'ada',
  content: {},
};

it.each([
  ['30', 30_000],
  ['7200', 2 * HOUR],
  ['Wed, 04 Mar 2026 15:00:00 GMT', 3 * HOUR],
  ['2026-03-04T15:00:00Z', 3 * HOUR],
  ['Wed, 04 Mar 2026 09:00:00 GMT', 0],
  ['99999999999', 24 * HOUR],
  ['1.5', 5_000],
  ['-1', 5_000],
  ['soon', 5_000],
  ['in 2 hours', 5_000],
  ['', 5_000],
])('429 with Retry-After: %s', (header, afterMs) => {
  const answered = { status: 429, headers: { 'retry-after': header }, body: '' };
  expect(judge(WORK, answered, Date.UTC(2026, 2, 4, 12))).toMatchObject({ kind: 'failed', afterMs });
});

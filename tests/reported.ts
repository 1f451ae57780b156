/** Reports of histories that a test makes up. */
import { expect } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { openView } from '../runtime/engine/view.ts';
import { type Report, report } from '../runtime/insight/report.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { openTemporary } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';

export const START = Date.UTC(2026, 2, 2, 10);
const DAY = 86_400_000;

export type Came = readonly [type: string, subject: string, days: number, data: object];

/** What is reported of a log of these signals, sixty days after `START`. */
export function reported(
  text: string,
  signals: readonly Came[],
  window: { readonly from?: number; readonly to?: number } = {},
): Report {
  const database = openTemporary();
  const engine = createEngine(database, compileTexts({ 'a.journey': text }).graph, createCommitter(database, 'test'));
  for (const [index, [type, subject, days, data]] of signals.entries()) {
    const line = { id: `n${index}`, type, subject, time: new Date(START + days * DAY).toISOString(), data };
    const taken = engine.accept(Buffer.from(JSON.stringify(line)), 'event', { name: 'test', line: index });
    expect(taken.status).toBe('accepted');
  }
  engine.wakeUntil(START + 60 * DAY, true);
  engine.close();
  const found = report(database, openView(database), {
    journey: null,
    from: null,
    to: null,
    repeatMs: 7 * DAY,
    ...window,
  });
  database.close();
  return found;
}

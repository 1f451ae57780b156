/** Reports of histories that a test makes up. */
import { expect } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { type Report, report } from '../runtime/insight/report.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

export const START = Date.UTC(2026, 2, 2, 10);
const DAY = 86_400_000;

export type Came = readonly [type: string, subject: string, days: number, data: object];

/** What is reported of a log of these signals, sixty days after `START`. */
export function reported(
  text: string,
  signals: readonly Came[],
  window: { readonly from?: number; readonly to?: number } = {},
): Report {
  const { database, engine, release } = openEngine(compileTexts({ 'a.journey': text }).graph);
  for (const [index, [type, subject, days, data]] of signals.entries()) {
    const line = { id: `n${index}`, type, subject, time: new Date(START + days * DAY).toISOString(), data };
    const taken = accept(engine, line);
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
  release();
  return found;
}

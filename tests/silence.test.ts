/** Silence of two customers who turn out to be one: a signal breaks it, that somebody new came along does not. */
import { expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);

const { graph } = compileTexts({
  'a.journey': `
signal Bought { device: id? key device }
signal Viewed { device: id? key device }
identity { strong user_id  weak device }
journey WinBack { start when no Bought for 14 days every time, finish }
`,
});

type Said = readonly [type: string, subject: string | null, day: number, device?: string];

/** The days on which it started. */
function started(...signals: readonly Said[]): number[] {
  const { database, engine, release } = openEngine(graph);
  for (const [index, [type, user, day, device]] of signals.entries()) {
    const subject = user === null ? {} : { subject: user };
    const data = device === undefined ? {} : { device };
    const line = { id: `s${index}`, type, ...subject, time: new Date(START + day * DAY).toISOString(), data };
    const receipt = accept(engine, line);
    expect(receipt.status).toBe('accepted');
  }
  engine.wakeUntil(START + 60 * DAY, true);
  engine.commit();
  const view = openView(database);
  const entries = timeline(database, view, view.byKey('ada') ?? 0);
  engine.close();
  release();
  return entries.flatMap(({ time, decisions }) =>
    decisions.filter(({ kind }) => kind === 'started').map(() => (Date.parse(time) - START) / DAY),
  );
}

it.each<[string, number[], Said[]]>([
  [
    'a new device breaks none',
    [14],
    [
      ['Bought', 'ada', 0],
      ['Viewed', null, 10, 'd'],
      ['Viewed', 'ada', 11, 'd'],
    ],
  ],
  [
    'nor one that was answered',
    [14],
    [
      ['Bought', 'ada', 0],
      ['Viewed', null, 20, 'd'],
      ['Viewed', 'ada', 21, 'd'],
    ],
  ],
  [
    'the later signal does',
    [19],
    [
      ['Bought', 'ada', 0],
      ['Bought', null, 5, 'd'],
      ['Viewed', 'ada', 6, 'd'],
    ],
  ],
  [
    'whichever it is',
    [19],
    [
      ['Bought', null, 0, 'd'],
      ['Bought', 'ada', 5],
      ['Viewed', 'ada', 6, 'd'],
    ],
  ],
  [
    'a signal, also after a look',
    [19],
    [
      ['Viewed', 'ada', 0],
      ['Bought', null, 5, 'd'],
      ['Viewed', 'ada', 6, 'd'],
    ],
  ],
  [
    'none: since the first was known',
    [14],
    [
      ['Viewed', 'ada', 5],
      ['Viewed', null, 0, 'd'],
      ['Viewed', 'ada', 6, 'd'],
    ],
  ],
])('%s', (_, days, signals) => {
  expect(started(...signals.toSorted((a, b) => a[2] - b[2]))).toEqual(days);
});

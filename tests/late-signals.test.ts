/** Signals that come after their time: they count from when they were, wherever so much time is waited for since the last of them. */
import { expect, it } from 'vitest';
import { createEngine } from '../runtime/engine/engine.ts';
import { openView } from '../runtime/engine/view.ts';
import { timeline } from '../runtime/insight/history.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { openTemporary } from '../runtime/store/open.ts';
import { compileTexts } from './compile.ts';

const { graph } = compileTexts({
  'a.journey': `
signal Began {}
signal Seen {}
signal Ticked {}
signal Looked {}
journey Waiting {
  start on Began once
  wait { after 5 days without Seen { finish as quiet } }
}
journey Counting {
  start on 3 Looked within 2 days every time
  finish as looked
}
journey Watching {
  start when no Seen for 5 days once
  finish as quiet
}
`,
});

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);

/** When the journeys ended, in days since the start. */
function ended(...signals: readonly (readonly [type: string, day: number])[]): Record<string, number> {
  const database = openTemporary();
  const engine = createEngine(database, graph, createCommitter(database, 'test'));
  for (const [index, [type, day]] of signals.entries()) {
    const time = new Date(START + day * DAY).toISOString();
    const line = Buffer.from(JSON.stringify({ id: `s${index}`, type, subject: 'ada', time, data: {} }));
    expect(engine.accept(line, 'event', { name: 'test', line: index }).status).toBe('accepted');
  }
  engine.wakeUntil(START + 60 * DAY, true);
  engine.commit();
  const entries = timeline(database, openView(database), 1);
  const found = entries.flatMap(({ time, decisions }) =>
    decisions.flatMap(({ kind, journey }) =>
      kind === 'finished' ? [[journey ?? '', (Date.parse(time) - START) / DAY]] : [],
    ),
  );
  engine.close();
  database.close();
  return Object.fromEntries(found);
}

it('in time, both count from the last', () => {
  expect(ended(['Began', 0], ['Seen', 1], ['Seen', 2])).toEqual({ Waiting: 7, Watching: 7 });
});

it('late, both count from when it was', () => {
  expect(ended(['Began', 0], ['Seen', 1], ['Ticked', 5], ['Seen', 3])).toEqual({ Waiting: 8, Watching: 8 });
});

it('late, and before the last one: nothing changes', () => {
  expect(ended(['Began', 0], ['Seen', 3], ['Ticked', 5], ['Seen', 1])).toEqual({ Waiting: 8, Watching: 8 });
});

it('late, what has started nothing yet is counted with those that come after it', () => {
  const three = [
    ['Looked', 1],
    ['Looked', 2],
    ['Looked', 3],
  ] as const;
  expect(ended(...three, ['Looked', 3.5], ['Looked', 2.5]).Counting).toBe(3);
  expect(ended(...three, ['Looked', 3.5], ['Looked', 2.5], ['Looked', 4]).Counting).toBe(4);
});

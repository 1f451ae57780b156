/** Whose a device is that several people use, and who is found by it: after a crash the same as without one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readLog } from '../runtime/store/log.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-device-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { graph } = compileTexts({
  'shop.journey':
    'signal Seen {}\nidentity { strong user_id, email weak device }\nprofile { seen: integer is count of Seen }\n',
});

type Keys = Readonly<Record<string, string>>;
type Step = Keys | 'commit' | 'crash' | { readonly forget: number };

let files = 0;

/** The customers to whom signals came, in their order. `faulty`: crashes happen. */
function play(steps: readonly Step[], faulty: boolean): (number | null)[] {
  const file = join(folder, `${++files}.db`);
  let { database, engine, release } = openEngine(graph, file, 'real');
  for (const [index, step] of steps.entries()) {
    if (step === 'commit') engine.commit();
    else if (step === 'crash') {
      if (!faulty) continue;
      release();
      ({ database, engine, release } = openEngine(graph, file, 'real'));
    } else if (typeof step.forget === 'number') {
      engine.commit();
      engine.operate({ act: 'forget', customer: step.forget, by: 'test' }, engine.clock);
    } else {
      const time = new Date(Date.UTC(2026, 2, 2, 10, index)).toISOString();
      accept(engine, { id: `s${index}`, type: 'Seen', time, keys: step });
    }
  }
  engine.close();
  const found = [...readLog(database)].flatMap(({ kind, customer }) => (kind === 'signal' ? [customer] : []));
  release();
  return found;
}

const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map((user_id): Keys => ({ user_id }));
const at = (who: Keys | undefined, device: string): Keys => ({ ...who, device });

test.each<[what: string, steps: Step[], last: number]>([
  [
    'whoever has joined another is written before others',
    [
      { device: 'phone' },
      { ...ada },
      at(ada, 'phone'),
      at(bob, 'kiosk'),
      at(ada, 'kiosk'),
      'commit',
      'crash',
      { device: 'kiosk' },
    ],
    3,
  ],
  [
    'its first holder has become one with somebody before',
    [
      { ...ada },
      { ...cleo },
      at(bob, 'kiosk'),
      at(ada, 'kiosk'),
      { ...bob, email: 'b' },
      { ...cleo, email: 'b' },
      'commit',
      'crash',
      { device: 'kiosk' },
    ],
    2,
  ],
  [
    'its first holder is forgotten',
    [{ ...ada }, at(bob, 'kiosk'), at(ada, 'kiosk'), 'commit', { forget: 2 }, 'crash', { device: 'kiosk' }],
    3,
  ],
  [
    'another one who used it has become one with somebody before',
    [
      { ...cleo },
      at(ada, 'kiosk'),
      at(bob, 'kiosk'),
      { ...bob, email: 'b' },
      { ...cleo, email: 'b' },
      'commit',
      'crash',
      { device: 'kiosk' },
    ],
    2,
  ],
  [
    'another one who used it has become one with somebody before, after a crash',
    [
      { ...cleo },
      at(ada, 'kiosk'),
      at(bob, 'kiosk'),
      { ...bob, email: 'b' },
      'commit',
      'crash',
      { ...cleo, email: 'b' },
      { device: 'kiosk' },
    ],
    2,
  ],
  [
    'its first holder is forgotten, and another one who used it is heard of again elsewhere',
    [
      { ...ada },
      at(bob, 'kiosk'),
      at(ada, 'kiosk'),
      'commit',
      { forget: 2 },
      { ...ada },
      'commit',
      'crash',
      { device: 'kiosk' },
    ],
    3,
  ],
  [
    'its first holder is forgotten, and another one who used it is heard of again there',
    [
      { ...ada },
      at(bob, 'kiosk'),
      at(ada, 'kiosk'),
      'commit',
      { forget: 2 },
      at(ada, 'kiosk'),
      'commit',
      'crash',
      { device: 'kiosk' },
    ],
    1,
  ],
])('%s', (_what, steps, last) => {
  const found = play(steps, false);
  expect(found.at(-1)).toBe(last);
  expect(play(steps, true)).toEqual(found);
});

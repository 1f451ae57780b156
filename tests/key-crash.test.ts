/** Under other files a key names somebody else: a subject, a person, and the subject again. Who is found then is the same after a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Graph } from '../compiler/graph/types.ts';
import { openView } from '../runtime/engine/view.ts';
import { readLog } from '../runtime/store/log.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-key-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (names: string): Graph =>
  compileTexts({
    'a.journey': `
signal Opened { cart: id key cart_id }
identity { strong user_id ${names} }
profile { opened: integer is count of Opened }
`,
  }).graph;
const ofCarts = files('subject cart by cart_id');
const ofVisitors = files('weak cart_id');

type Step = Graph | 'opened' | 'commit' | 'restart';
let databases = 0;

function play(steps: readonly Step[], restarts: boolean) {
  const file = join(folder, `${++databases}.db`);
  let graph: Graph = ofCarts;
  let { database, engine, release } = openEngine(graph, file, 'real');
  for (const [index, step] of steps.entries()) {
    if (step === 'commit') engine.commit();
    else if (step === 'restart') {
      if (!restarts) continue;
      engine.close();
      release();
      ({ database, engine, release } = openEngine(graph, file, 'real'));
    } else if (step === 'opened') {
      const time = new Date(Date.UTC(2026, 2, 2, 10, index)).toISOString();
      accept(engine, { id: `s${index}`, type: 'Opened', time, data: { cart: 'c1' } });
    } else {
      graph = step;
      engine.reload(step, 'mia', engine.clock);
    }
  }
  engine.close();
  const found = [...readLog(database)].flatMap(({ kind, customer }) => (kind === 'signal' ? [customer] : []));
  const cart = openView(database).byKey('cart:c1');
  release();
  return { found, cart };
}

test.each<[what: string, steps: Step[]]>([
  ['a cart, a visitor, the cart', ['opened', ofVisitors, 'opened', ofCarts, 'restart', 'opened']],
  [
    'restarted in between',
    ['opened', 'restart', ofVisitors, 'restart', 'opened', 'restart', ofCarts, 'restart', 'opened'],
  ],
  [
    'a visitor, a cart, the visitor',
    [ofVisitors, 'opened', ofCarts, 'opened', 'commit', ofVisitors, 'restart', 'opened', ofCarts, 'restart', 'opened'],
  ],
])('%s', (_, steps) => {
  const plain = play(steps, false);
  expect(play(steps, true)).toEqual(plain);
  expect(new Set(plain.found).size).toBe(2);
  expect(plain.cart).not.toBeNull();
});

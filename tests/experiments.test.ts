/** Which variant somebody is in: the same in every log, whoever came before, and kept when customers join. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openView } from '../runtime/engine/view.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-experiments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BODY = 'experiment Layout { variant a 50% { finish as a }  variant b 50% { finish as b } }';
const { graph } = compileTexts({
  'shop.journey': `
identity { strong email   weak device_id   subject ticket by ticket_id }
signal Seen { email: email? key email, device: id? key device_id }
signal Opened { ticket: id key ticket_id }
journey Page {
  start on Seen every time
  ${BODY}
}
journey Triage about ticket {
  start on Opened every time
  ${BODY.replace('Layout', 'Desk')}
}`,
});

interface Given {
  readonly type?: string;
  readonly subject?: string;
  readonly data: Readonly<Record<string, string>>;
}

let files = 0;

/** What each of them is in. */
function play(signals: readonly Given[], who: readonly string[]): string[] {
  const file = join(folder, `${++files}.db`);
  const { database, engine, release } = openEngine(graph, file);
  for (const [index, { type = 'Seen', ...rest }] of signals.entries()) {
    const signal = { id: `s${index}`, type, time: '2026-03-02T10:00:00Z', ...rest };
    const receipt = accept(engine, signal);
    expect(receipt.status).toBe('accepted');
  }
  engine.close();
  const view = openView(database);
  const seen = who.map((key) => Object.values(view.find(view.byKey(key) ?? 0)?.customer.experiments ?? {}).join());
  release();
  return seen;
}

const TWENTY = Array.from({ length: 20 }, (_, index) => index);

it.each<[string, (index: number) => Given, (index: number) => string]>([
  ['a user_id that `identity` does not name', (n) => ({ subject: `u${n}`, data: {} }), (n) => `u${n}`],
  ['a strong key', (n) => ({ data: { email: `m${n}@example.org` } }), (n) => `m${n}@example.org`],
  ['a weak key', (n) => ({ data: { device: `d${n}` } }), (n) => `d${n}`],
  ['the key of a subject', (n) => ({ type: 'Opened', data: { ticket: `t${n}` } }), (n) => `ticket:t${n}`],
])('%s says it, not who came before', (_, signal, name) => {
  const there = TWENTY.map(signal);
  const who = TWENTY.map(name);
  const found = play(there, who);
  expect(new Set(found)).toEqual(new Set(['a', 'b']));
  expect(play([...there].reverse(), who)).toEqual(found);
});

it('is that of whoever has a strong key where customers join, and of the older one where both do', () => {
  const [before, after] = [
    TWENTY.map((n) => ({ data: { device: `d${n}` } })),
    TWENTY.map((n) => ({ subject: `u${n}`, data: {} })),
  ];
  const mails = TWENTY.map((n) => ({ data: { email: `m${n}@example.org` } }));
  const who = TWENTY.map((n) => `u${n}`);
  const known = play(after, who);
  const devices = TWENTY.map((n) => ({ subject: `u${n}`, data: { device: `d${n}` } }));
  expect(play([...before, ...after, ...devices], who)).toEqual(known);
  const both = TWENTY.map((n) => ({ subject: `u${n}`, data: { email: `m${n}@example.org` } }));
  expect(play([...after, ...mails, ...both], who)).toEqual(known);
  expect(play([...mails, ...after, ...both], who)).toEqual(
    play(
      mails,
      TWENTY.map((n) => `m${n}@example.org`),
    ),
  );
  // Who gets a first key later stays what chance said at first.
  expect(play([...before, ...devices], who)).toEqual(
    play(
      before,
      TWENTY.map((n) => `d${n}`),
    ),
  );
});

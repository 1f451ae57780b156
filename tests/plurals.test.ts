/** One of a thing is not called by the word for many, whatever a command counts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { counted } from '../runtime/core/values/counted.ts';
import { journeyIn } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-plurals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const JOURNEYS = `
signal Asked is contact on voice { topic: text }
team desk { cleared for pii }
journey Answer {
  start on Asked as asked every time
  handoff to desk {
    because "asked for {asked.topic}"
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
`;
const WORDS =
  'customers|signals|records|lines|instances|decisions|graphs|tasks|times|pages|files|transfers|keys|messages';
const WRONG = new RegExp(`\\b1 (${WORDS})\\b.*`, 'g');

test('one is one, none and two are many', () => {
  expect([0, 1, 2].map((count) => counted(count, 'line'))).toEqual(['0 lines', '1 line', '2 lines']);
  expect([1, 2].map((count) => counted(count, 'line was', 'lines were'))).toEqual(['1 line was', '2 lines were']);
});

test('every command that counts says so of one', async () => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(join(folder, 'one.journey'), JOURNEYS);
  const asked = { id: 'a', type: 'Asked', subject: 'ada', time: '2026-03-02T10:00:00Z', data: { topic: 'a bill' } };
  writeFileSync(join(folder, 'one.jsonl'), `${JSON.stringify(asked)}\nnot json\n`);
  const said: string[] = [];
  for (const args of [
    ['run', '.', '--input', 'one.jsonl'],
    ['status'],
    ['replay', '--verify'],
    ['doctor', '--deep'],
    ['report'],
    ['backup', 'copy.db'],
    ['pause', 'Answer'],
    ['resume', 'Answer'],
    ['why', 'ada', 'Answer'],
    ['cancel', '--journey', 'Answer'],
    ['forget', 'ada', '--yes'],
    ['restore', 'copy.db'],
    ['docs', '-o', 'pages'],
    ['test'],
  ]) {
    const { status, stdout, stderr } = await journeyIn(folder, args);
    expect(status, `journey ${args.join(' ')}: ${stderr}`).toBeLessThan(2);
    said.push(...`${stdout}${stderr}`.split('\n').map((line) => `${args[0]}: ${line}`));
  }
  expect(said.flatMap((line) => line.match(WRONG) ?? [])).toEqual([]);
  const all = said.join('\n');
  expect(all).toContain('1 line was rejected');
  expect(all).toContain('1 stands in it');
  expect(all).toContain('1 instance of Answer has ended');
}, 60_000);

/** What strangers have sent is shown to operators: it neither steers their terminal nor looks like what we say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { journey as journeyIn } from '../bin/testing/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-strangers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Hidden from here on; the screen is cleared; a line of its own; what follows is read from right to left; and the one-byte form of the escape. */
const STRANGE = 'x\u001b[8m\u001b[2J\nerror forged\u202e\u2028\u009b8m';
const ESCAPED = 'x\\u001b[8m\\u001b[2J\\u000aerror forged\\u202e\\u2028\\u009b8m';

beforeAll(() => {
  writeFileSync(join(folder, 'journey.json'), '{}');
  writeFileSync(
    join(folder, 'help.journey'),
    `
signal Asked { about: text, text: text }
team desk
journey Help {
  start on Asked as asked when asked.text != "no" per asked.about every time
  handoff to desk { because "{asked.about}" on resolved { finish as helped } on returned { finish as alone } }
}
`,
  );
  const sent = (id: string, type: string) => ({
    id,
    type,
    subject: STRANGE,
    time: '2026-03-02T10:00:00Z',
    data: { about: STRANGE, text: STRANGE },
  });
  const lines = [sent('a', 'Asked'), sent('b', STRANGE), { ...sent('c', 'Asked'), subject: '#1' }].map((each) =>
    JSON.stringify(each),
  );
  writeFileSync(join(folder, 'asked.jsonl'), lines.join('\n'));
  expect(journeyIn(folder, ['run', '--input', 'asked.jsonl'])).toMatchObject({ status: 0 });
});

const COMMANDS = [
  'why #1',
  'timeline #1',
  'instances',
  'tasks',
  'status',
  'show 1-1',
  'show t-2-0',
  'outbox',
  'why #1 --json',
];

it.each(COMMANDS)('%s', (command) => {
  for (const env of [{}, { NO_COLOR: '', FORCE_COLOR: '1' }]) {
    const { status, stdout, stderr } = journeyIn(folder, command.split(' '), '', env);
    expect([status, stderr]).toEqual([0, '']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
    expect(stdout).not.toMatch(/^error|\u001b\[8m|\u001b\[2J|[\u202e\u2028\u009b]/m);
  }
});

it('is shown as JSON writes it', () => {
  const { stdout } = journeyIn(folder, ['why', '#1']);
  expect(stdout).toContain(`started ${ESCAPED}\n`);
  expect(stdout).toContain(`asked.text = ${ESCAPED}\n`);
  const { stdout: json } = journeyIn(folder, ['timeline', '#1', '--json']);
  expect((JSON.parse(json) as { keys: object }).keys).toEqual({ user_id: [STRANGE] });
});

it('who calls themselves as another one is called is named by their own number', () => {
  const { stdout } = journeyIn(folder, ['instances', '--json']);
  const { instances } = JSON.parse(stdout) as { instances: { id: string; customer: string }[] };
  expect(instances.map(({ id, customer }) => [id, customer])).toEqual([
    ['1-1', STRANGE],
    ['2-1', '#2'],
  ]);
});

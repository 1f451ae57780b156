/** `journey backtest`, as who writes journeys asks for it. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backtest } from '../runtime/insight/backtest.ts';
import type { Summary } from '../runtime/insight/summary.ts';
import { journeyIn, journeyJson } from './command.ts';

describe('journey backtest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'journey-backtest-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const signals = join(folder, 'signals.journey');

  beforeAll(async () => {
    cpSync(join(import.meta.dirname, '..', 'journeys', 'telco'), folder, { recursive: true });
    const run = await journeyIn(folder, ['run', '--input', 'samples/signals.jsonl', '--drain']);
    expect(run.status).toBe(0);
  }, 30_000);

  it('says that nothing changes where nothing changes', async () => {
    const { status, stdout } = await journeyIn(folder, ['backtest']);
    expect(status).toBe(0);
    expect(stdout).toBe(
      '46 signals from 2026-02-20T09:00:00.000Z to 2026-03-16T19:30:00.000Z\nWith the files of now nothing would have been otherwise.\n',
    );
  });

  it('says what a shorter night would have changed, for whom, and keeps what `why` needs', async () => {
    const log = readFileSync(join(folder, 'journey.db'));
    writeFileSync(signals, readFileSync(signals, 'utf8').replace('quiet 21:00..08:00', 'quiet 23:30..08:00'));
    const { status, stdout } = await journeyIn(folder, ['backtest', '--keep', 'kept.db']);
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(1)).toEqual([
      '2 customers would have met something else with the files of now.',
      '',
      'journey    what                     then  now  difference  customers  at another time',
      'BillShock  held back BetterPlan     2     1    -1          1          0',
      'BillShock  held back BillExplained  2     1    -1          1          0',
      'BillShock  sent BetterPlan          6     6    0           0          1',
      'BillShock  sent BillExplained       13    13   0           0          1',
      'BillShock  ended as calm            7     7    0           0          1',
      '',
      'customer  journey    what                     then               now',
      'dora      BillShock  held back BetterPlan     2026-03-04T22:59Z  not',
      'dora      BillShock  sent BetterPlan          2026-03-05T08:00Z  2026-03-04T22:59Z',
      'dora      BillShock  ended as calm            2026-03-05T08:00Z  2026-03-04T22:59Z',
      'pia       BillShock  held back BillExplained  2026-03-02T22:30Z  not',
      'pia       BillShock  sent BillExplained       2026-03-03T08:00Z  2026-03-02T22:30Z',
      '',
      'Why: journey why dora --db kept.db',
      '',
    ]);
    expect(readFileSync(join(folder, 'journey.db')).equals(log)).toBe(true);
    const why = await journeyIn(folder, ['why', 'dora', 'BetterPlan', '--db', 'kept.db']);
    expect(why.stdout).toContain('BillShock (4-1) sent BetterPlan: email');
    const verified = await journeyIn(folder, ['replay', '--verify', '--db', 'kept.db']);
    expect(verified.stdout).toContain('The log gives the very state that is stored.');
  });

  it('shows of many times those that differ, and of close ones how much', async () => {
    const close = join(folder, 'close');
    mkdirSync(close);
    writeFileSync(join(close, 'journey.json'), '{}');
    const files = (seconds: number) => `signal Asked { n: integer }
journey Help {
  start on Asked as asked every time
  if asked.n == 2 { wait ${seconds} seconds }
}
`;
    writeFileSync(join(close, 'a.journey'), files(5));
    const asked = [1, 2, 3].map((n) => ({
      id: `${n}`,
      type: 'Asked',
      subject: 'ada',
      time: `2026-03-02T10:0${n}:00Z`,
      data: { n },
    }));
    writeFileSync(join(close, 'in.jsonl'), asked.map((each) => JSON.stringify(each)).join('\n'));
    expect((await journeyIn(close, ['run', '--input', 'in.jsonl', '--drain'])).status).toBe(0);
    writeFileSync(join(close, 'a.journey'), files(7));
    const { stdout } = await journeyIn(close, ['backtest']);
    expect(stdout).toContain(
      '.., 2026-03-02T10:02:05.000Z, 2026-03-02T10:03:00.000Z: 3 times  .., 2026-03-02T10:02:07.000Z',
    );
  });

  it('refuses what it cannot do, and touches nothing', async () => {
    const kept = await journeyIn(folder, ['backtest', '--keep', 'signals.journey']);
    expect(kept).toMatchObject({ status: 2, stdout: '' });
    expect(kept.stderr).toContain('signals.journey is there already.');
    const none = await journeyIn(folder, ['backtest', '--db', 'none.db', '--keep', 'new.db']);
    expect(none.status).toBe(3);
    expect(existsSync(join(folder, 'new.db'))).toBe(false);
    const late = await journeyIn(folder, ['backtest', '--from', '2027-01-01T00:00:00Z', '--keep', 'new.db']);
    expect(readdirSync(folder).filter((name) => name.startsWith('new.db'))).toEqual([]);
    expect(late).toMatchObject({ status: 1, stdout: '' });
    expect(late.stderr).toContain('journey.db since 2027-01-01T00:00:00Z.');
    const text = readFileSync(signals, 'utf8');
    const strong = 'strong user_id, email, phone';
    const tickets = text.replace('BillPaid { invoice: id }', 'BillPaid { invoice: id key bill }');
    writeFileSync(signals, tickets.replace(strong, `${strong}\n  subject bill by bill`));
    const other = await journeyIn(folder, ['backtest']);
    writeFileSync(signals, text);
    expect(other).toMatchObject({ status: 1, stdout: '' });
    expect(other.stderr).toContain('the signals name other customers than then');
  });
});

/** What a run has counted, as a backtest names it. */
function deedsOf({ journeys }: Pick<Summary, 'journeys'>): Map<string, number> {
  const deeds = new Map<string, number>();
  for (const [journey, counts] of Object.entries(journeys)) {
    const add = (what: string, name: string, count: number): void => {
      if (journey !== '' && count > 0) deeds.set(`${journey} ${what} ${name}`, count);
    };
    add('started', '', counts.started);
    add('goal', '', counts.goals);
    add('running', '', counts.running);
    const named = [
      ['sent', counts.messages],
      ['held', counts.held],
      ['dropped', counts.dropped],
      ['handed', counts.handoffs],
      ['ended', counts.outcomes],
    ] as const;
    for (const [what, names] of named) for (const [name, count] of Object.entries(names)) add(what, name, count);
  }
  return deeds;
}

describe('of the whole log it says what a run with the old files and one with the new ones say', () => {
  const retail = join(import.meta.dirname, '..', 'journeys', 'retail');
  const input = join(retail, 'samples', 'signals.jsonl');

  it.each([
    ['shop.journey', 'at most 1 message per 30 days', 'at most 2 messages per 30 days'],
    ['shop.journey', 'hold for 14 days', 'hold for 40 days'],
    ['after_purchase.journey', 'wait 3 days', 'wait 5 days'],
    ['after_purchase.journey', 'finish as won_back', 'finish as back_again'],
    ['returns.journey', '< -100 GBP', '< -20 GBP'],
    [
      'after_purchase.journey',
      'step quiet {',
      'step quiet { experiment Miss { holdout 30% { finish as held_out } variant say 70% { } }',
    ],
  ])('%s: %s', async (file, from, to) => {
    const folder = mkdtempSync(join(tmpdir(), 'journey-backtest-'));
    try {
      cpSync(retail, folder, { recursive: true });
      const run = async (db: string): Promise<Map<string, number>> =>
        deedsOf(await journeyJson<Summary>('run', folder, '--input', input, '--db', join(folder, db)));
      const before = await run('old.db');
      const text = readFileSync(join(folder, file), 'utf8');
      writeFileSync(join(folder, file), text.replace(from, to));
      const after = await run('new.db');
      const said = await journeyJson<Backtest>(
        ...['backtest', folder, '--db', join(folder, 'old.db'), '--from', '1990-01-01T00:00:00Z'],
      );
      const changed = said.differences.filter((each) => each.before !== each.after);
      const names = [...new Set([...before.keys(), ...after.keys()])];
      const differing = names.filter((name) => before.get(name) !== after.get(name)).sort();
      expect(differing).not.toEqual([]);
      expect(changed.map(({ journey, what, name }) => `${journey} ${what} ${name}`).sort()).toEqual(differing);
      for (const { journey, what, name, ...counts } of changed) {
        const deed = `${journey} ${what} ${name}`;
        expect([deed, counts.before, counts.after]).toEqual([deed, before.get(deed) ?? 0, after.get(deed) ?? 0]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** `journey backtest`, as who writes journeys asks for it. */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journeyIn } from './command.ts';

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

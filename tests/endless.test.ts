/** Nothing goes on for ever at one instant: who does stands still, says so, and keeps nobody else from going on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileProgram } from '../runtime/core/compile/program.ts';
import { decide } from '../runtime/core/decide.ts';
import { programsOf } from '../runtime/core/programs.ts';
import { newCustomer } from '../runtime/core/state/customer.ts';
import { createWorld } from '../runtime/testing/world.ts';
import { journeyIn } from './command.ts';
import { compileTexts } from './compile.ts';

const START = Date.UTC(2026, 2, 27, 9);
const HOUR = 3_600_000;

const programsWith = (journeys: string) =>
  programsOf(
    compileProgram(
      compileTexts({
        'a.journey': `signal Seen { pause: duration }\nsignal Other {}\nprofile { rounds: integer = 0 }\n${journeys}`,
      }).graph,
    ),
  );

const loops = {
  'a step that goes to itself':
    'step round {\n    wait seen.pause\n    set profile.rounds = profile.rounds + 1\n    go to round\n  }',
  'a branch that goes round':
    'together {\n    branch { wait 30 days }\n    branch {\n      step round {\n        wait seen.pause\n        go to round\n      }\n    }\n  }',
};

it.each(Object.entries(loops))('%s, and no time passes', (_, loop) => {
  const programs = programsWith(
    `journey Round {\n  start on Seen as seen every time\n  stop on Other as stopped\n  ${loop}\n}\n`,
  );
  const world = createWorld(programs, START);
  world.signal('ada', 'Seen', { pause: 0 }, START);
  world.signal('bob', 'Seen', { pause: 10 * HOUR }, START);
  world.moveTo(START + 25 * HOUR, true);
  const of = (name: string) => world.happened.filter(({ customer }) => customer === name);
  const stuck = of('ada').flatMap(({ decisions }) => decisions.filter(({ kind }) => kind === 'stuck'));
  expect(stuck.map(({ outcome, journey }) => [journey, outcome])).toEqual([['Round', 'loop in which no time passes']]);
  expect(of('ada').length).toBeLessThan(5);
  expect(of('bob').filter(({ cause }) => cause === 'time')).toHaveLength(2);
  world.signal('ada', 'Other', {}, START + 26 * HOUR);
  expect(world.customer('ada').instances.filter(({ outcome }) => outcome === null)).toEqual([]);
});

const circles = {
  'a journey that runs another':
    'journey Round {\n  start on Seen as seen every time on repeat restart\n  step round {\n    run Inner(seen.pause)\n    go to round\n  }\n}\njourney Inner(pause: duration) {\n  wait pause\n  finish as done\n}\n',
  'a signal that a journey emits for itself':
    'signal Told { pause: duration }\njourney Round {\n  start on Seen as seen every time\n  emit Told { pause: seen.pause }\n}\njourney Inner {\n  start on Told as told every time on repeat restart\n  wait told.pause\n  emit Told { pause: told.pause }\n}\n',
};

it.each(Object.entries(circles))('%s, over and over, and no time passes', (_, journeys) => {
  const world = createWorld(programsWith(journeys), START);
  world.signal('ada', 'Seen', { pause: 0 }, START);
  world.signal('bob', 'Seen', { pause: 10 * HOUR }, START);
  world.moveTo(START + 25 * HOUR, true);
  const of = (name: string) => world.happened.filter(({ customer }) => customer === name);
  const stuck = of('ada').flatMap(({ decisions }) => decisions.filter(({ kind }) => kind === 'stuck'));
  expect(stuck.map(({ outcome, journey }) => [journey, outcome])).toEqual([['Inner', 'loop in which no time passes']]);
  expect(of('ada').length).toBeLessThan(2100);
  expect(of('bob').filter(({ cause }) => cause === 'time')).toHaveLength(2);
  // Time goes on for the customer, too: it is another instant.
  world.signal('ada', 'Seen', { pause: HOUR }, START + 26 * HOUR);
  world.moveTo(START + 29 * HOUR, true);
  expect(of('ada').filter(({ cause, time }) => cause === 'time' && time > START)).toHaveLength(3);
});

/** The checker sees those in which nothing changes. */
const found = {
  'a condition that stays so': [
    'wait {\n      when profile.rounds >= 0 { set profile.rounds = profile.rounds + 1, go to round }\n      after 1 day { finish as late }\n    }',
  ],
  'a signal that was before': [
    'wait for Seen where it.pause == 0 minutes ever\n    set profile.rounds = profile.rounds + 1\n    go to round',
  ],
};

it.each(Object.entries(found))(
  'a wait that finds at once %s is gone through again, and stops once for all',
  (_, [body]) => {
    const programs = programsWith(
      `journey Round {\n  start on Seen as seen every time\n  stop on Other as stopped\n  step round {\n    ${body}\n  }\n}\n`,
    );
    const world = createWorld(programs, START);
    world.signal('ada', 'Seen', { pause: 0 }, START);
    const stuck = () =>
      world.happened.flatMap(({ decisions }) =>
        decisions.filter(({ kind }) => kind === 'stuck').map(({ outcome }) => outcome),
      );
    expect(stuck()).toEqual(['loop without a wait']);
    const { length } = world.happened;
    world.moveTo(START + 25 * HOUR, true);
    expect(world.happened).toHaveLength(length);
    const [instance] = world.customer('ada').instances;
    expect(instance).toMatchObject({ outcome: null, stuck: true });
    world.signal('ada', 'Other', {}, START + 26 * HOUR);
    expect(stuck()).toHaveLength(1);
    expect(world.customer('ada').instances).toEqual([]);
  },
);

it('hundreds of branches that are due at once are no loop', () => {
  const programs = programsWith(
    'signal Many { all: list of text }\njourney Each {\n  start on Many as many every time\n  for each one in many.all together {\n    wait 1 hour\n    set profile.rounds = profile.rounds + 1\n  }\n}\n',
  );
  const world = createWorld(programs, START);
  world.signal('ada', 'Many', { all: Array.from({ length: 2500 }, (_, index) => `${index}`) }, START);
  world.moveTo(START + HOUR, true);
  expect(world.customer('ada').profile.rounds).toBe(2500);
});

it('a time that has come and fires nothing is told once an hour, and holds up nothing else', () => {
  const programs = programsWith(
    'journey Waiting {\n  start on Seen every time\n  wait 10 minutes\n  finish as done\n}\njourney Watching {\n  start when no Other for 9 days once\n  finish as told\n}\n',
  );
  const customer = newCustomer(1);
  const fact = { at: START, id: 's', pause: 0 };
  decide(programs, customer, { kind: 'signal', seq: 1, now: START, signal: 'Seen', fact });
  if (customer.watch === null) expect.fail('nothing is watched');
  // What no program should leave behind.
  customer.watch.changes.Gone = START;
  customer.wake = START;
  const told: string[] = [];
  for (let seq = 2; customer.wake !== null && customer.wake < START + 2 * HOUR; seq++) {
    if (seq > 9) expect.fail('it wakes for ever');
    const now: number = customer.wake;
    const { decisions } = decide(programs, customer, { kind: 'wake', seq, now });
    told.push(`${(now - START) / 60_000}: ${decisions.map(({ kind, outcome }) => `${kind} ${outcome}`).join(', ')}`);
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "0: stuck due at one instant for ever",
      "10: went_on time, finished done, stuck due at one instant for ever",
      "70: stuck due at one instant for ever",
    ]
  `);
});

it('an operator sees that it was so, in what they look at anyway', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'journey-endless-'));
  const j = async (...args: string[]) => (await journeyIn(folder, args)).stdout;
  writeFileSync(join(folder, 'journey.json'), '{ "currency": "EUR", "timezone": "UTC", "locale": "en" }');
  writeFileSync(
    join(folder, 'a.journey'),
    `signal Seen { pause: duration }\njourney Round {\n  start on Seen as seen every time\n  ${loops['a step that goes to itself'].replace('    set profile.rounds = profile.rounds + 1\n', '')}\n}\n`,
  );
  const seen = (id: string, day: number, pause: string) =>
    `${JSON.stringify({ id, type: 'Seen', subject: id, time: `2026-03-${day}T09:00:00Z`, data: { pause } })}\n`;
  writeFileSync(join(folder, 'in.jsonl'), seen('ada', 27, 'PT0S') + seen('bob', 28, 'PT1H'));
  await j('run', '.', '--input', 'in.jsonl');
  expect(await j('status')).toContain('Round was stopped 1 time: loop in which no time passes.');
  expect(JSON.parse(await j('status', '--json')).journeys.Round.stuck).toEqual({ 'loop in which no time passes': 1 });
  expect(await j('instances')).toMatch(/1-1 .* round\/wait \(stuck\) /);
  expect(await j('doctor')).toMatch(/loops: .*Round 1 time \(loop in which no time passes\)/);
  rmSync(folder, { recursive: true });
});

/** Law 11, where customers turn out to be one: the world of the tests joins whom the engine joins, and decides the same. */
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import { timeline } from '../../runtime/insight/history.ts';
import { createWorld } from '../../runtime/testing/world.ts';
import { compileFolder } from '../compile.ts';
import { accept, openEngine } from '../engine.ts';

const { graph } = compileFolder(join(import.meta.dirname, '../../runtime/testing/fixtures/joining'));
const programs = programsOf(compileProgram(graph));
const START = Date.UTC(2026, 2, 27, 9);
const DAY = 86_400_000;
const RUNS = Number(process.env.JOURNEY_JOIN_RUNS ?? 150);
const SEED = process.env.JOURNEY_JOIN_SEED;

/** Some are known by a `user_id`, others by a device alone until a signal brings more. */
const KNOWN = ['ada', 'bob'];
const VISITORS = ['v1', 'v2'];
const EVERYBODY = [...KNOWN, ...VISITORS];

const maybe = (...values: string[]) => fc.constantFrom(null, ...values);
const device = maybe(...VISITORS, 'd3');
const signal = fc.oneof(
  fc.record({ device, total: fc.constant(20) }).map((data) => ({ type: 'CartFilled', data })),
  fc
    .record({ device, user: maybe('ada', 'u1', 'u2'), email: maybe('a@example.org', 'b@example.org') })
    .map((data) => ({ type: 'SignedIn', data })),
  fc.constant({ type: 'OrderPlaced', data: { total: 20 } }),
  fc.record({ topic: fc.constantFrom('x', 'y'), device }).map((data) => ({ type: 'HelpAsked', data })),
);
const step = fc.record({
  who: fc.constantFrom(...EVERYBODY),
  signal,
  after: fc.constantFrom(0, 1_800_000, 5_400_000, 2 * DAY),
});

// Ids hold the place in the log, which begins with the graph in the one and not in the other.
const brief = (d: Record<'kind' | 'journey' | 'subject' | 'outcome', string | null>): string =>
  `${d.kind} ${d.journey} ${d.subject} ${d.outcome}`.replace(/\b[a-z]*-?\d+(-\d+)+\b/g, 'ID');

describe('the engine and the world of the tests', () => {
  it('join the same customers', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (script) => {
        const { database, engine, release } = openEngine(graph);
        const world = createWorld(programs, START);
        let now = START;
        let lines = 0;
        const tell = (who: string, type: string, data: object, keys: object): void => {
          const line = { id: `s${++lines}`, type, ...keys, time: new Date(now).toISOString(), data };
          expect(accept(engine, line)).toMatchObject({ status: 'accepted' });
          world.signal(who, type, { ...data }, now);
        };
        // A visitor is known by a device before anybody else has it.
        for (const who of EVERYBODY) {
          const known = KNOWN.includes(who);
          world.give(who, { [known ? 'user_id' : 'device_id']: who });
          tell(who, 'OrderPlaced', { total: 20 }, known ? { subject: who } : { keys: { device_id: who } });
        }
        for (const { who, signal: each, after } of script) {
          now += after;
          const { user_id: [user] = [], email: [email] = [] } = world.look(who).keys;
          // Whoever has only a device, or only an address, is not somebody else's for another one in the data.
          const own = user === undefined ? { device: who, email } : {};
          const said = Object.entries(own).filter(([field, value]) => value !== undefined && field in each.data);
          const data = { ...each.data, ...Object.fromEntries(said) };
          const keys = email === undefined ? { device_id: who } : { email };
          tell(who, each.type, data, user === undefined ? { keys } : { subject: user });
        }
        world.moveTo(now + 100 * DAY, true);
        engine.wakeUntil(now + 100 * DAY, true);
        engine.close();
        const view = openView(database);
        for (const who of EVERYBODY) {
          const number = view.byKey(who);
          const stored = number === null ? [] : timeline(database, view, number).flatMap(({ decisions }) => decisions);
          const played = world.happened
            .filter((item) => world.isOne(item.customer, who))
            .flatMap(({ decisions }) => decisions);
          expect(stored.map(brief)).toEqual(played.map(brief));
        }
        expect(replayAll(database, true)).toMatchObject({ identical: true, differences: [] });
        release();
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    );
  }, 120_000);
});

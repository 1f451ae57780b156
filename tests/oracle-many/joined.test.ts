/** Whoever turns out to be somebody else, or is forgotten: no message is held that nobody waits for, and nobody waits for one that is nowhere. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARCEL } from '../../runtime/core/state/customer.ts';
import { replayAll } from '../../runtime/engine/verify.ts';
import { openView } from '../../runtime/engine/view.ts';
import type { Database } from '../../runtime/store/open.ts';
import { accept, openEngine } from '../engine.ts';
import { HOUR } from '../oracle/language.ts';
import { START } from '../oracle/programs.ts';
import { CUSTOMERS } from './language.ts';
import { graphOf, lineOf } from './products.ts';
import { program, script } from './programs.ts';
import { written } from './written.ts';

const who = fc.constantFrom(...CUSTOMERS);
/** `other` null: they are forgotten. */
const turn = fc.record({ at: fc.nat({ max: 20 }), who, other: fc.oneof(who, who, fc.constant(null)) });

/** Ids of the messages that are held somewhere, and of those that steps wait for. */
function parcelsIn(database: Database, customers: number): { held: string[]; awaited: string[] } {
  const view = openView(database);
  const all = Array.from({ length: customers }, (_, index) => view.find(index + 1)?.customer);
  const there = all.filter((each) => each !== undefined).filter(({ joined }) => joined === null);
  const positions = there.flatMap(({ instances }) =>
    instances.filter(({ outcome }) => outcome === null).flatMap((instance) => [instance, ...(instance.threads ?? [])]),
  );
  return {
    held: there.flatMap(({ parcels }) => (parcels ?? []).map(({ id }) => id)).sort(),
    awaited: positions.flatMap(({ awaits }) => (awaits?.startsWith(PARCEL) === true ? [awaits] : [])).sort(),
  };
}

test('what is held somewhere is what somebody waits for', () => {
  let seen = 0;
  const property = fc.property(program, script, fc.array(turn, { maxLength: 3 }), (plan, happenings, turns) => {
    const text = written(plan);
    const { database, engine, release } = openEngine(graphOf(text));
    const send = (line: object, time: number) => accept(engine, line, time);
    const about = `${text}\n${JSON.stringify({ happenings, turns })}`;
    const look = () => {
      engine.commit();
      const { held, awaited } = parcelsIn(database, engine.customers);
      expect(held, about).toEqual(awaited);
      seen += held.length;
    };
    for (const [index, each] of happenings.entries()) {
      if (each.kind !== 'bounced') send(lineOf(each, `s${index}`), each.time);
      for (const { who, other } of turns.filter(({ at }) => at === index)) {
        engine.commit();
        const number = openView(database).byKey(who);
        const time = new Date(each.time).toISOString();
        const id = `j${index}${who}${other}`;
        if (other !== null) send({ id, type: 'alias', time, subject: who, data: { previousId: other } }, each.time);
        else if (number !== null) engine.operate({ act: 'forget', customer: number, by: 'mia' }, each.time);
      }
      look();
    }
    engine.wakeUntil((happenings.at(-1)?.time ?? START) + 200 * HOUR, true);
    look();
    engine.close();
    expect(replayAll(database, true), about).toMatchObject({ identical: true, differences: [] });
    release();
  });
  fc.assert(property, {
    numRuns: Number(process.env.JOURNEY_ORACLE_MANY_RUNS ?? 40),
    seed: Number(process.env.JOURNEY_ORACLE_SEED ?? 1),
  });
  expect(seen).toBeGreaterThan(0);
}, 120_000);

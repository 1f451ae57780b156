/**
 * The product does what a naive reading of `docs/language.md` says. All other random tests compare the core with itself; here a second,
 * simple interpreter says beforehand what becomes of generated programs: what starts, ends, is sent, held and dropped, and when.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Happening, Told } from './happenings.ts';
import { HOUR, type Program } from './language.ts';
import { foretell } from './oracle.ts';
import { happens } from './product.ts';
import { program, START, script } from './programs.ts';
import { written } from './written.ts';

/** Each instance by itself: what happens to several at one instant has no order that a reader could count on. */
function byInstance(told: readonly Told[]): string[] {
  const order = (a: Told, b: Told): number => (a.instance < b.instance ? -1 : a.instance > b.instance ? 1 : 0);
  return told.toSorted(order).map(({ time, instance, what }) => `${instance}, ${hours(time)}: ${what}`);
}

const hours = (time: number): string => `${(time - START) / HOUR}h`;

function said(happening: Happening): string {
  if (happening.kind === 'fate')
    return `${hours(happening.time)}: ${happening.message} ${happening.fate.what} ${happening.fate.link ?? ''}`;
  if (happening.kind === 'closed') return `${hours(happening.time)}: ${happening.team} ${happening.how}`;
  const { time, at, signal, k, n } = happening;
  return `${hours(time)}: ${signal} ${k} ${n}${at < time ? `, late, of ${hours(at)}` : ''}`;
}

/** Which signals a late one is put together with depends on what is still remembered. */
const patternsIn = ({ journeys }: Program): boolean =>
  journeys.some(({ start: { kind } }) => kind === 'count' || kind === 'sequence');
const inTime = (each: Happening): Happening => (each.kind === 'signal' ? { ...each, at: each.time } : each);

test('what happens is what the reference says', () => {
  const kinds = new Set<string>();
  const property = fc.property(program, script, (plan, all) => {
    const happenings = patternsIn(plan) ? all.map(inTime) : all;
    const text = written(plan);
    const end = (happenings.at(-1)?.time ?? START) + 200 * HOUR;
    const product = byInstance(happens(plan, happenings, START, end));
    for (const line of product) kinds.add(line.split(': ')[1]?.split(' ')[0] ?? '');
    const told = byInstance(foretell(plan, happenings, end));
    expect(product, `${text}\n${happenings.map(said).join('\n')}`).toEqual(told);
  });
  fc.assert(property, {
    numRuns: Number(process.env.JOURNEY_ORACLE_RUNS ?? 300),
    seed: Number(process.env.JOURNEY_ORACLE_SEED ?? 1),
  });
  // Otherwise the test would say nothing.
  expect([...kinds].sort()).toEqual([
    'called',
    'decided',
    'dropped',
    'emitted',
    'finished',
    'goal_missed',
    'goal_reached',
    'handed',
    'held',
    'sent',
    'started',
  ]);
}, 120_000);

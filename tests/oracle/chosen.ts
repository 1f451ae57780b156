/** Which way is taken ("Choosing, steps, people", "Experiments and decisions"), and what a loop goes through. */
import {
  type Block,
  type Case,
  type Decision,
  type ItemName,
  isBound,
  type Program,
  type Start,
  type Statement,
} from './language.ts';
import { type Fact, holds, numberOf, type Person, type Sight } from './person.ts';

type Of<K> = Statement & { readonly kind: K };

const fitting = <T>(cases: readonly Case<T>[], value: T): Block | undefined =>
  cases.find(({ values }) => values.includes(value))?.block;

function chosen(it: Of<'choose'>, sight: Sight): Block {
  const value =
    it.of === 'profile.num'
      ? sight.person.num
      : typeof it.of === 'object'
        ? Number(holds(it.of, sight))
        : numberOf(it.of, sight.start);
  return fitting(it.cases, value) ?? it.otherwise;
}

const byMood = (it: Of<'choose mood'>, { mood }: Person): Block => fitting(it.cases, mood) ?? it.otherwise ?? [];

/** What each candidate comes to; null: it cannot be picked. */
function worthOf({ candidates, factors }: Decision, sight: Sight): (number | null)[] {
  return candidates.map(({ when, percent, worth, boost }) => {
    if (when !== null && !holds(when, sight)) return null;
    const of = {
      likely: percent / 100,
      worth: worth === 'profile.num' ? sight.person.num : numberOf(worth, sight.start),
      boost: boost ?? 1,
    };
    return factors.reduce((all, factor) => all * of[factor], 1);
  });
}

/** "`at least` below what none is picked; of equals the first one written is." null: none */
function picked(program: Program, it: Of<'decide'>, sight: Sight & { readonly start: Fact }): number | null {
  const decision = program.decisions.find(({ name }) => name === it.decision);
  if (decision === undefined) throw new Error(`no ${it.decision}`);
  const given = { ...sight.start, n: numberOf(it.n, sight.start) };
  const all = worthOf(decision, { ...sight, start: given });
  const able = all.filter((value) => value !== null);
  const best = Math.max(...able);
  return able.length === 0 || (decision.least !== null && best < decision.least) ? null : all.indexOf(best);
}

/** `said`: "the decision is recorded". */
export function wayOf(
  program: Program,
  it: Of<'choose' | 'choose mood' | 'decide'>,
  sight: Sight & { readonly start: Fact },
): { readonly block: Block; readonly said: string | null } {
  switch (it.kind) {
    case 'choose':
      return { block: chosen(it, sight), said: null };
    case 'choose mood':
      return { block: byMood(it, sight.person), said: null };
    case 'decide': {
      const which = picked(program, it, sight);
      const block = which === null ? it.otherwise : (it.ways[which] ?? []);
      return { block, said: `decided ${it.decision} ${which === null ? 'nothing' : `C${which}`}` };
    }
  }
}

/** What the signal's list holds. */
export const itemsOf = (n: number): number[] => Array.from({ length: n }, (_, index) => n - index);
/** Where no signal brings a list. */
export const WRITTEN_ITEMS = [2, 0];

/** "The list is read once." */
export const itemsFor = (start: Start, { n }: Fact, collected: readonly Fact[] | null): number[] =>
  collected !== null ? collected.map((fact) => fact.n) : isBound(start) ? itemsOf(n) : WRITTEN_ITEMS;

/** The block for one item. */
export const forItem = (block: Block, item: ItemName, value: number): Block =>
  JSON.parse(JSON.stringify(block), (_, each: unknown) => (each === item ? value : each)) as Block;

/** Generated programs in the place of the shop: what can happen to any of them, and the smallest one that still goes wrong. */
import fc from 'fast-check';
import type { Graph } from '../../compiler/graph/types.ts';
import { accepted, workspaceOf } from '../../tests/soundness/accepted.ts';
import { type Plan, plan, written } from '../../tests/soundness/statements.ts';
import { wireValue } from '../../tests/wire-values.ts';
import { START } from './host.ts';
import { operatorActs, restore, type Step, tryEnds } from './script.ts';

/** One after the other is deployed; a step says which, by its place. */
export type Programs = readonly { readonly plan: Plan; readonly text: string; readonly graph: Graph }[];

const TOGETHER = 3;

export function programsFrom(seed: number): Programs {
  const plans = fc.sample(plan, { seed, numRuns: TOGETHER });
  return plans.map((each) => {
    const right = accepted(each);
    const compiled = compiledOf(right);
    if (compiled === null) throw new Error(`not compiled:\n${written(right).text}`);
    return compiled;
  });
}

function compiledOf(right: Plan): Programs[number] | null {
  const { text } = written(right);
  const graph = workspaceOf(text).compile()?.graph;
  return graph === undefined ? null : { plan: right, text, graph };
}

const HOUR = 3_600_000;
const PEOPLE = ['ada', 'bob', 'cem'] as const;
const pick = fc.nat(40);
const afterMs = fc.constantFrom(0, 0, HOUR / 60, HOUR, 9 * HOUR, 30 * HOUR);
const lateMs = fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.constantFrom(-HOUR, HOUR, 26 * HOUR));

/** Some have another key with them, that may turn out to be somebody else's. */
const keys = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  fc.constantFrom('a', 'b').map((code) => ({ code })),
  fc.constantFrom('d', 'e').map((device) => ({ device })),
);

function given(graph: Graph, type: string): fc.Arbitrary<Step<number> & { readonly kind: 'given' }> {
  const fields = graph.signals[type]?.fields ?? [];
  const data = fc.record(Object.fromEntries(fields.map(({ name, type }) => [name, wireValue(type, graph, START)])));
  const isNobodys = graph.signals[type]?.withoutCustomer === true;
  const subject = isNobodys ? fc.constant(null) : fc.constantFrom(...PEOPLE);
  const also = isNobodys ? fc.constant({}) : keys;
  const kind = fc.constant('given' as const);
  return fc.record({ kind, type: fc.constant(type), subject, keys: also, data, afterMs, lateMs });
}

const signals: readonly (readonly [type: string, weight: number])[] = [
  ['Seen', 6],
  ['Other', 4],
  ['Met', 1],
  ['News', 1],
  ['Moved', 2],
];

/** Programs have the same signals, whatever their journeys are. */
export function historyOf([first]: Programs): fc.Arbitrary<Step<number>[]> {
  const kind = <K extends string>(name: K) => fc.constant(name);
  const days = fc.integer({ min: -2, max: 4 }).map((count) => count * 12 * HOUR);
  const step = fc.oneof<fc.WeightedArbitrary<Step<number>>[]>(
    ...signals.flatMap(([type, weight]) =>
      first === undefined ? [] : [{ weight, arbitrary: given(first.graph, type) }],
    ),
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('given'),
        type: fc.constant('identify'),
        subject: fc.constantFrom(...PEOPLE),
        keys,
        data: fc.constantFrom(
          { zone: 'Asia/Kolkata' },
          { date: '2026-03-30' },
          { busy: true, money: 3 },
          { time: null },
        ),
        afterMs,
        lateMs,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind('time passes'), ms: fc.constantFrom(0, HOUR, 50 * HOUR) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('clock'), byMs: fc.constantFrom(-HOUR, 25 * HOUR) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('again'), back: fc.nat(5) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('task'),
        action: fc.constantFrom('resolved', 'returned', 'approved', 'rejected'),
        told: fc.boolean(),
        pick,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('delivery'),
        what: fc.constantFrom('delivered', 'opened', 'clicked', 'failed', 'bounced'),
        pick,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: kind('answered'),
        how: fc.constantFrom('answered', 'answered', 'nonsense', 'failed'),
        told: fc.boolean(),
        pick,
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: kind('left'), end: fc.constantFrom(...tryEnds), pick }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'commit' }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'crash' }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('dies'), commits: fc.nat(4) }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'backup' }) },
    { weight: 2, arbitrary: restore },
    { weight: 2, arbitrary: fc.record({ kind: kind('deploy'), files: fc.nat(TOGETHER - 1), live: fc.boolean() }) },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: kind('operated'),
        act: fc.constantFrom(...operatorActs),
        pick,
        ms: days,
      }),
    },
  );
  return fc.array(step, { minLength: 4, maxLength: 40, size: 'max' });
}

/** One statement after the other is left out, as long as it still fails. */
export async function smaller(programs: Programs, fails: (less: Programs) => Promise<boolean>): Promise<Programs> {
  let least = programs;
  for (const [index, { plan: whole }] of programs.entries()) {
    for (const list of ['first', 'second'] as const) {
      for (let at = whole[list].length - 1; at >= 0; at--) {
        const now = least[index]?.plan ?? whole;
        const less = compiledOf({ ...now, [list]: now[list].filter((_, each) => each !== at) });
        const tried = less === null ? null : least.with(index, less);
        if (tried !== null && (await fails(tried))) least = tried;
      }
    }
  }
  return least;
}

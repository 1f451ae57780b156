/** What has not had its turn is kept beside the customer: it has to be what the customer says, and to spare the way through all that is remembered. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTexts } from '../../../tests/compile.ts';
import { compileProgram } from '../compile/program.ts';
import { decide } from '../decide.ts';
import { programsOf } from '../programs.ts';
import { type Customer, type Fact, newCustomer } from '../state/customer.ts';
import type { Outcome } from '../state/output.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 2, 10);
const SIGNALS = 'signal A { k: id, n: integer }\nsignal B { k: id, n: integer }\n';

const programs = (text: string) =>
  programsOf(compileProgram(compileTexts({ 'a.journey': SIGNALS + text }, { late: 6 * HOUR }).graph));

function take(all: ReturnType<typeof programs>, customer: Customer, signal: string, now: number, fact: Fact): Outcome {
  return decide(all, customer, { kind: 'signal', seq: 1, now, signal, fact });
}

test('what waits for its turn is the same whether it was kept, or comes from the stored customer', () => {
  const all = programs(`
profile { least: integer = 2 }
on B as b when b.n == 0 { set profile.least = 1 }
on B as b when b.n == 1 { set profile.least = 3 }
journey Counting { start on 3 A within 4 hours every time
  finish }
journey PerKey { start on 2 A as a where a.n > 1 within 3 hours by it.k again after 2 hours
  finish }
journey PerProfile { start on 2 A as a where a.n > profile.least within 4 hours every time
  finish }
journey Sequence { start on A as a then B as b within 3 hours where b.k == a.k every time
  finish }
journey Longer { start on A as a then A then B as b within 4 hours where b.n >= a.n every time
  finish }
`);
  const happening = fc.record({
    signal: fc.constantFrom('A', 'A', 'B'),
    after: fc.constantFrom(0, 0, 0.5, 1, 3),
    late: fc.constantFrom(0, 0, 0, 1, 2, 5, 9),
    k: fc.constantFrom('p', 'q'),
    n: fc.nat(4),
  });
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.array(happening, { minLength: 10, maxLength: 60 }), (happenings) => {
      const kept = newCustomer(1);
      let stored = JSON.stringify(newCustomer(1));
      let now = START;
      for (const [index, { signal, after, late, k, n }] of happenings.entries()) {
        now += after * HOUR;
        const fact = { at: now - late * HOUR, id: `s${index}`, k, n };
        const anew: Customer = JSON.parse(stored);
        const outcome = take(all, kept, signal, now, fact);
        expect(outcome).toEqual(take(all, anew, signal, now, fact));
        stored = JSON.stringify(anew);
        expect(JSON.stringify(kept)).toBe(stored);
        for (const { kind, journey } of outcome.decisions) kinds.add(`${journey} ${kind}`);
      }
    }),
    { numRuns: 200, seed: 1 },
  );
  // Otherwise the test would say nothing.
  for (const name of ['Counting', 'PerKey', 'PerProfile', 'Sequence', 'Longer'])
    expect(kinds).toContain(`${name} started`);
});

const SIGNALS_OF_ONE = 3000;

test.each([
  ['a count', 'start on 5 A within 365 days every time'],
  ['a count by key, where some never count', 'start on 5 A as a where a.n > 0 within 365 days by it.k every time'],
  ['a sequence', 'start on A as a then B as b within 365 days where b.k == a.k every time'],
])('%s costs a signal what waits for its turn, not all that is remembered', (_, start) => {
  const all = programs(`journey J { ${start}\n  finish }`);
  const customer = newCustomer(1);
  let reads = 0;
  const counting = (facts: Fact[]): Fact[] =>
    new Proxy(facts, {
      get(target, name, self) {
        reads++;
        return Reflect.get(target, name, self);
      },
    });
  customer.history.A = counting([]);
  customer.history.B = counting([]);
  for (let i = 0; i < SIGNALS_OF_ONE; i++) {
    const at = START + i * 60_000;
    take(all, customer, i % 2 === 0 ? 'A' : 'B', at, { at, id: `s${i}`, k: `k${(i >> 1) % 4}`, n: i % 3 });
  }
  expect(customer.started).toBeGreaterThan(SIGNALS_OF_ONE / 20);
  expect(reads / SIGNALS_OF_ONE).toBeLessThan(30);
});

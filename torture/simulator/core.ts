/** The core without any store: customers in memory, a clock, timers. What the real runtime decides is held against it. */
import type { Graph, Json } from '../../compiler/graph/types.ts';
import { decodeFields } from '../../runtime/core/compile/decode.ts';
import { compileProgram } from '../../runtime/core/compile/program.ts';
import { decide } from '../../runtime/core/decide.ts';
import { programsOf } from '../../runtime/core/programs.ts';
import { type Customer, type Fact, newCustomer } from '../../runtime/core/state/customer.ts';
import type { Decision, Outcome } from '../../runtime/core/state/output.ts';
import { addFieldKeys } from '../../runtime/engine/envelope.ts';
import { createTimerHeap } from '../../runtime/engine/timer-heap.ts';
import { become, partKeys } from '../../runtime/identity/keys.ts';

export interface CoreHost {
  signal(
    line: { readonly id: string; readonly type: string; readonly subject: string; readonly data: object },
    time: number,
  ): void;
  /** Fires every timer that is due before the time, or at it. */
  moveTo(time: number, inclusive: boolean): void;
}

/** `decided` hears of every decision, by the number of its customer. */
export function createCoreHost(
  graph: Graph,
  decided: (customer: number, decisions: readonly Decision[]) => void,
): CoreHost {
  const programs = programsOf(compileProgram(graph));
  const customers: Customer[] = [];
  const numbers = new Map<string, number>();
  const timers = createTimerHeap();
  let clock = 0;
  let seq = 0;

  const holderOf = (key: string, value: string): Customer => {
    const name = `${key} ${value}`;
    const known = customers[(numbers.get(name) ?? 0) - 1];
    if (known !== undefined) return known;
    const created = newCustomer(customers.length + 1);
    created.keys[key] = [value];
    customers.push(created);
    numbers.set(name, created.number);
    return created;
  };
  const settle = (customer: Customer, { decisions }: Outcome): void => {
    timers.set(customer.number, customer.wake);
    if (decisions.length > 0) decided(customer.number, decisions);
  };
  const moveTo = (time: number, inclusive: boolean): void => {
    for (let due = timers.next(); due !== null && (inclusive ? due <= time : due < time); due = timers.next()) {
      const customer = customers[timers.pop() - 1];
      clock = Math.max(clock, due);
      if (customer !== undefined)
        settle(customer, decide(programs, customer, { kind: 'wake', seq: ++seq, now: clock }));
    }
    clock = Math.max(clock, time);
  };
  return {
    moveTo,
    signal({ id, type, subject, data }, time) {
      moveTo(time, false);
      const declared = programs.current.signals.get(type);
      const fact: Record<string, Json> & Fact = { at: time, id };
      const problem = decodeFields(data, declared?.fields ?? [], fact);
      if (problem !== null) throw new Error(problem);
      const take = (customer: Customer): void => {
        const input = { kind: 'signal', seq: ++seq, now: clock, signal: type, fact } as const;
        settle(customer, decide(programs, customer, input));
      };
      take(holderOf('user_id', subject));
      const { subjects } = partKeys(addFieldKeys({}, declared?.keys ?? [], fact), programs.current.subjects);
      for (const each of subjects) {
        const holder = holderOf(each.key, each.value);
        become(holder, each);
        take(holder);
      }
    },
  };
}

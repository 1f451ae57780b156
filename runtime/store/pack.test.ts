/** What stands in a customer's state stands in its row. `Required`: whatever is added to the state must be added here, and be packed. */
import { expect, test } from 'vitest';
import type { Customer, Instance, Watch } from '../core/state/customer.ts';
import { pack, unpack } from './pack.ts';

const graphs = { idOf: (hash: string) => Number(hash.slice(1)), hashOf: (id: number) => `g${id}` };

const position = { node: 'wait', since: 5, timers: [7, null], held: { until: 9, policy: 'Night', by: 3 }, task: 't-1' };
const more = { awaits: '1-2', stuck: true, loops: { again: { round: 2 } } } as const;

const instance: Required<Instance> = {
  ...position,
  ...more,
  id: '1-1',
  journey: 'Caring',
  graph: 'g4',
  key: 'o1',
  startedAt: 3,
  variables: { order: { id: 'o1' } },
  threads: [{ ...position, ...more, id: 1, parent: 0, variables: { note: 1 } }],
  tried: [{ at: 4, what: 'Hello', came: 'sent', on: 'email', id: 'm-1' }],
  expireAt: 11,
  goal: 'open',
  goalUntil: 12,
  outcome: 'done',
};

const watch: Required<Watch> = {
  graph: 'g4',
  due: { Monday: 8 },
  last: { Monday: 1 },
  holds: { Rich: true },
  changes: { Rich: 9 },
  used: { Often: ['s1'] },
  bursts: [{ journey: 'Basket', key: null, due: 6, facts: [{ at: 1, id: 's1', size: 2 }] }],
};

const customer: Required<Customer> = {
  number: 1,
  joined: 2,
  forgotten: true,
  about: 'ticket',
  keys: { user_id: ['ada'] },
  profile: { name: 'Ada' },
  consents: { News: false },
  withdrawn: { News: 2 },
  history: { Seen: [{ at: 1, id: 's1' }] },
  starts: { Caring: 3 },
  answers: { Risk: { value: 1, at: 2, asked: null, askedAt: 1 } },
  answeredOn: 'email',
  experiments: { Colour: 'red' },
  parcels: [
    {
      until: 4,
      policy: 'Night',
      id: 'p-1',
      from: 2,
      instance: '2-1',
      journey: 'Caring',
      graph: 'g4',
      node: 'send',
      arguments: [1],
    },
  ],
  sent: [{ at: 1, message: 'Hello', purpose: 'Service', channel: 'email', id: 'm-1', resent: 2 }],
  instances: [instance],
  tasks: [{ id: 't-1', team: 'care', instance: '1-1', due: 8, escalateTo: 'boss' }],
  started: 2,
  watch,
  rounds: { at: 4, count: 1 },
  wake: 7,
};

test('all of it comes back', () => {
  expect(unpack(1, 7, pack(customer, graphs), graphs)).toEqual(customer);
});

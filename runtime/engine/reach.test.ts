/** Who can be meant by a signal without a customer, where more are asked than stay in memory. */
import { expect, it } from 'vitest';
import { type Customer, newCustomer } from '../core/state/customer.ts';
import { createReach } from './reach.ts';
import { createResidents } from './residents.ts';

it('gives out each customer as it is in memory: what happens to it happens to the only one', () => {
  const count = 20_000;
  const residents = createResidents((number) => ({ customer: newCustomer(number), seq: number }));
  function* everybody(): Generator<Customer> {
    for (let number = 1; number <= count; number++) yield residents.get(number).customer;
  }
  let asked = 0;
  let detached = 0;
  for (const resident of createReach(everybody, residents.current).candidates(null)) {
    asked++;
    if (residents.get(resident.customer.number) !== resident) detached++;
  }
  expect({ asked, detached }).toEqual({ asked: count, detached: 0 });
});

/**
 * Carts that all lie still: one signal a customer, within half an hour, so that every one of them waits for its hour. It lies in
 * a year to come: for a daemon on the database the clock stands at the last signal, and no timer is due.
 */
import { closeSync, openSync, writeSync } from 'node:fs';

const START = Date.UTC(2100, 2, 1);
const SPREAD = 1_800_000;
const CHUNK = 10_000;

/** A customer's cart. `at`: milliseconds since 1970. */
export function cartUpdated(customer: number, at: number): string {
  return JSON.stringify({
    id: `cart-${customer.toString(36).padStart(8, '0')}`,
    type: 'CartUpdated',
    time: new Date(at).toISOString(),
    subject: `user-${customer}`,
    data: {
      cart: `cart-${customer}`,
      total: 10 + ((customer * 7919) % 240),
      consent: customer % 5 < 3,
      items: 1 + (customer % 7),
    },
  });
}

/** Piece by piece: a million lines are more than a string can hold well. */
export function writePending(path: string, customers: number): void {
  const file = openSync(path, 'w');
  for (let first = 0; first < customers; first += CHUNK) {
    const lines = Array.from({ length: Math.min(CHUNK, customers - first) }, (_, index) =>
      cartUpdated(first + index, START + Math.floor(((first + index) * SPREAD) / customers)),
    );
    writeSync(file, `${lines.join('\n')}\n`);
  }
  closeSync(file);
}

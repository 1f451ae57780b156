/**
 * A long log: customers who fill carts and order for a year, each with about `A_CUSTOMER` records that lie far apart. The same
 * number of records gives the same bytes.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { seeded } from '../harness/random.ts';

const START = Date.UTC(2026, 0, 1);
const YEAR = 365 * 24 * 3_600_000;
/** Records a customer; those of an active customer of a shop in a year. */
export const A_CUSTOMER = 40;
/** A cart that is left wakes its customer once or twice. */
const RECORDS_A_SIGNAL = 2.19;
const CHUNK = 10_000;
const seed = 19_991_231;

export interface History {
  readonly signals: number;
  readonly customers: number;
}

export function userOf(customer: number): string {
  return `user-${customer}`;
}

/** Writes signals that make about so many records. */
export function writeHistory(path: string, records: number): History {
  const random = seeded(seed);
  const customers = Math.max(1, Math.round(records / A_CUSTOMER));
  const signals = Math.round(records / RECORDS_A_SIGNAL);
  const file = openSync(path, 'w');
  let lines: string[] = [];
  for (let index = 0; index < signals; index++) {
    const customer = Math.floor(random() * customers);
    const order = random() < 0.4;
    const total = Math.round(1000 + random() * 24_000) / 100;
    const data = order
      ? { order: `order-${index}`, cart: `cart-${index}`, total, method: 'card', items: 1 + (index % 7) }
      : { cart: `cart-${index}`, total, consent: random() < 0.6, items: 1 + (index % 7) };
    lines.push(
      JSON.stringify({
        id: `sig-${index.toString(36).padStart(8, '0')}`,
        type: order ? 'OrderPlaced' : 'CartUpdated',
        time: new Date(START + Math.floor((index / signals) * YEAR)).toISOString(),
        subject: userOf(customer),
        data,
      }),
    );
    if (lines.length === CHUNK || index === signals - 1) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  closeSync(file);
  return { signals, customers };
}

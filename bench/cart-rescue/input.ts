/**
 * The input of cart rescue: JSON Lines in the wire form, about 200 bytes a line, sorted by time.
 *
 * Every customer updates a cart once, at some moment of one day. 70 % order within the hour, 15 % later: between one
 * hour and one day after. 60 % have consented to be reminded.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { seeded } from '../harness/random.ts';
import { type Facts, WAIT, WATCH } from './job.ts';

const dayOfStart = Date.UTC(2026, 2, 1);
const day = 24 * 3_600_000;
const seed = 20260301;

/** A signal before it is a line: `at` in milliseconds since 1970. */
interface Planned {
  readonly at: number;
  readonly customer: number;
  readonly order: boolean;
  readonly consent: boolean;
}

/** Writes the file and returns what any right program must find in it. */
export function writeInput(path: string, customers: number): Facts {
  const random = seeded(seed);
  const planned: Planned[] = [];
  const facts = { signals: 0, started: 0, bought: 0, reminded: 0, converted: 0, not_converted: 0, not_reachable: 0 };
  for (let customer = 0; customer < customers; customer++) {
    const at = dayOfStart + Math.floor(random() * day);
    const consent = random() < 0.6;
    const fate = random();
    const moment = random();
    planned.push({ at, customer, order: false, consent });
    facts.started++;
    if (fate < 0.7) {
      planned.push({ at: at + 1 + Math.floor(moment * (WAIT - 2)), customer, order: true, consent });
      facts.bought++;
      continue;
    }
    const comesBack = fate < 0.85;
    if (comesBack) {
      planned.push({ at: at + WAIT + 1 + Math.floor(moment * (WATCH - 2)), customer, order: true, consent });
    }
    if (!consent) facts.not_reachable++;
    else {
      facts.reminded++;
      if (comesBack) facts.converted++;
      else facts.not_converted++;
    }
  }
  planned.sort((a, b) => a.at - b.at || a.customer - b.customer);
  facts.signals = planned.length;
  writeFileSync(path, planned.map(line).join(''));
  return facts;
}

function line({ at, customer, order, consent }: Planned, index: number): string {
  const user = `user-${createHash('md5').update(String(customer)).digest('hex').slice(0, 12)}`;
  const amount = Math.round((10 + ((customer * 7919) % 24_000) / 100) * 100) / 100;
  const data = order
    ? { order: `order-${customer}`, cart: `cart-${customer}`, total: amount, method: 'card', items: 1 + (customer % 7) }
    : { cart: `cart-${customer}`, total: amount, consent, items: 1 + (customer % 7) };
  const signal = {
    id: `sig-${index.toString(36).padStart(8, '0')}`,
    type: order ? 'OrderPlaced' : 'CartUpdated',
    time: new Date(at).toISOString(),
    subject: user,
    data,
  };
  return `${JSON.stringify(signal)}\n`;
}

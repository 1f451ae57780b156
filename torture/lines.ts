/** Signals for the tortured shop, from a stream of random numbers. */
import type { Line } from './daemon.ts';

const START = Date.UTC(2026, 2, 27, 9);
const CUSTOMERS = 12;

type Kind = (random: () => number) => Line['data'];

const pick = (random: () => number, most: number): number => Math.floor(random() * most);
const cart = (random: () => number): string => `cart-${pick(random, 8)}`;

const kinds: readonly (readonly [type: string, data: Kind])[] = [
  ['CartUpdated', (random) => ({ cart: cart(random), total: 10 + pick(random, 100) })],
  ['CartUpdated', (random) => ({ cart: cart(random), total: 10 + pick(random, 100) })],
  ['OrderPlaced', (random) => ({ order: `order-${pick(random, 1e9)}`, cart: cart(random), total: pick(random, 100) })],
  ['CartLeft', (random) => ({ cart: cart(random) })],
  ['ComplaintRaised', (random) => ({ about: `delivery ${pick(random, 5)}` })],
  ['CaseResolved', (random) => ({ about: `delivery ${pick(random, 5)}` })],
  ['ConsentGiven', () => ({})],
  ['ConsentGiven', () => ({})],
  ['ConsentWithdrawn', () => ({})],
];

/** In the order of their times; every id once. */
export function linesOf(random: () => number, count: number): Line[] {
  let time = START;
  return Array.from({ length: count }, (_, index) => {
    time += pick(random, 3) * pick(random, 3) * pick(random, 1_800_000);
    const [type, data] = kinds[pick(random, kinds.length)] ?? ['ConsentGiven', () => ({})];
    const subject = `customer-${pick(random, CUSTOMERS)}`;
    return { id: `s${index}`, type, subject, time: new Date(time).toISOString(), data: data(random) };
  });
}

/** Signals of a step as they are on the wire. */
import type { Field, Graph, Type } from '../../compiler/graph/types.ts';
import type { Step } from './script.ts';

const KINDS = [
  'signal',
  'given',
  'signed in',
  'page',
  'called',
  'cart left',
  'wished',
  'restocked',
  'booked',
  'referred',
] as const;

export type SignalStep = Step<unknown> & { readonly kind: (typeof KINDS)[number] };

export function isSignal(step: Step<unknown>): step is SignalStep {
  return KINDS.some((kind) => kind === step.kind);
}

export interface Told {
  readonly type: string;
  readonly lateMs?: number;
  readonly subject?: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly trust?: 'public';
  readonly data: object;
}

/** `index`: the place of the step; `machine`: the machine's clock. */
export function told(step: SignalStep, index: number, machine: number, graph: Graph): Told {
  switch (step.kind) {
    case 'signal': {
      const { type, lateMs, cart, amount } = step;
      const data = dataOf(type, `cart-${cart}`, amount, index);
      return { type, lateMs, subject: `customer-${step.customer}`, data };
    }
    case 'given': {
      const { type, lateMs, subject, keys, data } = step;
      return { type, lateMs, ...(subject === null ? {} : { subject }), keys, data };
    }
    case 'signed in':
      return { type: 'SignedIn', data: { user: `customer-${step.customer}`, device: `device-${step.device}` } };
    case 'page':
      return { type: 'PageViewed', data: { device: `device-${step.device}`, page: '/' } };
    case 'called': {
      const { alias, device, isPublic } = step;
      const keys = {
        ...(step.customer === null ? {} : { user_id: `customer-${step.customer}` }),
        ...(step.card === null ? {} : { card: `card-${step.card}` }),
        device_id: `device-${device}`,
      };
      const data = alias === null ? { mood: `of ${index}` } : { previousId: `customer-${alias}` };
      const trust = isPublic ? { trust: 'public' as const } : {};
      return { type: alias === null ? 'identify' : 'alias', keys, ...trust, data };
    }
    case 'cart left':
      return { type: 'CartLeft', data: { cart: `cart-${step.cart}` } };
    case 'wished':
      return { type: 'Wished', subject: `customer-${step.customer}`, data: { product: `p${step.product}` } };
    case 'restocked': {
      const subject = graph.signals.Restocked?.withoutCustomer === true ? {} : { subject: 'customer-0' };
      return { type: 'Restocked', ...subject, data: { product: `p${step.product}`, pieces: step.pieces } };
    }
    case 'booked': {
      const leaves = step.leavesMs === null ? {} : { leaves: new Date(machine + step.leavesMs).toISOString() };
      return { type: 'Booked', subject: `customer-${step.customer}`, data: { trip: `trip-${step.trip}`, ...leaves } };
    }
    case 'referred': {
      const gifts = ['tea', 'cake', 'salt'].slice(0, step.gifts);
      const data = { friend: `customer-${step.friend}`, gifts };
      return { type: 'Referred', subject: `customer-${step.customer}`, data };
    }
  }
}

/** What the files ask for now, made of what they asked for at first. */
export function fitting(fields: readonly Field[], data: object): object {
  const entries = Object.entries(data).map(([name, value]) => [
    name,
    inType(fields.find((field) => field.name === name)?.type, value),
  ]);
  return Object.fromEntries(entries) as object;
}

function inType(type: Type | undefined, value: unknown): unknown {
  if (value === null) return null;
  switch (type?.kind) {
    case 'optional':
      return inType(type.of, value);
    case 'list':
      return (value as unknown[]).map((each) => inType(type.of, each));
    case 'text':
      return String(value);
    case 'integer':
      return typeof value === 'number' ? value : String(value).length;
    case 'date':
      return String(value).slice(0, 10);
    default:
      return value;
  }
}

function dataOf(type: string, cart: string, amount: number, index: number): object {
  switch (type) {
    case 'CartUpdated':
      return { cart, total: amount };
    case 'OrderPlaced':
      return { order: `order-${index}`, cart, total: amount };
    case 'ComplaintRaised':
    case 'CaseResolved':
      return { about: `delivery ${amount % 5}` };
    default:
      return {};
  }
}

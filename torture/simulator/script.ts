/** Whole histories of a few customers, faults included, as fast-check makes them and makes them smaller. */
import fc from 'fast-check';
import type { TaskAction } from '../../runtime/core/state/input.ts';
import { allChanges, type Change } from './changes.ts';

/** `Files`: what stands for a workspace that is deployed. */
export type Step<Files = readonly Change[]> =
  | {
      readonly kind: 'signal';
      readonly type: string;
      readonly customer: number;
      readonly cart: number;
      readonly amount: number;
      readonly afterMs: number;
      readonly lateMs: number;
    }
  /** Any signal, as it is on the wire; `subject`: null where it names nobody. */
  | {
      readonly kind: 'given';
      readonly type: string;
      readonly subject: string | null;
      readonly keys: Readonly<Record<string, string>>;
      readonly data: object;
      readonly afterMs: number;
      readonly lateMs: number;
    }
  /** Two keys in one signal: customers may turn out to be one. */
  | { readonly kind: 'signed in'; readonly customer: number; readonly device: number; readonly afterMs: number }
  /** Somebody nobody knows yet looks around. */
  | { readonly kind: 'page'; readonly device: number; readonly afterMs: number }
  /** A call of a client with whatever keys it has, strong and weak; `alias`: another name of the same person. */
  | {
      readonly kind: 'called';
      readonly customer: number | null;
      readonly card: number | null;
      readonly device: number;
      readonly alias: number | null;
      readonly isPublic: boolean;
      readonly afterMs: number;
    }
  /** Of a cart, and nobody knows whose. */
  | { readonly kind: 'cart left'; readonly cart: number; readonly afterMs: number }
  | { readonly kind: 'wished'; readonly customer: number; readonly product: number; readonly afterMs: number }
  /** Of nobody in particular. */
  | { readonly kind: 'restocked'; readonly product: number; readonly pieces: number }
  /** `leavesMs`: from now; null: nobody knows */
  | {
      readonly kind: 'booked';
      readonly customer: number;
      readonly trip: number;
      readonly leavesMs: number | null;
      readonly afterMs: number;
    }
  | { readonly kind: 'referred'; readonly customer: number; readonly friend: number; readonly gifts: number }
  /** What was called answers, or does not, at once or `told` later, also where nobody waits any more; `pick`: which of them. */
  | {
      readonly kind: 'answered';
      readonly how: 'answered' | 'nonsense' | 'failed';
      readonly told: boolean;
      readonly pick: number;
    }
  /** An operator does something; `pick`: to which of those that there are. */
  | { readonly kind: 'operated'; readonly act: OperatorAct; readonly pick: number; readonly ms: number }
  /** A signal that came before comes again. */
  | { readonly kind: 'again'; readonly back: number }
  | { readonly kind: 'time passes'; readonly ms: number }
  /** The machine's clock is set, for good. */
  | { readonly kind: 'clock'; readonly byMs: number }
  /** A team closes one, also one that is closed or erased already; `told`: by its connector. */
  | { readonly kind: 'task'; readonly action: TaskAction; readonly told: boolean; readonly pick: number }
  /** Something becomes of a message, also of one that is erased; `pick`: which of them. */
  | {
      readonly kind: 'delivery';
      readonly what: 'delivered' | 'opened' | 'clicked' | 'bounced' | 'failed';
      readonly pick: number;
    }
  /** What waits to leave is tried; `pick`: which of it. */
  | { readonly kind: 'left'; readonly end: TryEnd; readonly pick: number }
  | { readonly kind: 'commit' }
  /** The process dies: what was not committed is gone, and its senders come again. */
  | { readonly kind: 'crash' }
  /** The process dies at the so many-th commit from here on, in the middle of whatever it does. */
  | { readonly kind: 'dies'; readonly commits: number }
  /** A copy is made of what is there. */
  | { readonly kind: 'backup' }
  /** The newest copy takes its place: what came since was in vain. `forgets`: somebody is forgotten just before; null: nobody. */
  | { readonly kind: 'restore'; readonly forgets: number | null }
  /** Other files are deployed; `live`: without a restart. */
  | { readonly kind: 'deploy'; readonly files: Files; readonly live: boolean };

/** `later`: it is tried again; `unknown`: the process ended meanwhile. */
export type TryEnd = (typeof tryEnds)[number];

export const tryEnds = ['gone', 'gone', 'dead', 'dead', 'later', 'unknown'] as const;

export type OperatorAct = (typeof operatorActs)[number];

export const operatorActs = [
  'pause',
  'resume',
  'resume',
  'cancel',
  'cancel all',
  'move',
  'move to',
  'migrate',
  'migrate back',
  'claim',
  'retry',
  'retry all',
  'mend',
  'forget',
  'forget',
] as const;

const HOUR = 3_600_000;
const customer = fc.nat(5);
/** Mostly one of a few, now and then one that nobody has seen yet. */
const anybody = fc.oneof({ weight: 6, arbitrary: customer }, fc.integer({ min: 6, max: 99 }));
const device = fc.oneof({ weight: 6, arbitrary: fc.nat(3) }, fc.integer({ min: 4, max: 99 }));
const pick = fc.nat(40);
const afterMs = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 60 }).map((halves) => (halves * HOUR) / 2),
);

const signal = fc.record({
  kind: fc.constant('signal' as const),
  type: fc.constantFrom(
    'CartUpdated',
    'CartUpdated',
    'OrderPlaced',
    'ComplaintRaised',
    'CaseResolved',
    'ConsentGiven',
    'ConsentWithdrawn',
  ),
  customer,
  cart: fc.nat(2),
  amount: fc.nat(100),
  afterMs,
  // The clock of a sender can also be ahead.
  lateMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: -9 * HOUR, max: 50 * HOUR })),
});

export const restore = fc.record({ kind: fc.constant('restore' as const), forgets: fc.option(pick, { freq: 1 }) });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 14, arbitrary: signal },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('signed in' as const), customer, device, afterMs }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('page' as const), device, afterMs }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('called' as const),
      customer: fc.option(anybody),
      card: fc.option(fc.nat(2)),
      device,
      alias: fc.option(anybody, { freq: 1 }),
      isPublic: fc.boolean(),
      afterMs,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cart left' as const), cart: fc.nat(2), afterMs }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wished' as const), customer, product: fc.nat(1), afterMs }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restocked' as const), product: fc.nat(1), pieces: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('booked' as const),
      customer,
      trip: fc.nat(2),
      leavesMs: fc.option(fc.integer({ min: -24, max: 240 }).map((hours) => hours * HOUR)),
      afterMs,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('referred' as const), customer, friend: anybody, gifts: fc.nat(3) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('answered' as const),
      how: fc.constantFrom('answered' as const, 'answered' as const, 'nonsense' as const, 'failed' as const),
      told: fc.boolean(),
      pick,
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      kind: fc.constant('operated' as const),
      act: fc.constantFrom(...operatorActs),
      pick,
      ms: fc.integer({ min: -50, max: 100 }).map((hours) => hours * HOUR),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), back: fc.nat(10) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('time passes' as const), ms: fc.integer({ min: 0, max: 100 * HOUR }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('clock' as const),
      byMs: fc.constantFrom(-HOUR, HOUR, -24 * HOUR, 240 * HOUR),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('task' as const),
      action: fc.constantFrom<TaskAction[]>('resolved', 'returned', 'approved', 'rejected'),
      told: fc.boolean(),
      pick,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('delivery' as const),
      what: fc.constantFrom('delivered' as const, 'opened' as const, 'bounced' as const, 'failed' as const),
      pick,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constant('left' as const), end: fc.constantFrom(...tryEnds), pick }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'commit' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('dies' as const), commits: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'backup' as const }) },
  { weight: 2, arbitrary: restore },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      files: fc.subarray(allChanges, { maxLength: 8 }),
      live: fc.boolean(),
    }),
  },
);

export const history: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 1, maxLength: 120, size: 'max' });

/** Effects that lead to records of their own, in the same commit: signals given out, and messages between two customers. */
import { heardAtOnce, NOBODY, stillWanted } from '../core/flow/parcels.ts';
import type { Effect } from '../core/state/output.ts';
import type { RecordKind } from '../store/record.ts';
import { senderOf } from './delivery.ts';
import type { Resident } from './residents.ts';
import type { Act } from './types.ts';

export interface Around {
  /** The number of the customer with that value of a key. */
  holderOf(key: string, value: string): number | undefined;
  /** The customer of that number, or the one that it has joined. */
  current(number: number): Resident;
  /** Decides and writes a record. */
  put(kind: RecordKind, resident: Resident, input: Act, body: Buffer): void;
}

export function follow(around: Around, resident: Resident, effect: Effect): void {
  switch (effect.kind) {
    case 'emit': {
      const { signal, fact, depth } = effect;
      around.put('emit', resident, { kind: 'signal', signal, fact, depth }, bodyOf({ signal, fact, depth }));
      return;
    }
    case 'parcel':
      if (stillWanted(resident.customer, effect.id)) pass(around, resident, effect);
      return;
    case 'recall': {
      const { id, customer } = effect;
      around.put('recall', around.current(customer), { kind: 'recall', id }, bodyOf({ parcel: id }));
      return;
    }
    case 'heard': {
      const { heard, customer } = effect;
      around.put('heard', around.current(customer), { kind: 'heard', ...heard }, bodyOf(heard));
      return;
    }
    case 'message':
    case 'task':
    case 'call':
    case 'call_ended':
    case 'task_claimed':
    case 'task_moved':
    case 'task_closed':
    case 'task_cancelled':
      return;
  }
}

/** A message for whoever has that key. */
function pass(around: Around, from: Resident, { id, key, value, parcel }: Effect & { readonly kind: 'parcel' }): void {
  const number = around.holderOf(key, value);
  if (number !== undefined) {
    around.put('parcel', around.current(number), { kind: 'parcel', parcel }, bodyOf(parcel));
    return;
  }
  const heard = heardAtOnce(parcel, { parcel: id, how: 'dropped', reason: NOBODY });
  around.put('heard', from, { kind: 'heard', ...heard }, bodyOf(heard));
}

/** What became of a message to another customer, for whoever sent it. */
export function tellSender(around: Around, recipient: Resident, input: Act): void {
  const number = input.kind === 'delivery' ? senderOf(input.message) : null;
  if (input.kind !== 'delivery' || number === null) return;
  const sender = around.current(number);
  const { kind: _, ...delivery } = input;
  if (sender !== recipient) around.put('heard', sender, input, bodyOf(delivery));
}

function bodyOf(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** Bodies of `act` records: what operators do, as the log keeps it. No personal value stands in one but in what was mended. */
import type { Order } from '../core/flow/operators.ts';
import type { Customer } from '../core/state/customer.ts';
import { newCustomer } from '../core/state/customer.ts';
import type { Input } from '../core/state/input.ts';
import type { Seals } from '../store/record.ts';
import type { Mending } from './retry.ts';

/** What operators do to one customer's instances and tasks: the core decides of it. */
type CustomerAct = Act<Order>;
type Act<O> = O extends Order ? Omit<O, 'kind'> & { readonly act: O['kind'] } : never;

/** What is true of a journey from the record on. */
type JourneyAct = { readonly act: 'pause' | 'resume'; readonly journey: string; readonly by: string };

/** From the record on nothing is left of the customer. `altered`: records before it, with the hash of what is left of each. */
type ForgetAct = { readonly act: 'forget'; readonly customer: number; readonly altered: Seals; readonly by: string };

/** Something that was done outside of the log and leaves no other trace in it. */
export type NotedAct = {
  readonly act: 'reload' | 'backup' | 'restore' | 'export' | 'key created' | 'key revoked';
  readonly subject: string;
  readonly detail: string;
  readonly by: string;
};

/**
 * Ids in the outbox that were given up, and are tried again. `mended`: what the one of them has now; the record is then about its
 * customer, and erased with them.
 */
type RetryAct = {
  readonly act: 'retry';
  readonly ids: readonly string[];
  readonly mended?: Mending;
  readonly by: string;
};

/** `at`: when it was asked for, milliseconds since 1970 UTC; the record's own time is the clock of the log. */
export type ActBody = (CustomerAct | JourneyAct | ForgetAct | RetryAct | NotedAct) & { readonly at: number };

const LONGEST_BY = 200;
export const BY_RULE = `a text of 1 to ${LONGEST_BY} characters in one line`;

/** Whether it can say who did something: it stands in the audit, in one line, for good. */
export function isBy(by: unknown): by is string {
  return typeof by === 'string' && by !== '' && by.length <= LONGEST_BY && by.isWellFormed() && !/\p{Cc}/u.test(by);
}

/** Acts that change nothing of which time is a part: they leave the clock alone. */
export function leavesClock(act: string): boolean {
  return ['pause', 'forget', 'retry', 'reload', 'backup', 'restore', 'export', 'key created', 'key revoked'].includes(
    act,
  );
}

export function bodyOf(act: ActBody): Buffer {
  return Buffer.from(JSON.stringify(act));
}

export function actOf(body: Buffer | null): ActBody {
  return JSON.parse(body?.toString() ?? '{}') as ActBody;
}

/** The act as the core takes it; null: it is not about a customer. */
export function inputOf(act: ActBody, at: { readonly seq: number; readonly now: number }): Input | null {
  switch (act.act) {
    case 'cancel':
      return { kind: act.act, instance: act.instance, by: act.by, ...at };
    case 'move':
      return { kind: act.act, instance: act.instance, limit: act.limit, to: act.to, by: act.by, ...at };
    case 'migrate':
      return {
        kind: act.act,
        instance: act.instance,
        graph: act.graph,
        nodes: act.nodes,
        ...(act.retime === true ? { retime: true } : {}),
        by: act.by,
        ...at,
      };
    case 'claim':
      return { kind: act.act, task: act.task, by: act.by, ...at };
    case 'pause':
    case 'resume':
    case 'forget':
    case 'retry':
    case 'reload':
    case 'backup':
    case 'restore':
    case 'export':
    case 'key created':
    case 'key revoked':
      return null;
  }
}

export function forgottenCustomer(number: number): Customer {
  return { ...newCustomer(number), forgotten: true };
}

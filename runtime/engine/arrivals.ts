/** What comes in: signals of customers, of subjects and of nobody in particular, and reports of what has left. */
import type { Outcome } from '../core/state/output.ts';
import { duration } from '../core/values/format.ts';
import { namesNobody } from '../identity/keys.ts';
import type { Write } from '../store/batch.ts';
import type { Database } from '../store/open.ts';
import { namesOf } from '../store/origin.ts';
import type { RecordKind } from '../store/record.ts';
import type { Seen } from '../store/seen.ts';
import type { Tallies } from '../store/tallies.ts';
import { admitBytes, applySignal, isEmpty, isUnknown, leftOut, NOTHING, type Taken, together } from './apply.ts';
import { customerOf, placeOf } from './delivery.ts';
import { type Around, tellSender } from './follow.ts';
import type { Library } from './library.ts';
import type { Owners } from './owners.ts';
import type { Progress } from './progress.ts';
import { about, noReport, type Report, reportOf } from './reports.ts';
import type { Resident } from './residents.ts';
import { type Spreading, tellEverybody, tellSubjects } from './spread.ts';
import type { Act, Engine, Receipt, Source } from './types.ts';

/** What it needs of the engine. */
export interface Door extends Omit<Spreading, 'library' | 'subjectOf' | 'put'> {
  readonly database: Database;
  readonly library: Library;
  readonly progress: Progress;
  readonly owners: Owners;
  readonly around: Around;
  readonly seen: Seen;
  readonly tallies: Tallies;
  /** the newest record's place */
  seq(): number;
  /** First every timer that is due before. */
  moveTo(time: number): void;
  /** Fires the first timer, if it is due before that time; false: it is not. */
  wakeNext(time: number): boolean;
  /** Writes a record; gives its place. */
  write(kind: RecordKind, resident: Resident, body: Buffer, outcome: Outcome): number;
  /** Writes a record that is no one customer's; gives its place. */
  writeAlone(kind: RecordKind, body: Buffer): number;
  /** Decides and writes a record. */
  put(
    kind: RecordKind,
    resident: Resident,
    input: Act,
    body: Buffer,
  ): { readonly seq: number; readonly outcome: Outcome };
  /** What cannot be taken is kept with its reason. */
  refuse(body: Buffer, reason: string, source: Source): void;
  /** also to be written with the next commit */
  note(write: Write): void;
  commitIfLarge(): void;
  commit(): void;
}

type When = number | 'event';

/** Takes one signal at that time (never before the clock). */
export function createArrivals(door: Door): Engine['accept'] {
  const { database, library, progress, owners, around, seen, tallies, reach } = door;
  const { listeners, residents, put } = door;
  const names = namesOf(database);
  const spreading: Spreading = { library, listeners, reach, residents, subjectOf: owners.subjectOf, put };

  function accept(body: Buffer, now: When, source: Source): Receipt {
    const admission = admitBytes(library.programs, body);
    if (!admission.ok || admission.taken.signal === null) {
      const report = reportOf(body) ?? (admission.ok ? null : noReport(body));
      if (report !== null && 'of' in report) return takeNamed(report, body, now, source);
      // Of a type that is declared, the declaration says what is wrong.
      if (report !== null && !library.programs.current.wire.has(report.type))
        return reject(report.reason, body, source);
    }
    if (!admission.ok) return reject(admission.reason, body, source);
    const { taken } = admission;
    const known = seen.find(taken.envelope.id);
    if (known !== null) return { status: 'duplicate', seq: known };
    const refusal = strangerOf(taken) ?? untimely(taken.envelope.time, now);
    if (refusal !== null) return reject(refusal, body, source);
    door.moveTo(now === 'event' ? taken.envelope.time : now);
    if (isUnknown(taken)) tallies.add('', 'unknown', taken.envelope.type);
    const receipt = take(taken, body);
    door.commitIfLarge();
    if (taken.traits === undefined) return receipt;
    for (const field of taken.traits.unfit.keys()) tallies.add('', 'unfit', `identify.${field}`);
    return receipt.status === 'accepted' ? { ...receipt, ...leftOut(taken) } : receipt;
  }

  /** Why its keys name nobody; null: they name somebody, or it needs nobody. */
  function strangerOf({ keys, subjects }: Taken): string | null {
    if (isEmpty(keys) || subjects.length > 0) return null;
    return namesNobody(keys, library.programs.current.graph.identity);
  }

  /** Why its time lies too far from the one at which it comes; null: it does not. Where the clock is the signals' own, none is early. */
  function untimely(time: number, now: When): string | null {
    const { early, late } = library.programs.current.graph.settings.signals ?? {};
    const clock = now === 'event' ? Math.max(progress.clock, time) : now;
    if (early !== undefined && time - clock > early)
      return `Its time lies ${duration(time - clock)} ahead of the clock; \`signals.early\` in journey.json allows ${duration(early)}.`;
    if (late !== undefined && clock - time > late)
      return `It comes ${duration(clock - time)} late; \`signals.late\` in journey.json allows ${duration(late)}.`;
    return null;
  }

  function take(taken: Taken, body: Buffer): Receipt {
    const { signal, fact, subjects } = taken;
    if (signal?.withoutCustomer === true) {
      const seq = alone(taken, body);
      const told = tellEverybody(spreading, { signal: signal.name, fact, now: progress.clock }, seq);
      return { status: 'accepted', seq, outcome: together(told) };
    }
    const own = isEmpty(taken.keys) ? { seq: alone(taken, body), outcome: NOTHING } : ofCustomer(taken, body);
    if (subjects.length === 0) return { status: 'accepted', seq: own.seq, outcome: own.outcome };
    // Behind the signal's own record one for each subject that it names, in the same commit.
    const outcome = together([own.outcome, ...tellSubjects(spreading, taken, own.seq)]);
    return { status: 'accepted', seq: own.seq, outcome };
  }

  function ofCustomer(taken: Taken, body: Buffer): { readonly seq: number; readonly outcome: Outcome } {
    const resident = owners.whose(taken);
    const next = door.seq() + 1;
    seen.add(taken.envelope.id, next);
    const outcome = applySignal(library.programs, resident.customer, taken, next, progress.clock);
    const seq = door.write('signal', resident, body, outcome);
    if (taken.signal !== null) reach.note(taken.signal.name, taken.fact, resident.customer.number);
    return { seq, outcome };
  }

  function alone({ envelope }: Taken, body: Buffer): number {
    const seq = door.writeAlone('signal', body);
    seen.add(envelope.id, seq);
    return seq;
  }

  function reject(reason: string, body: Buffer, source: Source): Receipt {
    door.refuse(body, reason, source);
    door.commitIfLarge();
    return { status: 'rejected', reason };
  }

  /** Others tell of what has left, by the name that it has for them. */
  function takeNamed(report: Report, body: Buffer, now: When, source: Source): Receipt {
    const id = names.own(report.of);
    if (id !== null) return takeReport(about(report, body, id), now, source);
    const reason = `\`${report.of}\` left before a backup was put back, and what it was is not known any more.`;
    return reject(reason, withoutValues(report), source);
  }

  function takeReport(report: Report, now: When, source: Source): Receipt {
    const { envelope, of, about: what, kind, input, body, writes } = report;
    const known = seen.find(envelope.id);
    if (known !== null) return { status: 'duplicate', seq: known };
    // In virtual time what it tells of may leave by a timer that is due between the signal before and this one.
    if (now === 'event') while (placeOf(of) > door.seq() && door.wakeNext(envelope.time));
    const number = customerOf(database, { kind: what, id: of }, door.seq(), door.commit);
    if (number === null) return reject(`No ${what} with the id \`${of}\` has left.`, withoutValues(report), source);
    door.moveTo(now === 'event' ? envelope.time : now);
    seen.add(envelope.id, door.seq() + 1);
    for (const write of writes) door.note(write);
    const resident = around.current(number);
    const done = door.put(kind, resident, input, body);
    tellSender(around, resident, input);
    door.commitIfLarge();
    return { status: 'accepted', ...done };
  }

  return accept;
}

/** Who was forgotten may have had it: what it brings is not kept. */
function withoutValues({ envelope: { id, type, time }, about: what, of }: Report): Buffer {
  return Buffer.from(JSON.stringify({ id, type, time: new Date(time).toISOString(), data: { [what]: of } }));
}

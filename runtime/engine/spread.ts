/** One signal for several: for the subjects that it names, or, where it has no customer, for everybody whom it is for. */
import { whoHears } from '../core/flow/hear.ts';
import type { Programs } from '../core/programs.ts';
import type { Fact } from '../core/state/customer.ts';
import type { Outcome } from '../core/state/output.ts';
import type { Subject } from '../identity/keys.ts';
import type { About, RecordKind, Told } from '../store/record.ts';
import type { Taken } from './apply.ts';
import type { Listeners } from './listeners.ts';
import { type Reach, whoIsMeant } from './reach.ts';
import type { Resident, Residents } from './residents.ts';
import type { Act } from './types.ts';

export interface Spreading {
  readonly library: { readonly programs: Programs };
  readonly listeners: Listeners;
  readonly reach: Reach;
  readonly residents: Residents;
  /** The subject that is named, from now on if it was not. */
  subjectOf(subject: Subject): Resident;
  /** Decides and writes a record. */
  put(kind: RecordKind, resident: Resident, input: Act, body: Buffer): { readonly outcome: Outcome };
}

/** `of`: the signal's own record. */
export function tellSubjects(
  { subjectOf, put }: Spreading,
  { signal, fact, subjects }: Taken,
  of: number,
): readonly Outcome[] {
  if (signal === null) return [];
  return subjects.map((subject) => {
    const about = { signal: signal.name, fact };
    const record: About = { of, subject, ...about };
    return put('about', subjectOf(subject), { kind: 'signal', ...about }, bodyOf(record)).outcome;
  });
}

/** A record for each customer whom it is for. In batches, those who have had their turn are passed over. */
export function tellEverybody(
  { library, listeners, reach, residents, put }: Spreading,
  about: { readonly signal: string; readonly fact: Fact; readonly now: number },
  of: number,
): readonly Outcome[] {
  const { programs } = library;
  const { signal, fact } = about;
  const told: Outcome[] = [];
  const tell = (resident: Resident, to: Pick<Told, 'journey' | 'instance'>): void => {
    const what = { ...to, signal, fact };
    const record: Told = { ...what, of };
    told.push(put('told', resident, { kind: 'told', ...what }, bodyOf(record)).outcome);
  };
  // Who runs already hears it before anybody starts.
  for (const { customer, instance } of whoHears(programs, listeners.candidates(signal, fact), about))
    tell(residents.get(customer.number), { journey: instance.journey, instance: instance.id });
  for (const { journey, resident } of whoIsMeant(programs, about, reach)) tell(resident, { journey });
  return told;
}

function bodyOf(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

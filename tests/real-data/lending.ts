/** `journeys/banking` by hand: one loop over a case's signals, no language, no graph, no engine. */
import { bySubject, type Counts, count } from './signals.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Where a case lies -> how long that is normal, and which signals move it on. */
const DESKS: Readonly<Record<string, { readonly limit: number; readonly moves: Readonly<Record<string, string>> }>> = {
  request: { limit: DAY, moves: { set_appointment: 'appointment' } },
  appointment: { limit: DAY, moves: { hand_in_credit_appliaction: 'papers' } },
  papers: { limit: DAY, moves: { verify_borrowers_information: 'examination' } },
  examination: {
    limit: DAY,
    moves: {
      submit_file_to_underwriter: 'underwriting',
      request_co_signer_on_loan: 'second_look',
      make_visit_to_assess_colatteral: 'second_look',
    },
  },
  second_look: {
    limit: 12 * HOUR,
    moves: {
      submit_file_to_underwriter: 'underwriting',
      request_co_signer_on_loan: 'second_look',
      make_visit_to_assess_colatteral: 'second_look',
    },
  },
  underwriting: { limit: DAY, moves: {} },
};

const ENDS: Readonly<Record<string, string>> = {
  appointment_denied: 'no_appointment',
  application_rejected: 'rejected',
  loan_denied: 'denied',
  sign_loan_agreement: 'signed',
};

/** started, stalled (handed to a person), and how cases ended. */
export function lendingByHand(file: string): { started: number; stalled: number; outcomes: Counts } {
  const outcomes: Counts = {};
  let started = 0;
  let stalled = 0;
  for (const lines of bySubject(file).values()) {
    let desk = '';
    let since = 0;
    let first = 0;
    let ended = false;
    const lieUntil = (time: number): void => {
      const limit = DESKS[desk]?.limit;
      if (limit === undefined || since + limit >= time) return;
      stalled++;
      desk = 'stalled';
    };
    for (const { type, time } of lines) {
      const name = type.slice('lending.'.length);
      if (desk === '') {
        if (name !== 'request_appointment') continue;
        started++;
        desk = 'request';
        since = time;
        first = time;
        continue;
      }
      if (ended) continue;
      lieUntil(time);
      const end = ENDS[name];
      const next = DESKS[desk]?.moves[name];
      if (end !== undefined) {
        count(outcomes, end);
        ended = true;
      } else if (next !== undefined) {
        desk = next;
        since = time;
      }
    }
    if (desk === '' || ended) continue;
    lieUntil(first + 30 * DAY);
    count(outcomes, 'expired');
  }
  return { started, stalled, outcomes };
}

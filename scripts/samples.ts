/** Writes the sample signals of `journeys/`: made up here, the same at every run. `npx tsx scripts/samples.ts` */
import { mkdirSync, writeFileSync } from 'node:fs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Line {
  readonly type: string;
  readonly subject: string;
  readonly time: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A small generator of numbers from 0 to 1: samples must not change from run to run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function retail(): Line[] {
  const next = random(7);
  const lines: Line[] = [];
  for (let customer = 1; customer <= 60; customer++) {
    let time = Date.UTC(2026, 0, 5, 8) + Math.floor(next() * 30 * DAY);
    const orders = 1 + Math.floor(next() * 6);
    for (let order = 1; order <= orders; order++) {
      const invoice = `${customer}${String(order).padStart(3, '0')}`;
      const total = next() < 0.04 ? 0 : Math.round(500 + next() * 30_000) / 100;
      const items = [{ sku: '1001', name: 'TEA TOWEL', quantity: 1 + Math.floor(next() * 5), price: 4.5 }];
      const base = { country: 'United Kingdom', currency: 'GBP' };
      lines.push({
        type: 'retail.order.placed',
        subject: `customer-${customer}`,
        time,
        data: { invoice, ...base, total, items },
      });
      if (next() < 0.25) {
        const back = time + Math.floor(next() * 20 * DAY);
        const data = { invoice: `C${invoice}`, ...base, total: -total, items };
        lines.push({ type: 'retail.order.cancelled', subject: `customer-${customer}`, time: back, data });
      }
      time += Math.floor((0.5 + next() * 50) * DAY);
    }
  }
  return lines;
}

function banking(): Line[] {
  const next = random(11);
  const lines: Line[] = [];
  for (let number = 1; number <= 80; number++) {
    let time = Date.UTC(2026, 0, 5) + Math.floor(next() * DAY);
    const add = (type: string, more: Readonly<Record<string, unknown>> = {}): void => {
      const data = { activity: type.replaceAll('_', ' '), resource: `desk ${1 + Math.floor(next() * 5)}`, ...more };
      lines.push({ type: `lending.${type}`, subject: `case-${number}`, time, data });
      time += Math.floor((5 + next() * 22) * HOUR);
    };
    add('request_appointment', {
      case: {
        case: number,
        age: 20 + Math.floor(next() * 50),
        citizen: true,
        CreditScore: 40 + Math.floor(next() * 60),
        yearsOfEducation: 10,
      },
    });
    if (next() < 0.1) {
      add('appointment_denied');
      continue;
    }
    add('set_appointment');
    add('hand_in_credit_appliaction');
    add('verify_borrowers_information');
    if (next() < 0.15) {
      add('application_rejected');
      continue;
    }
    while (next() < 0.4) add(next() < 0.5 ? 'request_co_signer_on_loan' : 'make_visit_to_assess_colatteral');
    add('submit_file_to_underwriter');
    if (next() < 0.9) add(next() < 0.6 ? 'loan_denied' : 'sign_loan_agreement');
  }
  return lines;
}

function telco(): Line[] {
  const next = random(13);
  const lines: Line[] = [];
  const names = [
    'ada',
    'bob',
    'cem',
    'dora',
    'eve',
    'finn',
    'gia',
    'hugo',
    'ida',
    'jan',
    'kim',
    'lea',
    'mo',
    'nia',
    'otto',
    'pia',
  ];
  for (const [index, subject] of names.entries()) {
    const signedUp = Date.UTC(2026, 1, 20, 9) + index * HOUR;
    const phone = index % 3 === 0 ? {} : { phone: `+44 20 7946 0${100 + index}` };
    const email = subject === 'eve' ? {} : { email: `${subject}@example.org` };
    lines.push({
      type: 'SignedUp',
      subject,
      time: signedUp,
      data: { user: subject, ...phone, ...email, offers: next() < 0.6 },
    });
    const billed = Date.UTC(2026, 2, 2, 7 + (index % 16), 30);
    const invoice = `2026-03-${subject}`;
    const doubled = next() < 0.75;
    const data = { invoice, amount: doubled ? 118.4 : 56, previous: 55, due: '2026-03-20' };
    lines.push({ type: 'Bill Issued', subject, time: billed, data });
    const later = billed + Math.floor((2 + next() * 60) * HOUR);
    const what = next();
    if (what < 0.3) lines.push({ type: 'CallStarted', subject, time: later, data: { queue: 'billing' } });
    else if (what < 0.45) lines.push({ type: 'ChatStarted', subject, time: later, data: { topic: 'billing' } });
    else if (what < 0.75) lines.push({ type: 'BillPaid', subject, time: later, data: { invoice } });
    else if (what < 0.85) lines.push({ type: 'DisputeOpened', subject, time: later, data: { invoice } });
  }
  return lines;
}

function write(workspace: string, lines: readonly Line[]): void {
  const sorted = [...lines].sort((a, b) => a.time - b.time || (a.subject < b.subject ? -1 : 1));
  const texts = sorted.map(({ type, subject, time, data }, index) =>
    JSON.stringify({ id: `${workspace}-${index + 1}`, type, subject, time: new Date(time).toISOString(), data }),
  );
  mkdirSync(`journeys/${workspace}/samples`, { recursive: true });
  writeFileSync(`journeys/${workspace}/samples/signals.jsonl`, `${texts.join('\n')}\n`);
}

write('retail', retail());
write('banking', banking());
write('telco', telco());

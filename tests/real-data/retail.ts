/** `journeys/retail` by hand: each customer's year walked once, with plain variables for everything. */
import { bySubject, type Counts, count, type Line } from './signals.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Thanks {
  readonly started: number;
  state: 'wait_3_days' | 'thank' | 'wait_45_days' | 'miss' | 'wait_30_days';
  /** when the wait is over, or when the held message is looked at again */
  due: number;
  held: boolean;
}

export interface RetailCounts {
  started: number;
  goals: number;
  outcomes: Counts;
  sent: Counts;
  held: Counts;
  /** by the policy that lasts longest */
  heldBy: Counts;
  handed: number;
}

export function retailByHand(file: string): RetailCounts {
  const counts: RetailCounts = { started: 0, goals: 0, outcomes: {}, sent: {}, held: {}, heldBy: {}, handed: 0 };
  for (const lines of bySubject(file).values()) walk(lines, counts);
  return counts;
}

function walk(lines: readonly Line[], counts: RetailCounts): void {
  let running: Thanks[] = [];
  /** goals that are still open: until when */
  let goals: number[] = [];
  let lastPromotion = Number.NEGATIVE_INFINITY;
  let lastReturn = Number.NEGATIVE_INFINITY;
  /** answers to returns that wait for the morning */
  let answers: number[] = [];

  const end = (one: Thanks, outcome: string): void => {
    count(counts.outcomes, outcome);
    running = running.filter((other) => other !== one);
  };
  const promote = (one: Thanks, now: number): void => {
    const afterReturn = lastReturn + 14 * DAY;
    const afterPromotion = lastPromotion + 30 * DAY;
    const free = Math.max(morning(now), afterPromotion, afterReturn);
    const message = one.state === 'thank' ? 'ThankYou' : 'WeMissYou';
    if (free > now) {
      if (!one.held) {
        count(counts.held, message);
        count(counts.heldBy, free === afterReturn ? 'AfterReturn' : free === afterPromotion ? 'Fatigue' : 'NightRest');
      }
      one.held = true;
      one.due = free;
      return;
    }
    count(counts.sent, message);
    lastPromotion = now;
    one.held = false;
    one.due = now + (one.state === 'thank' ? 45 : 30) * DAY;
    one.state = one.state === 'thank' ? 'wait_45_days' : 'wait_30_days';
  };
  const due = (one: Thanks, now: number): void => {
    if (now === one.started + 120 * DAY) end(one, 'expired');
    else if (one.state === 'wait_30_days') end(one, 'lost');
    else {
      if (one.state === 'wait_3_days') one.state = 'thank';
      if (one.state === 'wait_45_days') one.state = 'miss';
      promote(one, now);
    }
  };
  const pass = (before: number): void => {
    for (;;) {
      let next: { one: Thanks; at: number } | undefined;
      for (const one of running) {
        const at = Math.min(one.due, one.started + 120 * DAY);
        if (at < before && (next === undefined || at < next.at)) next = { one, at };
      }
      if (next === undefined) break;
      due(next.one, next.at);
    }
    for (const at of answers) if (at < before) count(counts.sent, 'ReturnReceived');
    answers = answers.filter((at) => at >= before);
  };

  for (const { type, time, data } of lines) {
    pass(time);
    const total = Number(data.total);
    if (type === 'retail.order.placed') {
      counts.goals += goals.filter((until) => time <= until).length;
      goals = [];
      for (const one of [...running]) {
        if (one.state === 'wait_45_days') end(one, 'came_back');
        else if (one.state === 'wait_30_days') end(one, 'won_back');
      }
      if (total <= 0) continue;
      counts.started++;
      running.push({ started: time, state: 'wait_3_days', due: time + 3 * DAY, held: false });
      goals.push(time + 60 * DAY);
    } else {
      lastReturn = time;
      for (const one of [...running]) end(one, 'returned');
      if (total < -100) counts.handed++;
      else if (morning(time) > time) {
        count(counts.held, 'ReturnReceived');
        count(counts.heldBy, 'NightRest');
        answers.push(morning(time));
      } else count(counts.sent, 'ReturnReceived');
    }
  }
  pass(Number.POSITIVE_INFINITY);
}

const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The time itself by day; between 20:00 and 08:00 in London the next 08:00. No clock changes in these hours. */
function morning(time: number): number {
  const [hour = 0, minute = 0] = london.format(time).split(':').map(Number);
  if (hour >= 8 && hour < 20) return time;
  const sinceMinute = time % 60_000;
  const minutes = (hour < 8 ? 8 * 60 : 32 * 60) - hour * 60 - minute;
  const next = time - sinceMinute + minutes * 60_000;
  // The clock may change in the night between.
  const [landed = 8] = london.format(next).split(':').map(Number);
  return next + (8 - landed) * HOUR;
}

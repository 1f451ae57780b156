/** Which counts a decision adds to. */
import type { Decision } from '../core/state/output.ts';
import type { Tallies } from '../store/tallies.ts';

export function tally(tallies: Tallies, decision: Decision): void {
  const journey = decision.journey ?? '';
  switch (decision.kind) {
    case 'started':
      tallies.add(journey, 'started', '');
      return;
    case 'finished':
    case 'stopped':
      tallies.add(journey, 'finished', '');
      tallies.add(journey, 'outcome', decision.outcome ?? '');
      return;
    case 'kept':
      tallies.add(journey, 'merged', '');
      return;
    case 'goal_reached':
      tallies.add(journey, 'goal', '');
      return;
    case 'sent':
      tallies.add(journey, 'sent', decision.subject ?? '');
      return;
    case 'held':
      tallies.add(journey, 'held', decision.subject ?? '');
      tallies.add(journey, 'held_by', decision.outcome ?? '');
      return;
    case 'dropped':
      tallies.add(journey, 'dropped', decision.subject ?? '');
      return;
    case 'handed':
      tallies.add(journey, 'handed', decision.subject ?? '');
      return;
    case 'stuck':
      tallies.add(journey, 'stuck', decision.outcome ?? '');
      return;
    case 'not_started':
    case 'goal_missed':
    case 'went_on':
    case 'moved':
    case 'migrated':
    case 'branched':
    case 'still_held':
    case 'escalated':
    case 'late':
    case 'task_closed':
    case 'claimed':
    case 'paused':
    case 'set':
    case 'consent':
    case 'cancelled':
    case 'passed':
    case 'heard':
    case 'emitted':
    case 'called':
    case 'delivery':
    case 'resent':
    case 'answered':
    case 'unanswered':
    case 'decided':
    case 'assigned':
      return;
  }
}

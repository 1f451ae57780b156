/** What metrics tell of a running daemon: counts that are kept anyway, so that reading them costs next to nothing. */
import { statSync } from 'node:fs';
import type { Live } from '../engine/live.ts';
import { countPeople, readProgress } from '../engine/progress.ts';
import type { Numbers } from '../gateway/metrics.ts';
import { readPauses } from '../store/acts.ts';
import { countOpenTasks } from '../store/examine.ts';
import { lastOf } from '../store/log.ts';
import type { Database } from '../store/open.ts';
import { countLeaving } from '../store/outbox.ts';
import { countRejects } from '../store/rejects.ts';
import { readTallies } from '../store/tallies.ts';

export function numbersOf(database: Database, file: string, live: Live, connectors: Numbers['connectors']): Numbers {
  const tallies = readTallies(database);
  const journeys = new Map<string, { started: number; finished: number }>();
  const messages: Numbers['messages'][number][] = [];
  for (const { journey, what, count } of tallies) {
    if (what === 'started' || what === 'finished') {
      const counts = journeys.get(journey) ?? { started: 0, finished: 0 };
      counts[what] = count;
      journeys.set(journey, counts);
    }
    if (what !== 'sent' && what !== 'held' && what !== 'dropped') continue;
    const known = messages.findIndex((each) => each.journey === journey && each.what === what);
    const before = messages[known]?.count ?? 0;
    messages.splice(known < 0 ? messages.length : known, 1, { journey, what, count: before + count });
  }
  const { waiting, failed } = countLeaving(database);
  const progress = readProgress(database);
  return {
    waiting: live.waiting,
    records: lastOf(database).seq,
    customers: countPeople(progress),
    subjects: progress.subjects ?? {},
    overdue: live.overdue / 1000,
    behind: live.behind / 1000,
    walBytes: statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0,
    rejected: countRejects(database),
    paused: readPauses(database).size,
    openTasks: countOpenTasks(database),
    stuck: tallies.filter(({ what }) => what === 'stuck').reduce((sum, { count }) => sum + count, 0),
    instances: [...journeys].map(([journey, { started, finished }]) => ({
      journey,
      started,
      running: started - finished,
    })),
    messages,
    leaving: waiting,
    givenUp: failed,
    connectors,
  };
}

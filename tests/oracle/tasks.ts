/** What people have been asked to do ("Choosing, steps, people"). */
import type { Instance } from './instance.ts';
import type { Team } from './language.ts';

export interface Task {
  team: Team;
  /** When it goes to the team above. */
  due: number | null;
  /** A journey waits for it, and it goes with the wait. */
  readonly waits: boolean;
}

export interface Tasks {
  add(task: Task): Task;
  escalate(now: number): void;
  instants(): number[];
  /** Takes the oldest open task of the team; `whose`: who waits for it. */
  close(team: Team, running: readonly Instance[]): { readonly task: Task; readonly whose: Instance | undefined } | null;
}

export function createTasks(): Tasks {
  /** In the order in which they were handed over. */
  const all: Task[] = [];
  return {
    add(task) {
      all.push(task);
      return task;
    },
    escalate(now) {
      for (const task of all)
        if (task.due !== null && task.due <= now) Object.assign(task, { team: 'boss', due: null });
    },
    instants: () => all.flatMap(({ due }) => due ?? []),
    close(team, running) {
      const whose = (task: Task) =>
        running.find(({ waits }) =>
          waits.some(({ ways }) => ways.some((way) => way.kind === 'closed' && way.task === task)),
        );
      const task = all.find((each) => each.team === team && (!each.waits || whose(each) !== undefined));
      if (task === undefined) return null;
      all.splice(all.indexOf(task), 1);
      return { task, whose: whose(task) };
    },
  };
}

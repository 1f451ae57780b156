/** What the checker accepts of a generated program. */
import { createWorkspace } from '../../compiler/workspace.ts';
import { type Plan, written } from './statements.ts';

export function workspaceOf(text: string) {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('journeys.journey', text);
  return workspace;
}

/** Without the statements that are not accepted: they say nothing about the others. */
export function accepted(all: Plan): Plan {
  const { text, statementAt } = written(all);
  const wrong = new Set(
    workspaceOf(text)
      .check()
      .flatMap(({ severity, range }) => (severity === 'error' ? [statementAt(range.start.line)] : [])),
  );
  const right = (list: readonly string[], from: number) => list.filter((_, index) => !wrong.has(index + from));
  return { ...all, first: right(all.first, 0), second: right(all.second, all.first.length) };
}

/**
 * Pages for people who do not read code: one a journey, with its diagram, its rules in the author's own words, the messages that it sends and the
 * policies that stand above them; and pages of what all journeys share: signals, rules, teams.
 */
import type { TestSuite } from '../graph/tests.ts';
import type { Graph } from '../graph/types.ts';
import { type Contents, page, pageFiles, titleOf } from './pages/html.ts';
import { journeyPage } from './pages/journey.ts';
import { overview } from './pages/overview.ts';
import { rulesPage } from './pages/rules.ts';
import { signalsPage } from './pages/signals.ts';
import { teamsPage } from './pages/teams.ts';
import { NOTHING_WRITTEN, type Written } from './pages/written.ts';

/** File name -> text. */
export type Pages = ReadonlyMap<string, string>;

/** `title` names the workspace; `written` is what the graph does not keep: conditions, fields and tests as their authors wrote them. */
export function pages(graph: Graph, tests: TestSuite, title: string, written: Written = NOTHING_WRITTEN): Pages {
  const contents: Contents = { graph, tests, title, written, files: pageFiles(graph) };
  const all = new Map([
    ['index.html', page(contents, title, overview(contents))],
    ['all-signals.html', page(contents, 'Signals', signalsPage(contents))],
    ['all-rules.html', page(contents, 'Rules', rulesPage(contents))],
    ['all-teams.html', page(contents, 'Teams', teamsPage(contents))],
  ]);
  for (const [journey, file] of contents.files) {
    all.set(file, page(contents, titleOf(journey), journeyPage(contents, journey)));
  }
  return all;
}

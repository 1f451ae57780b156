/** What the tests of one or more workspaces found, as one report. */
import { type JourneyCoverage, percent } from '../runtime/testing/coverage.ts';
import type { TestReport } from '../runtime/testing/run-tests.ts';

export interface WorkspaceReport {
  /** how the workspace is called from here */
  readonly workspace: string;
  readonly report: TestReport;
}

/** Its files as they are called from the current folder: what reads lines and failures looks for them there. */
export function withFiles(report: TestReport, shown: (path: string) => string): TestReport {
  const move = <T extends { readonly file: string }>(place: T): T => ({ ...place, file: shown(place.file) });
  const { tests, coverage } = report;
  const journeys = Object.entries(coverage.byJourney).map(
    ([name, one]) => [name, { ...one, all: one.all.map(move), missing: one.missing.map(move) }] as const,
  );
  return {
    ...report,
    tests: tests.map((test) => ({
      ...move(test),
      ...(test.decisions === undefined
        ? {}
        : { decisions: test.decisions.map((led) => ({ ...led, because: led.because.map(move) })) }),
    })),
    coverage: { ...coverage, byJourney: Object.fromEntries(journeys) },
  };
}

export function asOne(found: readonly WorkspaceReport[]): TestReport {
  const reports = found.map(({ report }) => report);
  const sum = (of: (report: TestReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  const edges = sum(({ coverage }) => coverage.edges);
  const covered = sum(({ coverage }) => coverage.covered);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    tests: reports.flatMap(({ tests }) => tests),
    coverage: {
      edges,
      covered,
      percent: percent(covered, edges),
      byJourney: journeysOf(found),
    },
  };
}

/** A name that more than one workspace has says of which it is. */
function journeysOf(found: readonly WorkspaceReport[]): Record<string, JourneyCoverage> {
  const isShared = (name: string): boolean =>
    found.filter(({ report }) => Object.hasOwn(report.coverage.byJourney, name)).length > 1;
  return Object.fromEntries(
    found.flatMap(({ workspace, report }) =>
      Object.entries(report.coverage.byJourney).map(([name, one]) => [
        isShared(name) ? `${name} (${workspace})` : name,
        one,
      ]),
    ),
  );
}

/** The rules that look at the whole graph. Each rule is one file. They run once a workspace has no other errors. */
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/types.ts';
import type { Journey, Place } from '../graph/types.ts';
import { caps } from './caps.ts';
import { clockStarts } from './clock-starts.ts';
import { capContention, promotionsAfterTrouble, twoWriters } from './contradictions.ts';
import { deadConditions, deadWays } from './dead.ts';
import { overlappingExperiments } from './experiments.ts';
import { personalData, personalDataOnTheWay } from './personal-data.ts';
import { deadPolicies, unlimited } from './policies.ts';
import { quiet } from './quiet.ts';
import { consentElsewhere, emptyFields, unreachableChannels } from './reach.ts';
import { restarts } from './restarts.ts';
import type { GraphRule, JourneyRule, Reasoned, Whole } from './rule.ts';

const journeyRules: readonly JourneyRule[] = [deadWays, personalDataOnTheWay];
const graphRules: readonly GraphRule[] = [
  capContention,
  caps,
  clockStarts,
  consentElsewhere,
  deadConditions,
  deadPolicies,
  emptyFields,
  overlappingExperiments,
  personalData,
  promotionsAfterTrouble,
  quiet,
  restarts,
  twoWriters,
  unlimited,
  unreachableChannels,
];

/** What is known of journeys that are still the same. */
export type ReasonedJourneys = WeakMap<Journey, readonly Reasoned[]>;

export function createReasoned(): ReasonedJourneys {
  return new WeakMap();
}

/** What follows from the graph, by file. */
export function reason(graph: Whole, before: ReasonedJourneys): ReadonlyMap<string, readonly Diagnostic[]> {
  const findings: Reasoned[] = [];
  for (const journey of Object.values(graph.journeys)) findings.push(...ofJourney(graph, journey, before));
  for (const rule of graphRules) rule(graph, (finding) => findings.push(finding));
  const byFile = new Map<string, Diagnostic[]>();
  for (const finding of findings) {
    const diagnostic = placed(graph, finding);
    const known = byFile.get(diagnostic.file);
    if (known === undefined) byFile.set(diagnostic.file, [diagnostic]);
    else known.push(diagnostic);
  }
  return byFile;
}

function ofJourney(graph: Whole, journey: Journey, before: ReasonedJourneys): readonly Reasoned[] {
  const known = before.get(journey);
  if (known !== undefined) return known;
  const found: Reasoned[] = [];
  for (const rule of journeyRules) rule(graph, journey, (finding) => found.push(finding));
  before.set(journey, found);
  return found;
}

function placed({ files }: Whole, { wording, place, hint, related }: Reasoned): Diagnostic {
  const at = ([file, line, character, endLine, endCharacter]: Place) => ({
    file: files[file] ?? '',
    range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
  });
  const { file, range } = at(place);
  return diagnose(wording, file, range, {
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ ...at(other.place), message: other.message })) }),
  });
}

/** The rules that look at the whole graph. Each rule is one file. They run once a workspace has no other errors. */
import { diagnose } from '../diagnostics/diagnose.ts';
import type { Diagnostic } from '../diagnostics/types.ts';
import type { Assembled } from '../graph/assemble.ts';
import type { Journey, Place } from '../graph/types.ts';
import { promotionsAfterTrouble } from './after-trouble.ts';
import { caps } from './caps.ts';
import { circles } from './circles.ts';
import { clockStarts } from './clock-starts.ts';
import { consentElsewhere, consentNever } from './consent.ts';
import { capContention, twoWriters } from './contradictions.ts';
import { deadConditions, deadWays } from './dead.ts';
import { deadArms } from './dead-arms.ts';
import { overlappingExperiments } from './experiments.ts';
import { expired } from './expired.ts';
import { failureUnsaid } from './failure-unsaid.ts';
import { goalFirst } from './goal-first.ts';
import { type Group, groupsOf } from './groups.ts';
import { leftOut } from './left-out.ts';
import { midnight } from './midnight.ts';
import { notInYet } from './not-in-yet.ts';
import { personalData, personalDataOnTheWay } from './personal-data.ts';
import { modelsAsked, modelsAskedOnTheWay } from './personal-data-in-models.ts';
import { personalDataInRuns } from './personal-data-in-runs.ts';
import { deadPolicies, unknownKinds, unlimited } from './policies.ts';
import { quiet } from './quiet.ts';
import { emptyFields, unreachableChannels } from './reach.ts';
import { restarts } from './restarts.ts';
import type { GraphRule, JourneyRule, Reasoned, Whole } from './rule.ts';
import { type Shared, sharedOf } from './shared.ts';
import { subjects } from './subjects.ts';
import { unconfirmed } from './unconfirmed.ts';

const journeyRules: readonly JourneyRule[] = [
  deadArms,
  deadWays,
  expired,
  leftOut,
  modelsAskedOnTheWay,
  personalDataOnTheWay,
];
const graphRules: readonly GraphRule[] = [
  capContention,
  caps,
  circles,
  clockStarts,
  consentElsewhere,
  consentNever,
  deadConditions,
  deadPolicies,
  emptyFields,
  failureUnsaid,
  goalFirst,
  midnight,
  modelsAsked,
  notInYet,
  overlappingExperiments,
  personalData,
  personalDataInRuns,
  promotionsAfterTrouble,
  quiet,
  restarts,
  subjects,
  twoWriters,
  unconfirmed,
  unknownKinds,
  unlimited,
  unreachableChannels,
];

export type Reason = (graph: Assembled) => ReadonlyMap<string, readonly Diagnostic[]>;

/** What follows from a graph, by file; what follows from the same parts of the one before is not worked out again. */
export function createReason(): Reason {
  let shared: Shared | undefined;
  let groups: readonly Group[] = [];
  let before: ReadonlyMap<string, readonly Diagnostic[]> = new Map();
  const shown = new WeakMap<Reasoned, Diagnostic>();
  const ofJourneys = new WeakMap<Journey, readonly Reasoned[]>();
  const ofGroups = new WeakMap<Group, readonly Reasoned[]>();

  const ofJourney = (graph: Whole, journey: Journey): readonly Reasoned[] => {
    const known = ofJourneys.get(journey);
    if (known !== undefined) return known;
    const found: Reasoned[] = [];
    for (const rule of journeyRules) rule(graph, journey, (finding) => found.push(finding));
    if (found.every((finding) => staysIn(journey, finding))) ofJourneys.set(journey, found);
    return found;
  };

  const ofGroup = (graph: Whole, group: Group): readonly Reasoned[] => {
    const known = ofGroups.get(group);
    if (known !== undefined) return known;
    const found = group.journeys.flatMap((journey) => ofJourney(graph, journey));
    if (group.journeys.every((journey) => ofJourneys.has(journey))) ofGroups.set(group, found);
    return found;
  };

  return (assembled) => {
    shared = sharedOf(assembled, shared);
    groups = groupsOf(Object.values(assembled.journeys), groups);
    const graph: Whole = { ...assembled, shared, groups };
    const byFile = new Map<string, Diagnostic[]>();
    const note = (finding: Reasoned): void => {
      let diagnostic = shown.get(finding);
      if (diagnostic === undefined) {
        diagnostic = placed(graph, finding);
        shown.set(finding, diagnostic);
      }
      const known = byFile.get(diagnostic.file);
      if (known === undefined) byFile.set(diagnostic.file, [diagnostic]);
      else known.push(diagnostic);
    };
    for (const group of groups) for (const each of ofGroup(graph, group)) note(each);
    for (const rule of graphRules) rule(graph, note);
    before = new Map([...byFile].map(([file, now]) => [file, theSame(before.get(file), now)]));
    return before;
  };
}

/** Places outside of the journey move without it. */
function staysIn({ place: [file, line], nodes }: Journey, { place, related }: Reasoned): boolean {
  const end = nodes.reduce((last, node) => Math.max(last, node.place[3]), line);
  const isInside = (at: Place): boolean => at[0] === file && at[1] >= line && at[3] <= end;
  return isInside(place) && (related ?? []).every((other) => isInside(other.place));
}

/** The former list where it says the same. */
function theSame<T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  return before?.length === now.length && now.every((each, index) => each === before[index]) ? before : now;
}

function placed({ files }: Whole, { wording, place, hint, related, fix }: Reasoned): Diagnostic {
  const at = ([file, line, character, endLine, endCharacter]: Place) => ({
    file: files[file] ?? '',
    range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
  });
  const { file, range } = at(place);
  const written = fix?.instead === undefined ? { start: range.end, end: range.end } : at(fix.instead).range;
  return diagnose(wording, file, range, {
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : { related: related.map((other) => ({ ...at(other.place), message: other.message })) }),
    ...(fix === undefined ? {} : { fixes: [{ title: fix.title, edits: [{ file, range: written, text: fix.text }] }] }),
  });
}

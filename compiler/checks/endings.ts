/** J4011, J4012: stops that contradict the start, and goals that are never known. A goal with a time limit outlives its journey. */
import * as say from '../diagnostics/catalogue.gen.ts';
import type { JourneyDeclaration } from '../syntax/tree.ts';
import type { FileFacts, Finding } from '../types/context.ts';
import type { Rule } from './rule.ts';

export const endings: Rule = ({ tree, facts }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey') continue;
    stops(journey, facts, found);
    goal(journey, found);
  }
};

function stops(journey: JourneyDeclaration, facts: FileFacts, found: (finding: Finding) => void): void {
  const cause = journey.entry?.cause;
  const started = cause?.kind === 'OnSignal' ? facts.symbols.get(cause.trigger.signal) : undefined;
  if (started === undefined) return;
  for (const stop of journey.stops) {
    const signal = stop.trigger?.signal;
    if (signal === undefined || stop.trigger?.where !== undefined || facts.symbols.get(signal) !== started) continue;
    found({ wording: say.stopAtStart({ signal: signal.text }), span: signal });
  }
}

function goal(journey: JourneyDeclaration, found: (finding: Finding) => void): void {
  const { goal: aim } = journey;
  if (aim === undefined) return;
  if (aim.absent && aim.within === undefined && aim.trigger !== undefined && aim.trigger.signal.text !== '') {
    found({ wording: say.absenceWithoutEnd({ signal: aim.trigger.signal.text }), span: aim });
  }
}

/** Leaving a place: to a step, or out of the journey. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type { Continuation, Name } from '../syntax/tree.ts';
import { refer, report } from './context.ts';
import type { Walk } from './flow.ts';
import { nearName } from './names.ts';

/** `go to x`, `finish as y`, wherever they stand. */
export function continuation(w: Walk, next: Continuation | undefined): void {
  if (next?.kind === 'GoTo') goTo(w, next.step);
  if (next?.kind === 'Finish' && next.outcome !== undefined) {
    refer(w.c, next.outcome, referenceIds.outcome(w.id, next.outcome.text), true);
  }
}

function goTo(w: Walk, name: Name): void {
  if (name.text === '') return;
  if (w.steps.has(name.text)) {
    refer(w.c, name, referenceIds.step(w.id, name.text));
    if (w.regions.get(name.text) !== w.region) report(w.c, name, say.jumpAcrossBranch({ step: name.text }));
  } else report(w.c, name, say.unknownName({ kind: 'step', name: name.text }), nearName(name, w.steps));
}

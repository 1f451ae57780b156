/** Leaving a place: to a step, or out of the journey. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { referenceIds } from '../names/references.ts';
import type { Continuation, Name } from '../syntax/tree.ts';
import { type Env, newEnv, refer, report } from './context.ts';
import { expectType } from './expect.ts';
import type { Walk } from './flow.ts';
import { nearName } from './names.ts';
import { types } from './type.ts';

/** `go to x`, `finish as y`, wherever they stand. */
export function continuation(w: Walk, next: Continuation | undefined, env: Env = newEnv('journey')): void {
  if (next?.kind === 'GoTo') goTo(w, next.step);
  if (next?.kind === 'Finish' && next.value !== undefined) {
    const result = w.c.signatures.result(w.id, w.c.scope.deps);
    if (result === undefined) report(w.c, next.value, say.finishesWithNothing());
    expectType(w.c, next.value, env, result ?? types.error);
  }
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

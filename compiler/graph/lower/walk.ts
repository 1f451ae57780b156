/** Walking a journey's statements: what all constructs share. */
import type { Block, Continuation, FinishStatement, Span } from '../../syntax/tree.ts';
import { type Builder, nowhere, type Open } from './builder.ts';
import { type Lowering, placeOf } from './context.ts';
import { lower } from './expressions.ts';

export interface Walk {
  readonly l: Lowering;
  readonly builder: Builder;
  /** what the journey says of every send and call that fails */
  readonly failure?: Block;
  /** Lowers a block; here, so that each construct has its own file. */
  readonly block: (w: Walk, block: Block, step: string | undefined, from: Open) => Open;
}

/** Leads the open ways to a step or to the end. `go on` returns them. */
export function continuation(w: Walk, next: Continuation, step: string | undefined, from: Open): Open {
  switch (next.kind) {
    case 'GoTo':
      w.builder.jump(next.step.text, from);
      return nowhere;
    case 'Finish': {
      const outcome = next.outcome?.text ?? 'finished';
      const label = next.outcome === undefined ? 'finish' : `finish as ${outcome}`;
      const value = next.value === undefined ? {} : { value: lower(w.l, next.value) };
      w.builder.add({ kind: 'finish', outcome, ...value }, { step, label, place: placeOf(w.l, next) }, from);
      return nowhere;
    }
    case 'GoOn':
      return from;
  }
}

/** Where what a journey does on failure begins, if that is more than an end. */
export const FAILURE = 'on failure';

/** Leads the open ways to what the journey says of every failure. */
export function toFailure(w: Walk, failure: Block, step: string | undefined, from: Open): Open {
  const only = endOf(failure);
  if (only !== undefined) return continuation(w, only, step, from);
  w.builder.jump(FAILURE, from);
  return nowhere;
}

/** A failure that only ends the journey does so where it happened. */
export function endOf({ statements }: Block): FinishStatement | undefined {
  const [first, ...more] = statements;
  return first?.kind === 'Finish' && more.length === 0 ? first : undefined;
}

/** From the beginning of one to the end of the other: the head of a statement, without its blocks. */
export function spanOf(from: Span, to: Span): Span {
  return { start: from.start, end: to.end };
}

/** Walking expressions without caring which they are. */
import type { Expression, Window } from './tree.ts';

/** Calls back for an expression and all inside it, outer before inner, in the order written. */
export function visitExpressions(e: Expression, visit: (e: Expression) => void): void {
  visit(e);
  for (const inner of innerExpressions(e)) visitExpressions(inner, visit);
}

/** Does it read the `it` around it? Inside of a `where` in it, `it` is another signal. */
export function readsIt(e: Expression): boolean {
  if (e.kind === 'Reference') return e.name.text === 'it';
  const inner = e.kind === 'Aggregate' ? innerExpressions(e).filter((each) => each !== e.where) : innerExpressions(e);
  return inner.some(readsIt);
}

export function innerExpressions(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'Text':
      return e.parts.filter((part) => typeof part !== 'string');
    case 'List':
      return e.items;
    case 'Member':
    case 'Not':
    case 'Negate':
    case 'Presence':
      return [e.of];
    case 'Call':
      return e.arguments;
    case 'Binary':
      return [e.left, e.right];
    case 'In':
      return [e.of, e.list];
    case 'Between':
      return [e.of, e.low, e.high];
    case 'Contacts':
      return inWindow(e.window);
    case 'Aggregate':
      return [...(e.where === undefined ? [] : [e.where]), ...inWindow(e.window)];
    default:
      return [];
  }
}

function inWindow(window: Window | undefined): readonly Expression[] {
  if (window?.kind === 'InLast') return [window.duration];
  return window?.kind === 'Since' ? [window.time] : [];
}

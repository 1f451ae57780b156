/** J4003, J4004, J4019: steps and statements that no way leads to, and an `on failure` that nothing uses. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { innerStatements } from '../names/symbols.ts';
import type { Block, Statement } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';
import { reached, waysOf } from './ways.ts';

export const reachable: Rule = ({ tree }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey') continue;
    const ways = waysOf(journey);
    const all = reached(ways);
    const { failure } = journey;
    const isUsed = [...ways.of.values()].some(({ next }) => ways.failure !== undefined && next.has(ways.failure));
    if (failure !== undefined && !isUsed) found({ wording: say.failureNeverUsed(), span: beginningOf(failure) });
    if ([...ways.of.values()].every((way) => all.has(way))) continue;
    // `else finish as x` has no way of its own: it is one end of the statement that it belongs to.
    const isReached = (statement: Statement): boolean => {
      const way = ways.of.get(statement);
      return way === undefined || all.has(way);
    };
    const visit = (statements: readonly Statement[]): void => {
      let gap = false;
      for (const statement of statements) {
        if (isReached(statement)) {
          gap = false;
          for (const inner of innerStatements(statement)) visit(inner);
        } else if (statement.kind === 'Step') {
          found({ wording: say.stepUnreachable({ name: statement.name.text }), span: statement.name });
          gap = true;
        } else if (statement.kind !== 'Invalid') {
          // One message for all that follows in the block.
          if (!gap) found({ wording: say.unreachable(), span: headOf(statement) });
          gap = true;
        }
      }
    };
    visit(journey.body.statements);
    if (ways.failure !== undefined && all.has(ways.failure)) visit(failure?.statements ?? []);
  }
};

/** `finish as lost`, or no more than the brace of a block. */
function beginningOf({ start, end, statements }: Block): { readonly start: number; readonly end: number } {
  return statements[0]?.start === start ? { start, end } : { start, end: start + 1 };
}

/** The first words of a statement, not its whole block. */
function headOf(statement: Statement): { readonly start: number; readonly end: number } {
  const inner = innerStatements(statement).flat()[0];
  return { start: statement.start, end: inner === undefined ? statement.end : Math.min(statement.end, inner.start) };
}

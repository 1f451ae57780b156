/** J4015, J4016, J4018: waits that can never end, and arms that can never win. */
import * as say from '../diagnostics/catalogue.gen.ts';
import { innerStatements, statementsOf } from '../names/symbols.ts';
import type { Arm, Span, Statement, TogetherStatement, WaitStatement } from '../syntax/tree.ts';
import type { Finding } from '../types/context.ts';
import { durationValue } from '../types/expect.ts';
import { waitsBelow } from '../types/sending.ts';
import type { Rule } from './rule.ts';
import { branchesNeeded, comesToItsEnd } from './ways.ts';

export const waits: Rule = ({ tree, text }, found) => {
  for (const journey of tree.declarations)
    if (journey.kind === 'Journey') within(statementsOf(journey), journey.expire !== undefined, text, found);
};

/** `isOver`: something else ends all that waits here. */
function within(
  statements: readonly Statement[],
  isOver: boolean,
  text: string,
  found: (finding: Finding) => void,
): void {
  for (const statement of statements) {
    if (!isOver && waitsWithoutEnd(statement))
      found({ wording: say.waitWithoutEnd(), span: firstWords(statement, text) });
    const arms = armsOf(statement);
    if (arms !== undefined) race(arms, statement, text, found);
    const ends = isOver || (statement.kind === 'Together' && branchesEnd(statement));
    for (const inner of innerStatements(statement)) within(inner, ends, text, found);
  }
}

function armsOf(statement: Statement): readonly Arm[] | undefined {
  if (statement.kind === 'Send')
    return statement.arms !== undefined && waitsBelow(statement.arms) ? statement.arms : undefined;
  return statement.kind === 'Wait' && statement.form.kind === 'Race' ? statement.form.arms : undefined;
}

function waitsWithoutEnd(statement: Statement): boolean {
  if (statement.kind === 'Wait') return !endsByTime(statement);
  const arms = armsOf(statement);
  return arms !== undefined && !raceEndsByTime(arms);
}

/** Do as many branches end by themselves as it waits for, or does one finish the journey? Then the others are cancelled. */
function branchesEnd(statement: TogetherStatement): boolean {
  const ending = statement.branches.filter((branch) => endsByItself(branch.statements));
  return ending.length >= branchesNeeded(statement) || ending.some((branch) => !comesToItsEnd(branch));
}

/** People come to an end, and so does what is run, or it is told there; a way back may go round for ever. */
function endsByItself(statements: readonly Statement[]): boolean {
  return statements.every(
    (statement) =>
      statement.kind !== 'GoTo' && !waitsWithoutEnd(statement) && innerStatements(statement).every(endsByItself),
  );
}

function endsByTime({ form }: WaitStatement): boolean {
  switch (form.kind) {
    case 'For':
    case 'Until':
      return true;
    case 'Signal':
      return form.upTo !== undefined;
    case 'Race':
      // A race that is not finished or empty has been reported.
      return raceEndsByTime(form.arms);
  }
}

function raceEndsByTime(arms: readonly Arm[]): boolean {
  return (
    arms.length === 0 || arms.some((arm) => arm.kind === 'AfterArm' || arm.kind === 'AtArm' || arm.kind === 'Invalid')
  );
}

function race(arms: readonly Arm[], statement: Span, text: string, found: (finding: Finding) => void): void {
  if (arms.length === 0) {
    found({ wording: say.waitWithoutArm(), span: firstWords(statement, text) });
    return;
  }
  const timed = arms.flatMap((arm) => {
    const ms = arm.kind === 'AfterArm' ? durationValue(arm.duration) : undefined;
    return ms === undefined || arm.kind !== 'AfterArm' ? [] : [{ arm, ms }];
  });
  for (const [index, late] of timed.entries()) {
    const [first] = timed
      .filter((each, at) => isEarlier(each, late) && (each.ms < late.ms || at < index))
      .sort((a, b) => a.ms - b.ms);
    if (first === undefined) continue;
    const { start, duration } = first.arm;
    found({
      wording: say.armNeverWins({ first: text.slice(duration.start, duration.end) }),
      span: { start: late.arm.start, end: late.arm.duration.end },
      related: [{ span: { start, end: start + 'after'.length }, message: 'It wins here.' }],
    });
  }
}

interface Timed {
  readonly arm: Extract<Arm, { kind: 'AfterArm' }>;
  readonly ms: number;
}

/** Open hours and a signal that may come only make an arm later, by how much nobody knows. */
function isEarlier(first: Timed, late: Timed): boolean {
  if (first === late || first.ms > late.ms || first.arm.without !== undefined) return false;
  return first.arm.during === undefined || first.arm.during.text === late.arm.during?.text;
}

/** The statement's first line. */
function firstWords(statement: Span, text: string): Span {
  const line = text.indexOf('\n', statement.start);
  const end = line < 0 ? statement.end : Math.min(line, statement.end);
  return { start: statement.start, end: text[end - 1] === '\r' ? end - 1 : end };
}

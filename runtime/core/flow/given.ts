/**
 * What a message or a call is given. It was there when the journey came to it, and can have been taken away while a policy held the
 * message or the journey was paused: the checker has promised a value, so nothing goes out without one.
 */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Compute, Frame, Parameter } from '../compile/parts.ts';

export interface Given {
  readonly values: readonly Json[];
  /** what had to be there, and is absent, as the author calls it */
  readonly lacks: string | null;
}

export function given(expressions: readonly Compute[], parameters: readonly Parameter[], frame: Frame): Given {
  const lacking: string[] = [];
  const asked: Frame = { ...frame, lacking };
  const values = expressions.map((expression) => expression(asked, null));
  const absent = parameters.find(({ optional }, index) => !optional && values[index] === null);
  return { values, lacks: lacking[0] ?? absent?.name ?? null };
}

/** How that is told. */
export const noValueFor = (name: string): string => `no value for ${name}`;

/** Is this JSON a graph? What the published schemas accept, and nothing else, passes from compiler to runtime. */
import type { ValidateFunction } from 'ajv';
import type { TestSuite } from './tests.ts';
import type { Graph } from './types.ts';
import { graphValidator, testsValidator } from './validators.ts';

export type Accepted<T> =
  | { readonly ok: true; readonly value: T }
  /** what is wrong, each with its place: `/journeys/BillShock/nodes/0 must have required property 'label'` */
  | { readonly ok: false; readonly problems: readonly string[] };

export function acceptGraph(value: unknown): Accepted<Graph> {
  return accept(graphValidator(), value);
}

export function acceptTests(value: unknown): Accepted<TestSuite> {
  return accept(testsValidator(), value);
}

function accept<T>(validate: ValidateFunction<T>, value: unknown): Accepted<T> {
  if (validate(value)) return { ok: true, value };
  const problems = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`,
  );
  return { ok: false, problems };
}

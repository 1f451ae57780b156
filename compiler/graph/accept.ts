/** Is this JSON a graph? What the published schemas accept, and nothing else, passes from compiler to runtime. */
import { Ajv, type ValidateFunction } from 'ajv';
import graphSchema from '../../schemas/graph.schema.json' with { type: 'json' };
import testsSchema from '../../schemas/tests.schema.json' with { type: 'json' };
import type { TestSuite } from './tests.ts';
import type { Graph } from './types.ts';

export type Accepted<T> =
  | { readonly ok: true; readonly value: T }
  /** what is wrong, each with its place: `/journeys/BillShock/nodes/0 must have required property 'label'` */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Compiled at first use: it costs more than most graphs take to check. */
let graphs: ValidateFunction<Graph> | undefined;
let suites: ValidateFunction<TestSuite> | undefined;

export function acceptGraph(value: unknown): Accepted<Graph> {
  graphs ??= validator<Graph>(graphSchema);
  return accept(graphs, value);
}

export function acceptTests(value: unknown): Accepted<TestSuite> {
  suites ??= validator<TestSuite>(testsSchema);
  return accept(suites, value);
}

/** Made for a fast start: ajv's optimizer costs twice what it saves, and the schema itself is checked by a test. */
function validator<T>(schema: object): ValidateFunction<T> {
  const ajv = new Ajv({ discriminator: true, strictTypes: false, validateSchema: false, code: { optimize: false } });
  return ajv.compile<T>(schema);
}

function accept<T>(validate: ValidateFunction<T>, value: unknown): Accepted<T> {
  if (validate(value)) return { ok: true, value };
  const problems = (validate.errors ?? []).map(
    (error) => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`,
  );
  return { ok: false, problems };
}

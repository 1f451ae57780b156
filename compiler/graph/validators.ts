/**
 * The published schemas as functions. Compiling them costs more than most graphs take to check, so a bundle has them
 * compiled: `scripts/build.mjs` puts the code that `createAjv` makes in the place of this file.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import graphSchema from '../../schemas/graph.schema.json' with { type: 'json' };
import testsSchema from '../../schemas/tests.schema.json' with { type: 'json' };
import type { TestSuite } from './tests.ts';
import type { Graph } from './types.ts';

/** By the names of the functions below. */
export const SCHEMA_IDS = { graphValidator: graphSchema.$id, testsValidator: testsSchema.$id };

/** `source`: keep the code. The schemas themselves are checked by a test. */
export function createAjv(source: boolean): Ajv {
  return new Ajv({
    discriminator: true,
    strictTypes: false,
    validateSchema: false,
    schemas: [graphSchema, testsSchema],
    code: { optimize: source, source, esm: source },
  });
}

let graphs: ValidateFunction<Graph> | undefined;
let suites: ValidateFunction<TestSuite> | undefined;

export function graphValidator(): ValidateFunction<Graph> {
  graphs ??= createAjv(false).compile<Graph>({ $ref: SCHEMA_IDS.graphValidator });
  return graphs;
}

export function testsValidator(): ValidateFunction<TestSuite> {
  suites ??= createAjv(false).compile<TestSuite>({ $ref: SCHEMA_IDS.testsValidator });
  return suites;
}

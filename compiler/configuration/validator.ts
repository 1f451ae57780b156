/**
 * The schema of `journey.json` as a function. Every command reads that file, and compiling its schema takes as long as reading
 * a small workspace; a bundle has it compiled: `scripts/build.mjs` puts the code that `createAjv` makes in the place of this file.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import schema from '../../schemas/journey.schema.json' with { type: 'json' };

/** By the names of the functions below. */
export const SCHEMA_IDS = { configurationValidator: schema.$id };

/** `source`: keep the code. The schema itself is checked by a test. */
export function createAjv(source: boolean): Ajv {
  return new Ajv({
    allErrors: true,
    verbose: true,
    meta: false,
    validateSchema: false,
    strictTypes: false,
    schemas: [schema],
    code: { source, esm: source },
  });
}

let validator: ValidateFunction | undefined;

export function configurationValidator(): ValidateFunction {
  validator ??= createAjv(false).compile({ $ref: SCHEMA_IDS.configurationValidator });
  return validator;
}

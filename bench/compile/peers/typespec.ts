/**
 * TypeSpec on a workspace of like shape: a folder a team, models for signals, an interface a journey whose operations refer to them, as many
 * lines. Parsed, bound and type-checked; nothing is emitted.
 *
 * `node typespec.mjs FOLDER`: prints the errors found.
 */
import { join, resolve } from 'node:path';
import { compile, NodeHost } from '@typespec/compiler';

const [, , folder = ''] = process.argv;
const program = await compile(NodeHost, resolve(join(folder, 'main.tsp')), { noEmit: true });
const errors = program.diagnostics.filter(({ severity }) => severity === 'error');
for (const { message } of errors.slice(0, 5)) console.error(message);
console.log(JSON.stringify({ errors: errors.length }));

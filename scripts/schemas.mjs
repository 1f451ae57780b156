/**
 * Writes the published JSON Schemas of what the compiler gives out, from the types that it is written with.
 *
 *     node scripts/schemas.mjs           writes schemas/graph.schema.json and schemas/tests.schema.json
 *     node scripts/schemas.mjs --check   exits 1 when they are not up to date
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('..', import.meta.url).pathname;
const check = process.argv.includes('--check');

const schemas = [
  {
    file: 'graph.schema.json',
    source: 'compiler/graph/types.ts',
    type: 'Graph',
    title: 'The intermediate graph of Journey',
  },
  {
    file: 'tests.schema.json',
    source: 'compiler/graph/tests.ts',
    type: 'TestSuite',
    title: 'The tests of a workspace',
  },
];

mkdirSync(join(root, 'schemas'), { recursive: true });
for (const { file, source, type, title } of schemas) {
  const generated = createGenerator({
    path: join(root, source),
    tsconfig: join(root, 'tsconfig.json'),
    type,
    expose: 'all',
    topRef: true,
    additionalProperties: false,
    sortProps: true,
    skipTypeCheck: true,
    encodeRefs: false,
  }).createSchema(type);
  const { $schema, ...rest } = renamed(generated);
  const schema = tagsFirst({ $schema, $id: `https://journey-lang.dev/schemas/${file}`, title, ...rest });
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const target = join(root, 'schemas', file);
  if (!check) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error(`schemas/${file} is not up to date: run \`node scripts/schemas.mjs\``);
    process.exitCode = 1;
  }
}

/** `Readonly<Record<string,Signal>>` is no name for a definition. */
function renamed(schema) {
  const text = JSON.stringify(schema).replace(/Readonly<Record<string,(\w+)>>/g, (_, name) => `MapOf${capital(name)}`);
  return JSON.parse(text);
}

function capital(name) {
  return name[0].toUpperCase() + name.slice(1);
}

/** What tells the members of a union apart is looked at first: else a deep expression is tried in every member. */
function tagsFirst(node) {
  if (Array.isArray(node)) return node.map(tagsFirst);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, tagsFirst(value)]));
  if (typeof copy.properties === 'object') {
    const tag = (name) => (name === 'op' || name === 'kind' ? 0 : 1);
    const sorted = Object.entries(copy.properties).sort(([a], [b]) => tag(a) - tag(b));
    copy.properties = Object.fromEntries(sorted);
  }
  return copy;
}

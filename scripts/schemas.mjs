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
  const schema = tagged({ $schema, $id: `https://journey-lang.dev/schemas/${file}`, title, ...rest }, rest.definitions);
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

/**
 * Unions whose members are told apart by `op` or `kind` say so: a validator then looks at one member instead of trying all,
 * and its complaint is about that one. Readers that do not know `discriminator` see a plain `oneOf`.
 */
function tagged(node, definitions) {
  if (Array.isArray(node)) return node.map((item) => tagged(item, definitions));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, tagged(value, definitions)]));
  // A validator reads the tag's values where they stand, not behind a reference.
  for (const name of ['op', 'kind']) {
    const values = valuesOf(copy.properties?.[name], definitions);
    if (copy.properties?.[name]?.$ref && values) copy.properties[name] = { type: 'string', enum: values };
  }
  const tag = Array.isArray(node.anyOf) ? tagOf(node.anyOf, definitions) : undefined;
  if (tag === undefined) return copy;
  const { anyOf, ...rest } = copy;
  return { ...rest, type: 'object', discriminator: { propertyName: tag }, required: [tag], oneOf: anyOf };
}

function tagOf(members, definitions) {
  const objects = members.map((member) => (member.$ref ? definitions[member.$ref.split('/').at(-1)] : member));
  return ['op', 'kind'].find((tag) => {
    const values = objects.map((member) => valuesOf(member?.properties?.[tag], definitions));
    if (values.some((each) => each === undefined)) return false;
    const all = values.flat();
    return new Set(all).size === all.length;
  });
}

function valuesOf(property, definitions) {
  if (property === undefined) return undefined;
  const node = property.$ref ? definitions[property.$ref.split('/').at(-1)] : property;
  return node.const === undefined ? node.enum : [node.const];
}

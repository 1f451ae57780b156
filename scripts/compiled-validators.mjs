/** Puts the code of the schemas' validators into a bundle: compiling them at run time takes a third of a second. */
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

/** They export `SCHEMA_IDS`, schemas by the names of the functions that they have, and `createAjv`. */
const sources = ['compiler/graph/validators.ts', 'compiler/configuration/validator.ts'];

export const compiledValidators = {
  name: 'compiled-validators',
  setup({ onLoad }) {
    const codes = new Map(sources.map((source) => [join(process.cwd(), source), compiled(source)]));
    onLoad({ filter: /validators?\.ts$/ }, async ({ path }) => {
      const code = codes.get(path);
      return code === undefined ? undefined : { contents: await code, loader: 'js', resolveDir: process.cwd() };
    });
  },
};

/** Inside the project: the code is made with the very classes of the `ajv` beside it. */
const folder = 'node_modules/.cache/journey-build';

async function compiled(source) {
  const outfile = `${folder}/${basename(source, '.ts')}.mjs`;
  await build({ entryPoints: [source], outfile, bundle: true, format: 'esm', packages: 'external', logLevel: 'error' });
  const { createAjv, SCHEMA_IDS } = await import(pathToFileURL(outfile).href);
  const names = Object.entries(SCHEMA_IDS).map(([name, id]) => [`${name}Code`, id]);
  const code = standaloneCode.default(createAjv(true), Object.fromEntries(names));
  const functions = names.map(([name]) => `export const ${name.replace(/Code$/, '')} = () => ${name};`);
  return `${code}\n${functions.join('\n')}\n`;
}

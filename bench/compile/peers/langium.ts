/**
 * Langium on the very texts of the generated workspace: lexing, parsing, linking and the checks that it makes by itself. Its grammar knows
 * what the workspace uses; texts with holes are one token to it, types and units are not checked.
 *
 * `node langium.mjs FOLDER`: prints the lines read and the errors found.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem, URI } from 'langium';
import { createServicesForGrammar } from 'langium/grammar';

const [, , folder = ''] = process.argv;
const grammar = readFileSync(join('bench', 'compile', 'peers', 'journey.langium'), 'utf8');
const services = await createServicesForGrammar({ grammar, sharedModule: EmptyFileSystem });
const { workspace } = services.shared;

let lines = 0;
const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.journey'))
  .map((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    lines += text.split('\n').length - 1;
    return workspace.LangiumDocumentFactory.fromString(text, URI.file(`/${path}`));
  });
for (const document of documents) workspace.LangiumDocuments.addDocument(document);
await workspace.DocumentBuilder.build(documents, { validation: true });
const errors = documents.flatMap(({ diagnostics }) => diagnostics ?? []).filter(({ severity }) => severity === 1);
for (const { message } of errors.slice(0, 5)) console.error(message);
console.log(JSON.stringify({ lines, errors: errors.length }));

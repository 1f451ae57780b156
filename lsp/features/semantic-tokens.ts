/** textDocument/semanticTokens/full */
import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensParams } from 'vscode-languageserver/node';
import type { Coloured } from '../../compiler/editor/types.ts';
import { inFile, type Server } from '../feature.ts';

/** The names that the protocol knows, which themes have colours for. */
const types = {
  signal: 'event',
  type: 'type',
  condition: 'function',
  purpose: 'interface',
  channel: 'interface',
  message: 'function',
  team: 'interface',
  calendar: 'variable',
  policy: 'class',
  journey: 'class',
  decision: 'class',
  action: 'function',
  model: 'function',
  candidate: 'enumMember',
  experiment: 'class',
  variant: 'enumMember',
  kind: 'enumMember',
  customer: 'variable',
  field: 'property',
  'profile field': 'property',
  'identity key': 'property',
  subject: 'type',
  value: 'enumMember',
  binding: 'variable',
  step: 'method',
  outcome: 'enumMember',
  function: 'function',
  folder: 'namespace',
  template: 'string',
  keyword: 'keyword',
  comment: 'comment',
  string: 'string',
  number: 'number',
} as const satisfies Readonly<Record<Coloured['kind'], string>>;

const DECLARATION = 1;
export const legend = { tokenTypes: [...new Set(Object.values(types))], tokenModifiers: ['declaration'] };
const numbers = new Map(legend.tokenTypes.map((type, index) => [type, index]));

export function semanticTokens(server: Server): void {
  server.connection.languages.semanticTokens.on(
    inFile<SemanticTokensParams, SemanticTokens>(server, { data: [] }, ({ editor, path }) => {
      const builder = new SemanticTokensBuilder();
      for (const { line, character, length, kind, declares } of editor.coloursOf(path))
        builder.push(line, character, length, numbers.get(types[kind]) ?? 0, declares ? DECLARATION : 0);
      return builder.build();
    }),
  );
}

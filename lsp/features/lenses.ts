/** textDocument/codeLens: what stands above declarations. */
import { type CodeLens, type CodeLensParams, CodeLensRefreshRequest } from 'vscode-languageserver/node';
import type { Lens } from '../../compiler/editor/types.ts';
import { SHOW_REFERENCES } from '../client.ts';
import { inFile, type Server } from '../feature.ts';
import { refreshing } from '../refreshing.ts';
import { RUN_TEST } from './run-test.ts';

export function lenses(server: Server): void {
  const { connection } = server;
  // Names are used in other files.
  const told = refreshing(server, {
    wanted: () => server.client().refreshesLenses,
    shown: ({ editor, path }) => editor.lensesOf(path),
    refresh: () => connection.sendRequest(CodeLensRefreshRequest.type),
  });
  connection.onCodeLens(
    inFile<CodeLensParams, CodeLens[]>(server, [], (place, { textDocument: { uri } }) =>
      told(uri, place)
        .filter(({ kind }) => kind === 'test' || server.client().showsReferences)
        .map((lens) => asLens(uri, lens)),
    ),
  );
}

function asLens(uri: string, lens: Lens): CodeLens {
  const { range } = lens;
  switch (lens.kind) {
    case 'test':
      return { range, command: { title: 'Run test', command: RUN_TEST, arguments: [uri, lens.name] } };
    case 'uses': {
      const { count } = lens;
      // One without a command is only read.
      if (count === 0) return { range, command: { title: 'used nowhere', command: '' } };
      const title = count === 1 ? 'used in 1 place' : `used in ${count} places`;
      return { range, command: { title, command: SHOW_REFERENCES, arguments: [uri, range.start] } };
    }
  }
}

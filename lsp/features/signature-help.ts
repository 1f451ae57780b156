/** textDocument/signatureHelp */
import type { SignatureHelp, SignatureHelpParams } from 'vscode-languageserver/node';
import { inFile, offsetOf, type Server } from '../feature.ts';

export function signatureHelp(server: Server): void {
  server.connection.onSignatureHelp(
    inFile<SignatureHelpParams, SignatureHelp | null>(server, null, (place, { position }) => {
      const call = place.editor.callAt(place.path, offsetOf(place, position));
      if (call === undefined) return null;
      const { name, parameters, argument, doc } = call;
      const label = `${name}(${parameters.join(', ')})`;
      return {
        signatures: [
          {
            label,
            parameters: parameters.map((parameter) => ({ label: parameter })),
            ...(doc === undefined ? {} : { documentation: doc }),
          },
        ],
        activeSignature: 0,
        activeParameter: argument,
      };
    }),
  );
}

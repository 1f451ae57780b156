/** The language server on standard input and output: the entry of `journey lsp --stdio` and of the editor's bundled server. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout));

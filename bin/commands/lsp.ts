import { Command } from 'commander';

export function lspCommand(): Command {
  return new Command('lsp')
    .description('the language server, for editors')
    .option('--stdio', 'talks on standard input and output (the only way, and the default)')
    .addHelpText('after', '\nExample:\n  journey lsp --stdio')
    .action(serve);
}

/** Loading the server starts it; it ends when the editor says so or goes away. */
async function serve(): Promise<void> {
  await import('../../lsp/main.ts');
}

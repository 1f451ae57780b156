/** Reads and checks `journey.json`. */
import { readFileSync } from 'node:fs';
import type { Configuration, ReadConfiguration } from '../compiler/configuration/configuration.ts';
import type { Diagnostic } from '../compiler/diagnostics/types.ts';
import { withLineFeeds } from '../compiler/syntax/lines.ts';
import { CliFailure, reasonOf } from './output.ts';

/** What the file says, and what is wrong with it. A file that cannot be opened ends the command. */
export async function inspectConfiguration(path: string): Promise<ReadConfiguration & { readonly text: string }> {
  const text = readTextFile(path, 2);
  const { readConfiguration } = await import('../compiler/configuration/configuration.ts');
  return { text, ...readConfiguration('journey.json', text) };
}

/** For commands that go on only with a configuration that is right. */
export function requireRight(
  path: string,
  diagnostics: readonly Diagnostic[],
  configuration: Configuration,
): Configuration {
  const [first] = diagnostics;
  if (first === undefined) return configuration;
  const { line, character } = first.range.start;
  throw new CliFailure(2, `${path}:${line + 1}:${character + 1} ${first.code}: ${first.message}`, first.hint);
}

/** A file's text, decoded strictly; what cannot be read ends the command with the status. */
export function readTextFile(path: string, status: 1 | 2): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new CliFailure(status, `${path} cannot be read: ${reason(error)}.`);
  }
  return decoded(bytes, path, status);
}

/** A file's text, and why it is none: then what it most likely says, so that the names in it are known to other files. */
export function guessTextFile(path: string): { readonly text: string; readonly failure?: CliFailure } {
  try {
    return { text: readTextFile(path, 1) };
  } catch (failure) {
    if (!(failure instanceof CliFailure)) throw failure;
    return { text: likelyText(path), failure };
  }
}

function likelyText(path: string): string {
  try {
    const bytes = readFileSync(path);
    const mark = bytes.toString('latin1', 0, 2);
    const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : 'windows-1252';
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    return '';
  }
}

/** Bytes of other encodings would come out damaged. */
export function decoded(bytes: Uint8Array, name: string, status: 1 | 2): string {
  try {
    return withLineFeeds(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new CliFailure(status, `${name} is not UTF-8 text.`, 'Save it with the encoding UTF-8.');
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'it does not exist';
    case 'EISDIR':
      return 'it is a folder';
    default:
      return reasonOf(error);
  }
}

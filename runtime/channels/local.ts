/** Ways out that stay on this machine: the console, and a file. A line of JSON each, with the key that names a repetition. */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Connector, Work } from './connector.ts';

export function consoleConnector(print: (line: string) => void): Connector {
  return {
    async send(work) {
      print(JSON.stringify(lineOf(work)));
      return local(work);
    },
    close: async () => undefined,
  };
}

/** Appends, and is on disk when it is taken; the folder is made where there is none. */
export function fileConnector(path: string): Connector {
  return {
    async send(work) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(path, 'a');
      try {
        await file.appendFile(`${JSON.stringify(lineOf(work))}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      return local(work);
    },
    close: async () => undefined,
  };
}

function lineOf(work: Work): object {
  return { ...work, time: new Date(work.time).toISOString() };
}

/** Nobody answers here. */
function local(work: Work): { readonly kind: 'taken' } | { readonly kind: 'answered'; readonly value: null } {
  return work.kind === 'call' && work.result === null ? { kind: 'answered', value: null } : { kind: 'taken' };
}

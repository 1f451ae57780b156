/** What fails in a connector of one's own where no try waits for it. It ends no daemon: the same work would come again, and end the next. */
import { realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { stackOf, textOf } from '../runtime/channels/thrown.ts';
import type { WaysOut } from './leaving.ts';
import { tell } from './output.ts';

/** `ways`: those by which all leaves at the moment. */
export function outliveOwnConnectors(workspace: string, ways: () => WaysOut): void {
  const root = realpathSync(workspace);
  let said = '';
  const say = (error: unknown): void => {
    const words = textOf(error);
    const place = placeOf(error, root);
    const text = ways().secrets.clean(place === null ? words : `${place}: ${words}`);
    if (text !== said) tell(`A connector of your own has failed where no try waits for it; all else goes on. ${text}`);
    said = text;
  };
  process.on('unhandledRejection', (reason) => {
    if (!ways().own || isOurs(reason, root)) throw reason;
    say(reason);
  });
  process.on('uncaughtException', (error) => {
    if (!ways().own || placeOf(error, root) === null) throw error;
    say(error);
  });
}

/** What fails in our own code can have left anything half done. A request that failed often names nobody's code. */
function isOurs(error: unknown, root: string): boolean {
  return placeOf(error, root) === null && stackOf(error).includes(new URL('.', import.meta.url).href);
}

/** The line of the workspace's own code that it comes from; null: it comes from no such. */
function placeOf(error: unknown, root: string): string | null {
  const home = `${pathToFileURL(root).href}/`;
  const [, url, line] =
    [...stackOf(error).matchAll(/(file:\S+?):(\d+):\d+/g)].find(
      ([, url = '']) => url.startsWith(home) && !url.includes('/node_modules/'),
    ) ?? [];
  return url === undefined ? null : `${fileURLToPath(url).slice(root.length).split(sep).join('/').slice(1)}:${line}`;
}

/** A connector of one's own: a JavaScript module of the workspace. Its default export makes it. */
import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connector, Result, Work } from './connector.ts';
import type { Secrets } from './secrets.ts';
import type { ModuleSettings } from './settings.ts';

/** What the module's default export is given. */
export interface ModuleContext {
  readonly name: string;
  readonly settings: NonNullable<ModuleSettings['settings']>;
  /** by name, as the environment has them */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Throws with a plain reason where the module cannot be used. */
export async function moduleConnector(
  root: string,
  name: string,
  given: ModuleSettings,
  secrets: Secrets,
): Promise<Connector> {
  const path = await inside(root, given.module);
  const loaded = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
  if (typeof loaded.default !== 'function') throw new Error(`${given.module} has no function as its default export`);
  const own: Record<string, string> = {};
  for (const [each, secret] of Object.entries(given.secrets ?? {})) own[each] = secrets.get(secret);
  const context: ModuleContext = { name, settings: given.settings ?? {}, secrets: own };
  const made: unknown = await (loaded.default as (context: ModuleContext) => unknown)(context);
  if (!hasSend(made)) throw new Error(`${given.module} gives nothing that has a function \`send\``);
  return {
    async send(work, signal) {
      return resultOf(await made.send(work, { signal }));
    },
    async close() {
      await made.close?.();
    },
  };
}

interface Made {
  send(work: Work, more: { readonly signal: AbortSignal }): unknown;
  close?(): unknown;
}

function hasSend(made: unknown): made is Made {
  return typeof made === 'object' && made !== null && 'send' in made && typeof made.send === 'function';
}

/** The file, which stands inside the workspace also when links are followed. */
async function inside(root: string, path: string): Promise<string> {
  const [folder, file] = await Promise.all([realpath(root), realpath(resolve(root, path))]);
  if (!file.startsWith(folder + sep)) throw new Error(`${path} is not inside the workspace`);
  return file;
}

const KINDS: readonly Result['kind'][] = ['taken', 'answered', 'refused', 'failed', 'closed'];

/** What a module gives back is looked at like anything from outside. */
function resultOf(given: unknown): Result {
  const wrong: Result = { kind: 'failed', reason: 'the connector gave back what is no result' };
  if (typeof given !== 'object' || given === null || !('kind' in given)) return wrong;
  const { kind, value = null, reason, detail, afterMs } = given as Record<string, unknown>;
  const words = typeof reason === 'string' ? reason : 'no reason was given';
  const more = {
    ...(typeof detail === 'string' ? { detail } : {}),
    ...(typeof afterMs === 'number' && afterMs >= 0 ? { afterMs } : {}),
  };
  switch (KINDS.find((each) => each === kind)) {
    case 'taken':
      return { kind: 'taken' };
    case 'answered':
      return { kind: 'answered', value: JSON.parse(JSON.stringify(value)) };
    case 'refused':
      return { kind: 'refused', reason: words, ...more };
    case 'failed':
      return { kind: 'failed', reason: words, ...more };
    case 'closed':
      return { kind: 'closed', reason: words };
    case undefined:
      return wrong;
  }
}

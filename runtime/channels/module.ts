/** A connector of one's own: a JavaScript module of the workspace. Its default export makes it. */
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Connector, LARGEST_ANSWER, LONGEST_PAUSE_MS, type Result, TOO_LARGE, type Work } from './connector.ts';
import { parseAnswer } from './parse-answer.ts';
import type { Secrets } from './secrets.ts';
import type { ModuleSettings } from './settings.ts';
import { stackOf, textOf } from './thrown.ts';

/** What the module's default export is given. */
export interface ModuleContext {
  readonly name: string;
  readonly settings: NonNullable<ModuleSettings['settings']>;
  /** by name, as the environment has them */
  readonly secrets: Readonly<Record<string, string>>;
}

/** So long may one take until it is ready: what waits for it says nothing, and no new files are taken. */
const READY_MS = 30_000;

/** Throws with a plain reason where the module cannot be used. */
export async function moduleConnector(
  root: string,
  name: string,
  given: ModuleSettings,
  secrets: Secrets,
  readyMs = READY_MS,
): Promise<Connector> {
  const path = await inside(root, given.module);
  const loaded = await inTime(
    given.module,
    readyMs,
    told(given.module, path, () => load(path)),
  );
  if (typeof loaded.default !== 'function') throw new Error(`${given.module} has no function as its default export`);
  const own: Record<string, string> = {};
  for (const [each, secret] of Object.entries(given.secrets ?? {})) own[each] = secrets.get(secret);
  const context: ModuleContext = { name, settings: given.settings ?? {}, secrets: own };
  const make = loaded.default as (context: ModuleContext) => unknown;
  const making = told(given.module, path, async () => make(context));
  const made: unknown = await inTime(given.module, readyMs, making);
  if (!hasSend(made)) throw new Error(`${given.module} gives nothing that has a function \`send\``);
  return {
    async send(work, signal) {
      const to = work.kind === 'message' ? work.to : '';
      return resultOf(await made.send(work, { signal }), (words) => secrets.clean(words, to));
    },
    async close() {
      await made.close?.();
    },
  };
}

interface Loaded {
  readonly default?: unknown;
}

/** As it stands there now: Node keeps by its address what it has loaded once. What the module imports itself stays as it was. */
async function load(path: string): Promise<Loaded> {
  const text = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 16);
  // Kept there by its path alone, where it is no ES module.
  delete createRequire(path).cache[path];
  return (await import(`${pathToFileURL(path).href}?${text}`)) as Loaded;
}

async function inTime<T>(module: string, ms: number, work: Promise<T>): Promise<T> {
  const patience = new AbortController();
  const late = pause(ms, null, { signal: patience.signal }).then(() => {
    throw new Error(`${module} is not ready within ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    patience.abort();
  }
}

/** What goes wrong in somebody's module is told with the module and, where it is known, its line. */
async function told<T>(module: string, path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = error instanceof Error ? textOf(error) : `thrown: ${textOf(error)}`;
    const [, after = ''] = stackOf(error).split(pathToFileURL(path).pathname);
    const line = /^(?:\?[^:\s]*)?:(\d+)/.exec(after)?.[1];
    throw new Error(`${module}${line === undefined ? '' : `:${line}`}: ${words}`);
  }
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
  const there = resolve(root, path);
  const [folder, file] = await Promise.all([realpath(root), realpath(there).catch(() => null)]);
  if (file === null) throw new Error(`there is no file ${there}`);
  if (!file.startsWith(folder + sep)) throw new Error(`${path} is not inside the workspace`);
  return file;
}

/** Only what could have come over HTTP, too. */
function answerOf(value: unknown): Result {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return { kind: 'failed', reason: 'the answer is not JSON', only: true };
  return text.length > LARGEST_ANSWER ? { kind: 'failed', reason: TOO_LARGE, only: true } : parseAnswer(text);
}

const KINDS: readonly Result['kind'][] = ['taken', 'answered', 'refused', 'failed', 'closed'];

/** What a module gives back is looked at like anything from outside: its reason may be what somebody else has said. */
function resultOf(given: unknown, clean: (words: string) => string): Result {
  const wrong: Result = { kind: 'failed', reason: 'the connector gave back what is no result' };
  if (typeof given !== 'object' || given === null || !('kind' in given)) return wrong;
  const { kind, value = null, reason, detail, afterMs, only } = given as Record<string, unknown>;
  const words = typeof reason === 'string' ? clean(reason) : 'no reason was given';
  const more = {
    ...(typeof detail === 'string' ? { detail } : {}),
    ...(typeof afterMs === 'number' && afterMs >= 0 ? { afterMs: Math.min(afterMs, LONGEST_PAUSE_MS) } : {}),
  };
  switch (KINDS.find((each) => each === kind)) {
    case 'taken':
      return { kind: 'taken' };
    case 'answered':
      return answerOf(value);
    case 'refused':
      return { kind: 'refused', reason: words, ...more };
    case 'failed':
      return { kind: 'failed', reason: words, ...more, ...(only === true ? { only } : {}) };
    case 'closed':
      return { kind: 'closed', reason: words };
    case undefined:
      return wrong;
  }
}

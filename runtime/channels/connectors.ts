/** Makes the connectors that a workspace uses. What each kind needs is loaded only where it is used. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Connector } from './connector.ts';
import type { Allowed } from './guard.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

export interface ConnectorOptions {
  /** the workspace */
  readonly root: string;
  readonly secrets: Secrets;
  /** milliseconds since 1970 UTC */
  readonly now: () => number;
  /** a line for people, on the console */
  readonly print: (line: string) => void;
}

export interface Made {
  readonly connector: Connector;
  /** how many tries may be under way */
  readonly concurrency: number;
  /** the same for the same settings */
  readonly settings: string;
}

/** Tries under way at one time where nothing is said. */
const CONCURRENCY = 10;

/** By name. Throws with a plain reason where one cannot be made. */
export async function makeConnectors(
  settings: ReadonlyMap<string, Settings>,
  options: ConnectorOptions,
): Promise<ReadonlyMap<string, Made>> {
  const made = new Map<string, Made>();
  for (const [name, each] of settings) {
    try {
      const connector = await makeConnector(name, each, options);
      made.set(name, { connector, concurrency: each.concurrency ?? CONCURRENCY, settings: markOf(each) });
    } catch (error) {
      // Those before it work for nobody: one of somebody's own would go on beside the old one.
      for (const { connector } of made.values()) connector.close().catch(() => undefined);
      const reason = options.secrets.clean(error instanceof Error ? error.message : String(error));
      throw new Error(`The connector \`${name}\` cannot be made: ${reason}.`);
    }
  }
  return made;
}

function markOf(settings: Settings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
}

async function makeConnector(name: string, settings: Settings, options: ConnectorOptions): Promise<Connector> {
  const { root, secrets, now, print } = options;
  const concurrency = settings.concurrency ?? CONCURRENCY;
  switch (settings.kind) {
    case 'smtp':
      return (await import('./smtp.ts')).smtpConnector(settings, secrets, concurrency);
    case 'http': {
      const poster = await posterFor(settings.url, settings.allow_private, concurrency);
      return (await import('./http.ts')).httpConnector({ settings, secrets, poster, now });
    }
    case 'ai': {
      const { aiConnector, completionsOf } = await import('./ai.ts');
      const poster = await posterFor(completionsOf(settings.url), settings.allow_private, concurrency);
      return aiConnector({ settings, secrets, poster, now });
    }
    case 'console':
      return (await import('./local.ts')).consoleConnector(print);
    case 'file':
      return (await import('./local.ts')).fileConnector(resolve(root, settings.path));
    case 'module':
      return (await import('./module.ts')).moduleConnector(root, name, settings, secrets);
  }
}

/** Throws where the address alone says that no try could reach it. */
async function posterFor(url: string, allowed: Allowed = false, concurrency: number) {
  const { hostOf, refusal } = await import('./guard.ts');
  const { createPoster } = await import('./post.ts');
  const address = new URL(url);
  const problem = refusal(address, allowed);
  if (problem !== null)
    throw new Error(`${problem}; a service of your own needs "allow_private": ["${hostOf(address)}"] beside its "url"`);
  return createPoster(url, { allowed, concurrency });
}

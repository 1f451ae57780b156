/** The connectors of `journey.json`, as its published schema has accepted them. */
import { lengthOf } from '../../compiler/graph/lengths.ts';
import type { Json } from '../../compiler/graph/types.ts';

/** The name of an environment variable; the secret itself is nowhere written. */
export interface Secret {
  readonly env: string;
}

interface Common {
  /** tries under way at one time */
  readonly concurrency?: number;
  /** of one try, such as `20 seconds` */
  readonly timeout?: string;
  /** how often, and for how long, messages and tasks are tried again */
  readonly retry?: { readonly times: number; readonly over: string };
}

export interface SmtpSettings extends Common {
  readonly host: string;
  readonly port?: number;
  /** always: TLS from the first byte; starttls (unless said otherwise): turned on before anything is sent; none: not at all */
  readonly tls?: 'always' | 'starttls' | 'none';
  readonly user?: string | Secret;
  readonly password?: Secret;
  readonly from: string;
  readonly reply_to?: string;
}

interface Outgoing extends Common {
  readonly url: string;
  /** true: also addresses of one's own network; a list: these hosts, wherever they are */
  readonly allow_private?: boolean | readonly string[];
}

export interface HttpSettings extends Outgoing {
  readonly headers?: Readonly<Record<string, string | Secret>>;
  readonly bearer?: Secret;
  /** secrets of Standard Webhooks (`whsec_..`), the newest first: each signs */
  readonly signing?: Secret | readonly Secret[];
}

export interface AiSettings extends Outgoing {
  readonly model: string;
  readonly key?: Secret;
  /** what the model is to do, in plain words */
  readonly prompt: string;
}

export interface FileSettings extends Common {
  /** relative to the workspace */
  readonly path: string;
}

export interface ModuleSettings extends Common {
  /** relative to the workspace, and inside it */
  readonly module: string;
  /** handed to the module as they are */
  readonly settings?: Readonly<Record<string, Json>>;
  readonly secrets?: Readonly<Record<string, Secret>>;
}

export type Settings =
  | ({ readonly kind: 'smtp' } & SmtpSettings)
  | ({ readonly kind: 'http' } & HttpSettings)
  | ({ readonly kind: 'ai' } & AiSettings)
  | ({ readonly kind: 'console' } & Common)
  | ({ readonly kind: 'file' } & FileSettings)
  | ({ readonly kind: 'module' } & ModuleSettings);

const BUILT_IN = ['smtp', 'http', 'ai', 'console', 'file'] as const;

/** The first word of a connector's name says its kind: `http whatsapp`. Any other word is a module of one's own. */
export function settingsOf(name: string, given: unknown): Settings {
  const word = name.split(' ')[0];
  const kind = BUILT_IN.find((each) => each === word) ?? 'module';
  return { kind, ...(given as object) } as Settings;
}

const TIMEOUT_MS = 20_000;
/** What is longer, Node's timers take for nothing at all. */
export const LONGEST_TRY_MS = 2 ** 31 - 1;

/** How long one try may take, in milliseconds. */
export function timeoutOf({ timeout }: Common): number {
  return Math.min(timeout === undefined ? TIMEOUT_MS : lengthOf(timeout), LONGEST_TRY_MS);
}

/** The names of all environment variables that a value asks for. */
export function variablesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('env' in value && typeof value.env === 'string') return [value.env];
  return Object.values(value).flatMap(variablesOf);
}

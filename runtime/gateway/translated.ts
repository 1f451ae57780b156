/** What a request is turned into: a signal in our own form, or why not. */
export interface Signal {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly keys?: Readonly<Record<string, string>>;
  /** anybody can have sent it */
  readonly trust?: 'public';
  readonly data: unknown;
}

export interface Translated {
  readonly ok: true;
  readonly signal: Signal;
}

export interface Refused {
  readonly ok: false;
  readonly reason: string;
  /** what was brought, for those who look at what was rejected */
  readonly brought: unknown;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that is not empty, or a number as text; else null. */
export function textIn(record: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  if (typeof value === 'string' && value !== '') return value;
  return Number.isFinite(value) ? String(value) : null;
}

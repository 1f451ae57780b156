/** The signals of a file, read with nothing of this project: what the straight-line computations start from. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export interface Line {
  readonly type: string;
  readonly subject: string;
  /** milliseconds since 1970 UTC */
  readonly time: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Each customer's signals in the order of the file. */
export function bySubject(file: string): Map<string, Line[]> {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const found = new Map<string, Line[]>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { type, subject, time, data } = JSON.parse(line);
    const lines = found.get(subject) ?? [];
    lines.push({ type, subject, time: Date.parse(time), data });
    found.set(subject, lines);
  }
  return found;
}

export type Counts = Record<string, number>;

export function count(counts: Counts, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

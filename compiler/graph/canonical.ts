/** Canonical JSON and the hash of meaning. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Graph, Json } from './types.ts';

/** JSON with the keys of every object sorted, nothing undefined, no white space: one meaning, one text. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const parts: string[] = [];
  for (const [key, item] of Object.entries(value).sort(byKey)) {
    if (item !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return `{${parts.join(',')}}`;
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** SHA-256, hex, of all that carries meaning in a graph. */
export function hashOf(graph: Omit<Graph, 'hash'>): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(meaningOf(graph)))));
}

/** Texts for people and places in files: a change in them is no change of meaning. */
const silent: ReadonlySet<string> = new Set(['place', 'doc', 'label', 'text', 'title', 'reads', 'subjectText']);

/** Keys of these objects are names that authors gave, so none of them is skipped. */
const namesInside: ReadonlySet<string> = new Set(['variables', 'keys', 'subjects']);

/** The graph without what carries no meaning. */
export function meaningOf(graph: Omit<Graph, 'hash'>): Json {
  const meaning: Record<string, Json> = {};
  for (const [part, value] of Object.entries(graph)) {
    if (part === 'files' || part === 'hash') continue;
    meaning[part] = isNamedMap(part) ? mapOf(value) : strip(value);
  }
  return meaning;
}

function isNamedMap(part: string): boolean {
  return part !== 'format' && part !== 'settings' && part !== 'identity' && part !== 'handlers';
}

function mapOf(value: unknown): Json {
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, strip(item)]));
}

function strip(value: unknown): Json {
  if (Array.isArray(value)) return value.map(strip);
  if (!isObject(value)) return plain(value);
  // A literal is a value of the author's, with keys of the author's.
  if (value.op === 'literal') return { op: 'literal', value: plain(value.value) };
  const kept: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (silent.has(key) || item === undefined) continue;
    kept[key] = namesInside.has(key) ? mapOf(item) : strip(item);
  }
  return kept;
}

function plain(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(plain);
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

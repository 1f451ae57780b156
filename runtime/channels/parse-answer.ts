/** What the other side has answered to a call: any JSON within reason. Whether it fits the declared type, the core says. */
import type { Json } from '../../compiler/graph/types.ts';
import { strangeJson } from '../engine/strange.ts';
import type { Result } from './connector.ts';

export function parseAnswer(text: string): Result {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { kind: 'failed', reason: 'the answer is not JSON', detail: text, only: true };
  }
  const strange = strangeJson(value);
  if (strange !== null) return { kind: 'failed', reason: 'the answer cannot be kept', detail: strange, only: true };
  return { kind: 'answered', value };
}

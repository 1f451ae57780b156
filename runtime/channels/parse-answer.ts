/** What the other side has answered to a call: any JSON within reason. Whether it fits the declared type, the core says. */
import type { Json } from '../../compiler/graph/types.ts';
import { isTooDeep } from '../engine/depth.ts';
import type { Result } from './connector.ts';

export function parseAnswer(text: string): Result {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { kind: 'failed', reason: 'the answer is not JSON', detail: text };
  }
  if (isTooDeep(value)) return { kind: 'failed', reason: 'the answer is nested too deeply' };
  return { kind: 'answered', value };
}

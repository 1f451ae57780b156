/** What a model is worth to an expression. */
import type { Json } from '../../../compiler/graph/types.ts';
import type { Frame } from './parts.ts';

/** What a model last answered, where that is not too old; else null, and it is noted that the model should be asked. */
export function keptAnswer(frame: Frame, model: string, values: readonly Json[], keepMs: number): Json {
  const answer = frame.customer.answers?.[model];
  const fresh = answer !== undefined && answer.at !== null && answer.at + keepMs > frame.now;
  if (!fresh) frame.wanted?.set(model, values);
  return fresh ? answer.value : null;
}

/** The workspace that is tortured: journeys that wait, send, are capped, hand over and remember. */
import type { Graph } from '../compiler/graph/types.ts';
import { compileFolder } from '../tests/compile.ts';

export const WORKSPACE = 'torture/workspace';

export const compiled = (): Graph => compileFolder(WORKSPACE).graph;

export function toGraph(text: string): Graph {
  return JSON.parse(text) as Graph;
}

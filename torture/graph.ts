/** The workspace that is tortured: journeys that wait, send, are capped, hand over and remember. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../compiler/graph/types.ts';
import { compileFolder } from '../tests/compile.ts';

export const WORKSPACE = join(import.meta.dirname, 'workspace');

export const compiled = (): Graph => compileFolder(WORKSPACE).graph;

export const workspaceText = (): string => readFileSync(join(WORKSPACE, 'shop.journey'), 'utf8');

export function toGraph(text: string): Graph {
  return JSON.parse(text) as Graph;
}

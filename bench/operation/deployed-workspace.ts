/**
 * A thousand journeys deployed, of which three are about carts; and the same three alone. The others are those of the
 * compile benchmark: journeys of all shapes with signals, messages, conditions and desks of their own.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWorkspace } from '../compile/generate.ts';

export const CONCERNED = 3;

const carts = readFileSync(join(import.meta.dirname, 'deployed.journey'), 'utf8');

/** Writes both workspaces below `folder`. */
export function writeDeployed(folder: string, journeys: number): { readonly all: string; readonly few: string } {
  const [all, few] = [join(folder, 'deployed-all'), join(folder, 'deployed-few')];
  writeWorkspace(all, Math.max(journeys - CONCERNED, 1));
  mkdirSync(few, { recursive: true });
  for (const shared of ['common', 'journey.json']) cpSync(join(all, shared), join(few, shared), { recursive: true });
  for (const workspace of [all, few]) {
    mkdirSync(join(workspace, 'carts'));
    writeFileSync(join(workspace, 'carts', 'carts.journey'), carts);
  }
  return { all, few };
}

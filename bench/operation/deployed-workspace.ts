/**
 * A thousand journeys deployed, of which three are about carts; and the same three alone. The others are those of the
 * compile benchmark: journeys of all shapes with signals, messages, conditions and desks of their own; and for a quarter journeys
 * that start when a condition becomes true, which no signal starts by its name.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWorkspace } from '../compile/generate.ts';

export const CONCERNED = 3;

const carts = readFileSync(join(import.meta.dirname, 'deployed.journey'), 'utf8');

/** Writes both workspaces below `folder`. */
export function writeDeployed(folder: string, journeys: number): { readonly all: string; readonly few: string } {
  const [all, few] = [join(folder, 'deployed-all'), join(folder, 'deployed-few')];
  const conditions = Math.floor(journeys / 4);
  writeWorkspace(all, Math.max(journeys - conditions - CONCERNED, 1));
  mkdirSync(join(all, 'watching'));
  writeFileSync(join(all, 'watching', 'watching.journey'), watching(conditions));
  mkdirSync(few, { recursive: true });
  for (const shared of ['common', 'journey.json']) cpSync(join(all, shared), join(few, shared), { recursive: true });
  for (const workspace of [all, few]) {
    mkdirSync(join(workspace, 'carts'));
    writeFileSync(join(workspace, 'carts', 'carts.journey'), carts);
  }
  return { all, few };
}

function watching(count: number): string {
  const journeys = Array.from(
    { length: count },
    (_, index) => `signal Probed${index} { value: number }

journey Watch${index} {
  title "Look after those who were probed often"
  owner desk
  for Service

  start when count of Probed${index} in last 7 days >= 3 becomes true again after 30 days
  wait 2 days
}
`,
  );
  return `use common\n\nteam desk { via console }\n\n${journeys.join('\n')}`;
}

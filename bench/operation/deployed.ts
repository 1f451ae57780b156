/** What a signal costs where a thousand journeys are deployed and three are concerned, against those three alone; in signals a second. */
import { join } from 'node:path';
import { writeInput } from '../cart-rescue/input.ts';
import type { Case, Contender, Settings } from '../harness/types.ts';
import { CONCERNED, writeDeployed } from './deployed-workspace.ts';
import { journeyRun, removeDatabase } from './product.ts';

const CUSTOMERS = 50_000;

export async function deployed({ folder, journeys, customers }: Settings): Promise<Case> {
  const input = join(folder, 'deployed.jsonl');
  writeInput(input, customers ?? CUSTOMERS);
  const { all, few } = writeDeployed(folder, journeys);
  const contender = (name: string, workspace: string): Contender => ({
    name,
    run: async () => {
      const database = join(folder, 'deployed.db');
      const { report, wall } = await journeyRun({ workspace, input, database, drain: true });
      removeDatabase(database);
      const { signals, seconds, instances, messages } = report;
      return {
        value: signals / seconds,
        facts: { signals, started: instances.started, sent: messages.sent },
        notes: { seconds, 'seconds of the whole process': wall },
      };
    },
  });
  return {
    name: 'deployed',
    unit: 'signals/s',
    ours: contender('ours', all),
    against: [contender(`${CONCERNED} deployed`, few)],
  };
}

/** kill -9 at random moments, under load, with clients that come again with the same ids. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../audit.ts';
import type { Torture } from '../case.ts';
import { type Line, sendOnce, startDaemon } from '../daemon.ts';
import { linesOf } from '../lines.ts';

const SIGNALS = 600;
const A_REQUEST = 7;
const CLIENTS = 4;
const KILLS = 3;

export const kills: Torture = {
  name: 'kills',
  what: `kill -9 ${KILLS} times while ${CLIENTS} clients send ${SIGNALS} signals`,
  missing: null,
  async run({ random, folder }) {
    const database = join(folder, 'journey.db');
    const requests = inRequests(linesOf(random, SIGNALS));
    const acknowledged = new Set<string>();
    let killed = 0;
    for (let life = 0; acknowledged.size < SIGNALS; life++) {
      const daemon = await startDaemon(database);
      const { address } = daemon;
      if (address === undefined) throw new Error(`The daemon does not start again:\n${daemon.errors()}`);
      const dies = life < KILLS;
      const end = dies
        ? sleep(random() * 150).then(() => {
            daemon.kill('SIGKILL');
            killed++;
          })
        : undefined;
      await Promise.all(Array.from({ length: CLIENTS }, () => sendAll(address, requests, acknowledged)));
      await end;
      if (!dies) daemon.kill('SIGTERM');
      await daemon.ended;
      if (life > KILLS + 2) throw new Error(`Only ${acknowledged.size} of ${SIGNALS} signals get through.`);
    }
    audit(database, acknowledged);
    return `${killed} kills, ${acknowledged.size} signals`;
  },
};

function inRequests(lines: readonly Line[]): Line[][] {
  const requests: Line[][] = [];
  for (let at = 0; at < lines.length; at += A_REQUEST) requests.push(lines.slice(at, at + A_REQUEST));
  return requests;
}

/** Takes requests one after the other until there are none, or nobody answers. A request without an answer goes back. */
async function sendAll(address: string, requests: Line[][], acknowledged: Set<string>): Promise<void> {
  for (let lines = requests.shift(); lines !== undefined; lines = requests.shift()) {
    const ids = await sendOnce(address, lines);
    for (const id of ids) acknowledged.add(id);
    if (ids.length > 0) continue;
    requests.push(lines);
    return;
  }
}

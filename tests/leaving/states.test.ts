/** How each connector is, as metrics and `status` tell it: only the daemon knows who rests. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { journey, journeyJson } from '../command.ts';
import { type Daemon, newDaemon } from '../gateway/daemon.ts';
import { newFolder, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const WAYS = ['push', 'sms', 'mail', 'fax'];

const FILE = `
signal Noted {}
purpose Service { consent assumed }
${WAYS.map(
  (way) => `
channel ${way} { to profile.user_id, via http ${way} }
message By${way.toUpperCase()} for Service { on ${way} { body "${way}" } }
journey In${way.toUpperCase()} {
  start on Noted every time

  send By${way.toUpperCase()} on ${way}
}
`,
).join('')}`;

let daemon: Daemon | undefined;
let peer: Peer | undefined;
afterEach(async () => {
  await daemon?.remove();
  await peer?.close();
});
afterAll(removeFolders);

it('one that rests, one that is closed, one that wants to be left alone, one that works; and a daemon that does not answer', async () => {
  const root = join(newFolder(), 'shop');
  mkdirSync(root);
  const status: Record<string, number> = { push: 500, sms: 410, mail: 429, fax: 200 };
  peer = await openPeer((call, response, nth) =>
    answer(status[String(call.body.data.channel)] ?? 404)(call, response, nth),
  );
  writeFileSync(join(root, 'shop.journey'), FILE);
  writeFileSync(
    join(root, 'journey.json'),
    JSON.stringify({
      connectors: Object.fromEntries(
        WAYS.map((way) => [`http ${way}`, { url: `${peer?.url}${way}`, allow_private: true }]),
      ),
    }),
  );
  const open = await newDaemon(root);
  daemon = open;
  await open.start();
  for (let n = 0; n < 8; n++) {
    const signal = { id: `n${n}`, type: 'Noted', time: new Date().toISOString(), subject: `c${n}`, data: {} };
    await open.post('/v1/signals', JSON.stringify(signal));
  }
  const states = async (): Promise<string[]> => {
    const metrics = await (await fetch(`${open.address}/metrics`)).text();
    return metrics
      .split('\n')
      .filter((line) => line.startsWith('journey_connector{'))
      .sort();
  };
  await expect
    .poll(states, { timeout: 10_000 })
    .toEqual([
      'journey_connector{connector="http fax",state="working"} 1',
      'journey_connector{connector="http mail",state="left alone"} 1',
      'journey_connector{connector="http push",state="resting"} 1',
      'journey_connector{connector="http sms",state="closed"} 1',
    ]);
  const { stdout } = await journey('status', '--db', open.file);
  expect(stdout).toContain('connector http push fails too often: it rests, and is probed now and then');
  expect(stdout).toContain('connector http sms is closed: the other side wants nothing more');
  expect(stdout).toContain('connector http mail wants to be left alone until');
  const late = { id: 'late', type: 'Noted', time: new Date().toISOString(), subject: 'late', data: {} };
  await open.post('/v1/signals', JSON.stringify(late));
  const whyNot = async (message: string) => (await journey('why', 'late', message, '--db', open.file)).stdout;
  expect(await whyNot('ByPUSH')).toMatch(
    /is pending, due at \S+, and connector http push is resting \(`journey status`\)/,
  );
  expect(await whyNot('ByMAIL')).toMatch(/is pending, due at \S+, and connector http mail is left alone/);
  expect(await whyNot('ByFAX')).not.toContain('connector');
  const explained = await journeyJson('why', 'late', 'ByPUSH', '--db', open.file);
  expect(explained).toMatchObject({ decisions: [{ waits: { connector: 'http push', state: 'resting' } }] });

  const { process: pid } = JSON.parse(readFileSync(`${open.file}-daemon`, 'utf8')) as { process: number };
  process.kill(pid, 'SIGSTOP');
  const silent = await journey('status', '--db', open.file);
  process.kill(pid, 'SIGCONT');
  expect(silent).toMatchObject({ status: 0 });
  expect(silent.stderr).toContain('How the connectors are cannot be told.');
  expect(silent.stderr).toContain('it does not answer within 2 seconds');
  await open.stop('SIGTERM');
  expect(await journeyJson('status', '--db', open.file)).toMatchObject({ connectors: null });
});

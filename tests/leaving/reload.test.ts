/** New files are taken while something waits to leave: the other side has not forgotten what it has got and said. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { journey, journeyJson } from '../command.ts';
import { type Daemon, newDaemon } from '../gateway/daemon.ts';
import { until } from '../until.ts';
import { newFolder, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const FILE = `
signal Noted { on: text }
purpose Service { consent assumed }
channel push { to profile.user_id, via http push, at most 2 per 1 hour }
channel sms { to profile.user_id, via http sms }
channel other { to profile.user_id, via http other }
message Push for Service { on push { body "push" } }
message Sms for Service { on sms { body "sms" } }
message Other for Service { on other { body "other" } }
journey Pushing {
  start on Noted as noted when noted.on == "push" every time

  send Push on push
}
journey Texting {
  start on Noted as noted when noted.on == "sms" every time

  send Sms on sms
}
journey Others {
  start on Noted as noted when noted.on == "other" every time

  send Other on other
}
`;

let daemon: Daemon | undefined;
let peer: Peer | undefined;
afterEach(async () => {
  await daemon?.remove();
  await peer?.close();
});
afterAll(removeFolders);

it('the rate of a channel and Retry-After hold on', async () => {
  const root = join(newFolder(), 'shop');
  mkdirSync(root);
  peer = await openPeer();
  const { url } = peer;
  const goesTo = (sms: string): void => {
    const connectors = Object.fromEntries(
      ['push', sms, 'other'].map((path) => [
        `http ${path.replace(/[0-9]/, '')}`,
        { url: `${url}${path}`, allow_private: true },
      ]),
    );
    writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors }));
  };
  goesTo('sms');
  writeFileSync(join(root, 'shop.journey'), FILE);
  daemon = await newDaemon(root);
  await daemon.start();
  const { file, post } = daemon;

  let ids = 0;
  const note = (on: string): Promise<Response> => {
    const signal = { id: `n${++ids}`, type: 'Noted', time: new Date().toISOString(), subject: 'ada', data: { on } };
    return post('/v1/signals', JSON.stringify(signal));
  };
  const came = (channel: string): number => peer?.calls.filter(({ body }) => body.data.channel === channel).length ?? 0;
  const untilCame = (channel: string) => until(() => came(channel));
  /** What is due goes out when a reload has been done; the other channel shows that it was. */
  const reload = async (): Promise<void> => {
    expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true });
    const others = came('other');
    await note('other');
    await untilCame('other').toBe(others + 1);
  };

  for (const on of ['push', 'push', 'push', 'push']) await note(on);
  await untilCame('push').toBe(2);
  peer.behave((call, response, nth) =>
    answer(call.body.data.channel === 'sms' ? 429 : 200, '', { 'retry-after': '3600' })(call, response, nth),
  );
  await note('sms');
  await untilCame('sms').toBe(1);
  await note('sms');

  writeFileSync(join(root, 'shop.journey'), FILE.replaceAll('body "push"', 'body "pushed"'));
  await reload();
  expect([came('push'), came('sms')]).toEqual([2, 1]);

  writeFileSync(join(root, 'shop.journey'), FILE.replaceAll('at most 2', 'at most 3'));
  goesTo('sms2');
  await reload();
  await untilCame('sms').toBe(2);
  expect(came('push')).toBe(3);
});

it('of what waits for a channel that is gone it is said that it stays; it leaves when the channel is there again', async () => {
  const root = join(newFolder(), 'shop');
  mkdirSync(root);
  peer = await openPeer(answer(429, '', { 'retry-after': '3600' }));
  const connectors = { http: { url: peer.url, allow_private: true } };
  writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors }));
  writeFileSync(join(root, 'shop.journey'), FILE);
  daemon = await newDaemon(root);
  await daemon.start();
  const { file, post } = daemon;
  const signal = { id: 's', type: 'Noted', time: new Date().toISOString(), subject: 'ada', data: { on: 'sms' } };
  await post('/v1/signals', JSON.stringify(signal));
  const waiting = async () => (await journeyJson<{ messages: { tries: number }[] }>('outbox', '--db', file)).messages;
  await expect.poll(async () => (await waiting())[0]?.tries, { timeout: 10_000 }).toBe(1);

  writeFileSync(join(root, 'shop.journey'), FILE.replaceAll('sms', 'texts'));
  expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true, lost: ['sms'] });
  const { stdout } = await journey('retry', '--all', '--db', file);
  expect(stdout).toContain('What is to leave by sms waits until a file says again how sms is reached');
  const { findings } = await journeyJson<{ findings: { name: string; state: string }[] }>('doctor', '--db', file);
  expect(findings).toContainEqual(expect.objectContaining({ name: 'ways out', state: 'look' }));

  peer.behave(answer(200));
  writeFileSync(join(root, 'shop.journey'), FILE);
  expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true, lost: [] });
  await expect.poll(async () => (await waiting())[0], { timeout: 10_000 }).toMatchObject({ status: 'sent' });
});

const DESKS = `
signal Noted {}
signal Called {}
team care { via http care }
team boss { via http boss }
journey Caring {
  start on Noted every time

  handoff to care {
    because "noted"
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
journey Calling {
  start on Noted every time

  wait for Called up to 9 days
  handoff to boss { because "called" }
  finish as done
}
`;

it('of teams that are gone it is said what they still have to do; what older journeys hand to them waits until they are there again', async () => {
  const root = join(newFolder(), 'shop');
  mkdirSync(root);
  peer = await openPeer();
  writeFileSync(
    join(root, 'journey.json'),
    JSON.stringify({ connectors: { http: { url: peer.url, allow_private: true } } }),
  );
  const file = join(root, 'desks.journey');
  writeFileSync(file, DESKS);
  daemon = await newDaemon(root);
  await daemon.start();
  const { file: db, post } = daemon;
  const signal = (type: string): Promise<Response> =>
    post('/v1/signals', JSON.stringify({ id: type, type, time: new Date().toISOString(), subject: 'ada', data: {} }));
  const came = (): unknown[] => peer?.calls.map(({ body }) => body.data.team) ?? [];
  await signal('Noted');
  await expect.poll(came, { timeout: 10_000 }).toEqual(['care']);

  writeFileSync(file, DESKS.replaceAll('care', 'helpers').replaceAll('boss', 'chief'));
  expect(await journeyJson('reload', '--db', db)).toMatchObject({ ok: true, disbanded: [{ team: 'care', open: 1 }] });
  expect((await journey('reload', '--db', db)).stdout).toContain(
    'care is no longer a team in the files, and has 1 open task',
  );
  await signal('Called');
  const { findings } = await journeyJson<{ findings: { name: string; said: string }[] }>('doctor', '--db', db);
  const said = (name: string) => findings.find((each) => each.name === name)?.said;
  expect(said('teams')).toContain('boss (1), care (1)');
  expect(said('ways out')).toContain('something waits to leave by boss');

  writeFileSync(file, DESKS);
  expect(await journeyJson('reload', '--db', db)).toMatchObject({ ok: true, disbanded: [], lost: [] });
  await expect.poll(came, { timeout: 10_000 }).toEqual(['care', 'boss']);
});

it.each(['mjs', 'js'])('a connector of one’s own that was changed sends as its file says now: .%s', async (ending) => {
  const root = join(newFolder(), 'shop');
  mkdirSync(root);
  const module = join(root, `own.${ending}`);
  const sends = (word: string): string => {
    const made = `() => ({ send: () => ({ kind: 'refused', reason: '${word}' }) });\n`;
    return ending === 'mjs' ? `export default ${made}` : `module.exports = ${made}`;
  };
  writeFileSync(join(root, 'journey.json'), JSON.stringify({ connectors: { own: { module: `own.${ending}` } } }));
  writeFileSync(join(root, 'shop.journey'), FILE.replaceAll(/via http \w+/g, 'via own'));
  writeFileSync(module, sends('first'));
  daemon = await newDaemon(root);
  await daemon.start();
  const { file, post } = daemon;
  const comes = async (id: string, reason: string): Promise<void> => {
    const signal = { id, type: 'Noted', time: new Date().toISOString(), subject: id, data: { on: 'sms' } };
    await post('/v1/signals', JSON.stringify(signal));
    const newest = async () =>
      (await journeyJson<{ messages: { error: string }[] }>('outbox', '--db', file)).messages[0]?.error;
    await expect.poll(newest, { timeout: 10_000 }).toBe(reason);
  };
  await comes('a', 'first');
  writeFileSync(module, sends('second'));
  expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true });
  await comes('b', 'second');
  writeFileSync(module, `throw new Error('half');\n`);
  expect((await journey('reload', '--db', file)).stderr).toMatch(
    /The old graph goes on[\s\S]*own\.m?js:1: Error: half/,
  );
  await comes('c', 'second');
  writeFileSync(module, sends('third'));
  expect(await journeyJson('reload', '--db', file)).toMatchObject({ ok: true });
  await comes('d', 'third');
});

it('in the middle of a deployment the old files go on: without files, without their settings, without the folder', async () => {
  const parent = newFolder();
  const root = join(parent, 'shop');
  mkdirSync(root);
  const [settings, source] = [join(root, 'journey.json'), join(root, 'shop.journey')];
  writeFileSync(settings, '{ "currency": "GBP" }');
  writeFileSync(source, DESKS.replaceAll(/via http \w+/g, 'via console'));
  daemon = await newDaemon(root);
  await daemon.start();
  const { file } = daemon;
  const taken = (): Promise<object> => journeyJson('reload', '--db', file);
  const refused = async (path: string, said: RegExp): Promise<void> => {
    renameSync(path, join(parent, 'away'));
    const { status, stderr } = await journey('reload', '--db', file);
    expect([status, stderr]).toEqual([1, expect.stringMatching(said)]);
    renameSync(join(parent, 'away'), path);
  };
  await refused(source, /The old graph goes on\. No \.journey file stands in .*shop\. .*reload again/);
  await refused(settings, /The old graph goes on\. .*journey\.json is not there any more\. .*leave \{\} in it/);
  await refused(root, /The old graph goes on\. .*shop is not there any more\./);
  expect(await taken()).toMatchObject({ ok: true, changed: false });
});

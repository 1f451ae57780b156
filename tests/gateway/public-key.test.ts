/** A key that stands in a website is anybody's: what comes by it must not make one customer of two who are known. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Analytics } from '@segment/analytics-node';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey, journeyJson } from '../command.ts';
import { type Daemon, newDaemon } from './daemon.ts';

let daemon: Daemon;
let website = '';

interface Told {
  readonly accepted: number;
  readonly rejected: readonly { readonly reason: string }[];
  readonly unfit?: readonly { readonly reasons: readonly string[] }[];
}

beforeAll(async () => {
  daemon = await newDaemon(join('tests', 'gateway'));
  const made = ['keys', 'create', 'website', '--scopes', 'public', '--db', daemon.file];
  website = (await journeyJson<{ key: string }>(...made)).key;
  await daemon.start();
  // The shop's own server says who people are.
  const server = new Analytics({ writeKey: daemon.key, host: daemon.address, flushAt: 2 });
  server.identify({ userId: 'ada', traits: { email: 'ada@example.org' } });
  server.identify({ userId: 'ben', traits: { email: 'ben@example.org' } });
  await server.closeAndFlush();
}, 60_000);
afterAll(() => daemon.remove());

async function post(path: string, body: object): Promise<Told> {
  const authorization = `Basic ${Buffer.from(`${website}:`).toString('base64')}`;
  const answer = await daemon.post(path, JSON.stringify(body), { authorization });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Told;
}

const numberOf = async (key: string): Promise<number | null> => {
  const { status, stdout } = await journey('timeline', key, '--json', '--db', daemon.file);
  return status === 0 ? (JSON.parse(stdout) as { number: number }).number : null;
};
/** Nobody has joined anybody. */
async function areApart(): Promise<void> {
  const [ada, ben] = [await numberOf('ada'), await numberOf('ben')];
  expect(ada).not.toBe(ben);
  expect([await numberOf('ada@example.org'), await numberOf('ben@example.org')]).toEqual([ada, ben]);
}

let ids = 0;
const call = (more: object): object => ({ messageId: `call-${++ids}`, timestamp: new Date().toISOString(), ...more });
const own = (more: object): object => ({
  id: `own-${++ids}`,
  type: 'Paid',
  time: new Date().toISOString(),
  data: { total: 1 },
  ...more,
});

describe('by a public key', () => {
  it("Segment's client for Node joins nobody, whatever traits and aliases say", async () => {
    const client = new Analytics({ writeKey: website, host: daemon.address, flushAt: 4 });
    client.identify({ userId: 'mallory', traits: { email: 'ada@example.org' } });
    client.identify({ userId: 'ada', traits: { email: 'ben@example.org' } });
    client.alias({ userId: 'ada', previousId: 'ben' });
    client.track({ userId: 'mallory', event: 'Bill Paid', properties: { total: 5 } });
    await client.closeAndFlush();
    await areApart();
    expect(await numberOf('mallory')).not.toBe(await numberOf('ada'));
    expect(await journeyJson('status', '--db', daemon.file)).toMatchObject({
      unfit: { 'identify.email': 2 },
      unknown: {},
    });
  });

  it('the sender is told what was left out', async () => {
    const identified = await post(
      '/v1/identify',
      call({ userId: 'mallory', traits: { email: 'x@example.org', thanked: true } }),
    );
    expect(identified).toMatchObject({ accepted: 1, unfit: [{ reasons: [expect.stringContaining('`email`')] }] });
  });

  it('keys of our own form join nobody; who brings nothing else is rejected', async () => {
    expect(await post('/v1/signals', own({ subject: 'ada', keys: { email: 'ben@example.org' } }))).toMatchObject({
      accepted: 1,
    });
    expect(await post('/v1/signals', own({ keys: { email: 'ben@example.org' } }))).toMatchObject({
      accepted: 0,
      rejected: [{ reason: expect.stringContaining('by a public key') }],
    });
    // Whatever it says of itself.
    await post('/v1/signals', own({ subject: 'ada', keys: { email: 'ben@example.org' }, trust: 'full' }));
    await areApart();
  });

  it('nothing is sent that is told to everybody, and nothing is reported', async () => {
    expect(await post('/v1/signals', own({ type: 'Recalled', data: { bill: 'b1' } }))).toMatchObject({
      rejected: [{ reason: expect.stringContaining('a public key cannot') }],
    });
    expect(await post('/v1/signals', own({ type: 'task.approved', data: { task: 't-1-0' } }))).toMatchObject({
      rejected: [{ reason: expect.stringContaining('--scopes report') }],
    });
  });

  it('a visitor who logs in is one with what came before', async () => {
    await post('/v1/page', call({ anonymousId: 'visitor', name: 'Prices' }));
    const before = await numberOf('visitor');
    expect(before).not.toBe(null);
    await post('/v1/identify', call({ anonymousId: 'visitor', userId: 'cai', traits: { thanked: true } }));
    expect([await numberOf('cai'), await numberOf('visitor')]).toEqual([before, before]);
    // Two people at one computer stay two.
    await post(
      '/v1/track',
      call({ anonymousId: 'visitor', userId: 'ada', event: 'Bill Paid', properties: { total: 1 } }),
    );
    expect(await numberOf('cai')).toBe(before);
    await areApart();
  });

  it('the log gives the same again', async () => {
    expect(await journeyJson('replay', '--verify', '--db', daemon.file)).toMatchObject({ identical: true });
  });
});

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

describe.skipIf(!existsSync(CHROMIUM))("Segment's client in a browser, with a public key", () => {
  it("a form with somebody else's e-mail changes nothing of them; the page before the login is the visitor's", async () => {
    const entry = join(import.meta.dirname, 'website.mjs');
    const bundle = await build({ entryPoints: [entry], bundle: true, write: false, logLevel: 'error' });
    const site: Server = createServer((request, response) => {
      const isScript = request.url === '/client.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? bundle.outputFiles[0]?.text : '<!doctype html><script src="/client.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
      const host = `${daemon.address.replace('http://', '')}/v1`;
      await page.evaluate(`window.load(${JSON.stringify(website)}, ${JSON.stringify(host)}, null)`);
      await page.evaluate(`(async () => {
        await analytics.page('Prices');
        await analytics.identify({ email: 'ada@example.org' });
        await analytics.identify('web-mallory', { email: 'ben@example.org' });
        await analytics.track('Bill Paid', { total: 5 });
      })()`);
      const mine = () => daemon.logged().filter(({ subject }) => subject === 'web-mallory');
      await expect.poll(() => mine().length, { timeout: 10_000 }).toBe(2);
      await areApart();
      const timeline = await journeyJson<object>('timeline', 'web-mallory', '--db', daemon.file);
      expect(JSON.stringify(timeline)).toContain('page');
    } finally {
      await browser.close();
      site.close();
    }
  }, 60_000);
});

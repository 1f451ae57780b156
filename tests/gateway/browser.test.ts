/** Segment's client for browsers, in a real browser, against the real daemon: as a website has it, from another origin. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { journeyJson } from '../command.ts';
import { type Daemon, type LoggedSignal, newDaemon } from './daemon.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const found = existsSync(CHROMIUM);
const why = found
  ? ''
  : ` (skipped: there is no ${CHROMIUM}; apt-get install chromium, or say where it is in CHROMIUM)`;

let daemon: Daemon;
let site: Server;
let browser: Browser;
const pages: Page[] = [];

describe.skipIf(!found)(`Segment's client in a browser${why}`, () => {
  beforeAll(async () => {
    const bundle = await build({
      entryPoints: [join(import.meta.dirname, 'website.mjs')],
      bundle: true,
      write: false,
      logLevel: 'error',
    });
    const script = bundle.outputFiles[0]?.text ?? '';
    site = createServer((request, response) => {
      const isScript = request.url === '/client.js';
      response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
      response.end(isScript ? script : '<!doctype html><title>Prices</title><script src="/client.js"></script>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    daemon = await newDaemon('tests/gateway');
    await daemon.start();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);

  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  afterAll(async () => {
    await browser?.close();
    await daemon?.remove();
    site?.close();
  });

  /** A page of another origin with the client in it, and what it has sent to the daemon: path, headers, status. */
  async function open(strategy: object | null = null): Promise<{ page: Page; answers: string[]; asked: string[] }> {
    const page = await (await browser.newContext()).newPage();
    pages.push(page);
    const answers: string[] = [];
    const asked: string[] = [];
    const client = await page.context().newCDPSession(page);
    await client.send('Network.enable');
    // Playwright hides preflights; the browser's own protocol shows them.
    client.on('Network.requestWillBeSent', ({ request }) => {
      if (request.method === 'OPTIONS') asked.push(request.headers['Access-Control-Request-Headers'] ?? '');
    });
    page.on('response', (response) => {
      const path = response.url().replace(daemon.address, '');
      const type = response.request().headers()['content-type'] ?? '';
      if (response.request().method() === 'POST') answers.push(`${path} ${type} ${response.status()}`);
    });
    await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/prices?plan=pro`);
    const host = `${daemon.address.replace('http://', '')}/v1`;
    await page.evaluate(
      `window.load(${JSON.stringify(daemon.key)}, ${JSON.stringify(host)}, ${JSON.stringify(strategy)})`,
    );
    return { page, answers, asked };
  }

  function of(user: string): LoggedSignal[] {
    return daemon.logged().filter(({ subject }) => subject === user);
  }

  const run = (page: Page, code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`);

  it('each call arrives at once, as text/plain after a preflight', async () => {
    const { page, answers } = await open();
    await run(
      page,
      `await analytics.page('Prices', { plan: 'pro' });
       await analytics.identify('web-1', { email: 'web1@example.org', plan: 'pro' });
       await analytics.track('Bill Paid', { total: 12.5 });
       await analytics.group('acme', { seats: 5 });`,
    );
    await expect.poll(() => of('web-1').length, { timeout: 5_000 }).toBe(3);
    expect(answers).toEqual(['p', 'i', 't', 'g'].map((path) => `/v1/${path} text/plain 200`));
    expect(of('web-1')).toMatchObject([
      { type: 'identify', data: { email: 'web1@example.org', plan: 'pro' } },
      { type: 'Bill Paid', data: { total: 12.5 } },
      { type: 'group', data: { groupId: 'acme', seats: 5 } },
    ]);
    const [first] = daemon.logged();
    expect(first).toMatchObject({ type: 'page', data: { name: 'Prices', plan: 'pro', path: '/prices' } });
    // Who was nobody becomes somebody: the page before `identify` is theirs.
    const timeline = await journeyJson<{ records: unknown[] }>('timeline', 'web-1', '--db', daemon.file);
    expect(JSON.stringify(timeline)).toContain('page');
  }, 30_000);

  it('many calls arrive in one request; what is left arrives when the page goes away', async () => {
    const { page, answers, asked } = await open({ strategy: 'batching', config: { size: 3, timeout: 60_000 } });
    await run(
      page,
      `await analytics.identify('web-2');
       await analytics.track('Bill Paid', { total: 1 });
       await analytics.track('Bill Paid', { total: 2 });`,
    );
    await expect.poll(() => of('web-2').length, { timeout: 5_000 }).toBe(3);
    expect(answers).toEqual(['/v1/b text/plain 200']);
    expect(asked).toEqual(['authorization']);
    // One that is wrong takes none of the others with it.
    await run(
      page,
      `await analytics.track('Bill Paid', { total: 'much' });
       await analytics.track('Bill Paid', { total: 3 });`,
    );
    expect(of('web-2').length).toBe(3);
    await page.goto('about:blank');
    await expect.poll(() => of('web-2').length, { timeout: 5_000 }).toBe(4);
    expect(of('web-2').map(({ data }) => data.total)).toEqual([undefined, 1, 2, 3]);
  }, 30_000);

  it.each([
    ['one by one', null],
    ['in batches', { strategy: 'batching', config: { size: 2, timeout: 200 } }],
  ])(
    'comes again when the daemon was away, %s, and nothing counts twice',
    async (way, strategy) => {
      const user = `away ${way}`;
      const { page, answers, asked } = await open(strategy);
      await run(page, `await analytics.identify('${user}')`);
      await expect.poll(() => of(user).length, { timeout: 5_000 }).toBe(1);
      await daemon.stop('SIGKILL');
      const sent = new Promise((resolve) => page.on('request', resolve));
      const failed = new Promise((resolve) => page.on('requestfailed', resolve));
      await run(page, `analytics.track('Bill Paid', { total: 4 }); analytics.track('Bill Paid', { total: 5 });`);
      await Promise.all([sent, failed]);
      await daemon.start();
      await expect.poll(() => of(user).length, { timeout: 15_000 }).toBe(3);
      expect(asked.some((headers) => headers.includes('x-retry-count'))).toBe(true);
      expect(answers.filter((answer) => !answer.endsWith(' 200'))).toEqual([]);
      // One by one, each waits a while of its own before it comes again.
      expect(
        of(user)
          .flatMap(({ data }) => data.total ?? [])
          .sort(),
      ).toEqual([4, 5]);
      expect(new Set(of(user).map(({ id }) => id)).size).toBe(3);
    },
    40_000,
  );

  it('a key that is not known is told so, and the page can read it', async () => {
    const { page } = await open();
    const answer = await page.evaluate(
      `fetch(${JSON.stringify(daemon.address)} + '/v1/t', {
        method: 'POST', body: '{}', headers: { authorization: 'Basic ' + btoa('nobody:') },
      }).then(async (response) => [response.status, await response.json()])`,
    );
    expect(answer).toEqual([401, { error: expect.stringContaining('journey keys create') }]);
  }, 30_000);
});

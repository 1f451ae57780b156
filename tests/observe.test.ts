/** What a daemon tells of itself: metrics for Prometheus, traces for OpenTelemetry, logs without what names a person. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'journey-observe-'));
const program = join(import.meta.dirname, '..', 'dist', 'journey.js');
const traces: string[] = [];
let told = '';
let collector: Server;
let daemon: ChildProcess;
let address = '';

let collectorUrl = '';

beforeAll(async () => {
  collector = createServer((request, response) => {
    if (request.url?.startsWith('/mute')) return;
    if (request.url?.startsWith('/full')) return void response.writeHead(500).end('ada-the-customer');
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      traces.push(`${request.url} ${body}`);
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  collectorUrl = `http://127.0.0.1:${port}`;
  await start({ OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl, OTEL_SERVICE_NAME: 'shop' });
}, 30_000);
afterAll(() => {
  daemon.kill('SIGKILL');
  collector.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(variables: Readonly<Record<string, string>>): Promise<void> {
  told = '';
  const args = ['serve', 'tests/gateway', '--db', join(folder, 'live.db'), '--port', '0', '--log'];
  const env = { ...process.env, ...variables };
  daemon = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  address = await new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      told += chunk.toString();
      const found = /listens on (\S+?);/.exec(told);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    daemon.stderr?.on('data', hear);
    daemon.stdout?.on('data', hear);
    daemon.once('exit', (status) => reject(new Error(`the daemon ended with ${status}: ${told}`)));
  });
}

it('counts, traces and logs a signal', async () => {
  const signal = {
    id: 'o1',
    type: 'Paid',
    subject: 'ada-the-customer',
    time: new Date().toISOString(),
    data: { total: 5 },
  };
  const parent = '0af7651916cd43dd8448eb211c80319c';
  const answer = await fetch(`${address}/v1/signals?who=ada-the-customer`, {
    method: 'POST',
    body: JSON.stringify(signal),
    headers: { traceparent: `00-${parent}-b7ad6b7169203331-01`, authorization: 'Bearer secret-of-somebody' },
  });
  expect(answer.status).toBe(200);
  const metrics = await (await fetch(`${address}/metrics`)).text();
  const lines = metrics.split('\n');
  expect(lines).toContain('journey_instances_running{journey="Thank"} 1');
  expect(lines).toContain('journey_http_request_seconds_count{route="/v1/signals",status="200"} 1');
  expect(lines).toContain('journey_customers 1');
  expect(metrics).toContain('process_resident_memory_bytes');

  const ended = new Promise<number | null>((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  expect(await ended).toBe(0);
  const [sent] = traces;
  expect(sent).toMatch(/^\/v1\/traces /);
  expect(sent).toContain('POST /v1/signals');
  expect(sent).toContain(parent);
  expect(sent).toContain('"shop"');
  // One line tells all of a request: what was asked, what came of it and how long it took.
  const logged = told.split('\n').filter((line) => line.includes('"path":"/v1/signals"'));
  expect(logged.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({
      req: { method: 'POST', path: '/v1/signals' },
      res: { statusCode: 200 },
      responseTime: expect.any(Number),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    }),
  ]);
  expect(`${told}${traces.join('')}`).not.toMatch(/ada-the-customer|secret-of-somebody/);
  // What a library has to say to us is nothing for who runs it.
  expect(told).not.toMatch(/Deprecat/);
}, 20_000);

it.each([
  ['500', 'Request timed out'],
  ['30000', 'no answer within 2000 ms'],
])(
  'a collector that does not answer within %s ms is no mistake of the daemon: it ends soon, and says that traces are lacking',
  async (ms, why) => {
    await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collectorUrl}/mute`, OTEL_EXPORTER_OTLP_TIMEOUT: ms });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    const begun = Date.now();
    const ended = new Promise<number | null>((resolve) => daemon.once('exit', resolve));
    daemon.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(6_000);
    expect(told).toContain(`the last traces were not taken: ${why}`);
    expect(told).not.toContain('mistake in journey');
    expect(existsSync(join(folder, 'live.db-daemon'))).toBe(false);
  },
  20_000,
);

it('a collector that refuses traces is told of while the daemon runs, once', async () => {
  await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collectorUrl}/full`, OTEL_BSP_SCHEDULE_DELAY: '50' });
  const refusals = (): string[] => told.match(/^traces were not taken: .+/gm) ?? [];
  await fetch(`${address}/healthz`);
  await expect.poll(refusals, { timeout: 10_000 }).toHaveLength(1);
  await fetch(`${address}/healthz`);
  const ended = new Promise<number | null>((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(refusals()).toHaveLength(1);
  expect(told).not.toContain('ada-the-customer');
}, 20_000);

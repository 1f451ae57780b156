/**
 * Clients of a daemon: `node http-load.mjs ADDRESS SIGNALS BATCH`. First as fast as they are answered (once to warm up, once measured), then as many again at half of
 * that rate by a fixed schedule. Prints one line of JSON, see `LoadReport`.
 *
 * By the schedule a request has its moment, whether those before it are answered or not, and its latency is counted from that
 * moment: a daemon that stops for a second makes all requests of that second late, not one.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { cartUpdated } from './pending.ts';

export interface LoadReport {
  /** signals that were acknowledged, also those of the warm-up */
  readonly acknowledged: number;
  /** signals a second at full load */
  readonly full: number;
  /** signals a second that were asked for and answered at half load */
  readonly half: number;
  /** milliseconds from the moment of a request to its answer, at full and at half load */
  readonly fullP50: number;
  readonly fullP99: number;
  readonly halfP50: number;
  readonly halfP99: number;
}

/** Keep-alive connections; one request at a time on each. */
const CLIENTS = 32;

const [, , address = '', signalsText = '', batchText = '1'] = process.argv;
const batch = Number(batchText);
const requests = Math.ceil(Number(signalsText) / batch);
const pool = new Pool(address, { connections: CLIENTS, pipelining: 1 });
let acknowledged = 0;
let next = 0;

// Before anything is measured both sides have compiled their code.
await fullLoad(requests);
const full = await fullLoad(requests);
const half = await bySchedule(requests, full.rate / 2);
await pool.close();
const report: LoadReport = {
  acknowledged,
  full: full.rate * batch,
  half: half.rate * batch,
  fullP50: quantile(full.latencies, 0.5),
  fullP99: quantile(full.latencies, 0.99),
  halfP50: quantile(half.latencies, 0.5),
  halfP99: quantile(half.latencies, 0.99),
};
console.log(JSON.stringify(report));

interface Measured {
  /** requests a second */
  readonly rate: number;
  /** milliseconds */
  readonly latencies: Float64Array;
}

/** Every client sends its next request when it has the answer to the last. */
async function fullLoad(count: number): Promise<Measured> {
  const latencies = new Float64Array(count);
  const started = performance.now();
  let index = 0;
  const client = async (): Promise<void> => {
    while (index < count) {
      const mine = index++;
      const sent = performance.now();
      await send();
      latencies[mine] = performance.now() - sent;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { rate: count / ((performance.now() - started) / 1000), latencies };
}

/** `rate` requests a second; what finds no free connection waits for one, and that counts. */
async function bySchedule(count: number, rate: number): Promise<Measured> {
  const latencies = new Float64Array(count);
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  for (let index = 0; index < count; index++) {
    const moment = started + (index * 1000) / rate;
    const early = moment - performance.now();
    if (early > 0) await sleep(early);
    underWay.push(
      send().then(() => {
        latencies[index] = performance.now() - moment;
      }),
    );
  }
  await Promise.all(underWay);
  return { rate: count / ((performance.now() - started) / 1000), latencies };
}

async function send(): Promise<void> {
  const lines = Array.from({ length: batch }, () => cartUpdated(next++, Date.now()));
  const { statusCode, body } = await pool.request({
    path: '/v1/signals',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: batch === 1 ? (lines[0] ?? '') : `[${lines.join(',')}]`,
  });
  const answer = await body.text();
  if (statusCode !== 200) throw new Error(`the daemon answered ${statusCode}: ${answer}`);
  const { accepted }: { accepted: number } = JSON.parse(answer);
  if (accepted !== lines.length) throw new Error(`the daemon took ${accepted} of ${lines.length}: ${answer}`);
  acknowledged += accepted;
}

function quantile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

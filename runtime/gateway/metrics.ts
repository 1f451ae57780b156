/** `/metrics` for Prometheus: for this machine, and for keys that may read. */
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { keyOf } from './authorization.ts';

/** Read when somebody asks. */
export interface Numbers {
  /** signals that were taken and have no answer yet */
  readonly waiting: number;
  readonly records: number;
  readonly customers: number;
  /** how many of each */
  readonly subjects: Readonly<Record<string, number>>;
  /** seconds by which the next timer is overdue; 0: none is */
  readonly overdue: number;
  /** seconds by which the machine's clock lies behind the log; 0: it does not */
  readonly behind: number;
  /** bytes in the write-ahead log */
  readonly walBytes: number;
  readonly rejected: number;
  readonly paused: number;
  readonly openTasks: number;
  /** how often one was stopped that would have gone round for ever */
  readonly stuck: number;
  readonly instances: readonly { readonly journey: string; readonly started: number; readonly running: number }[];
  readonly messages: readonly {
    readonly journey: string;
    readonly what: 'sent' | 'held' | 'dropped';
    readonly count: number;
  }[];
  /** messages, calls and tasks that are still to leave, and those that were given up or failed */
  readonly leaving: number;
  readonly givenUp: number;
  /** how each connector is, and how many tries of it are under way */
  readonly connectors: readonly { readonly connector: string; readonly state: string; readonly underWay: number }[];
}

export interface MetricsOptions {
  readonly numbers: () => Numbers;
  /** Whether a key may read. */
  readonly mayRead: (key: string) => boolean;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

export function addMetrics(server: FastifyInstance, { numbers, mayRead }: MetricsOptions): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'journey_http_request_seconds',
    help: 'Time from a request to its answer, which for signals means: on disk',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  });
  const scrapes = new Counter({
    name: 'journey_scrapes_total',
    help: 'How often these numbers were read',
    registers: [registry],
  });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const plain: readonly (readonly [Gauge, (now: Numbers) => number])[] = [
    [gauge('journey_signals_waiting', 'Signals that were taken and have no answer yet'), (now) => now.waiting],
    [gauge('journey_log_records', 'Records in the log'), (now) => now.records],
    [gauge('journey_customers', 'Customers; who has joined another is one with it'), (now) => now.customers],
    [gauge('journey_timers_overdue_seconds', 'By how much the next timer is overdue'), (now) => now.overdue],
    [
      gauge('journey_clock_behind_seconds', "By how much this machine's clock lies behind the log: no time passes"),
      (now) => now.behind,
    ],
    [gauge('journey_wal_bytes', 'Size of the write-ahead log'), (now) => now.walBytes],
    [gauge('journey_signals_rejected', 'Signals that could not be taken'), (now) => now.rejected],
    [gauge('journey_journeys_paused', 'Journeys that an operator has paused'), (now) => now.paused],
    [gauge('journey_outbox_waiting', 'Messages, calls and tasks that are still to leave'), (now) => now.leaving],
    [gauge('journey_outbox_failed', 'Those that were given up, or were reported as failed'), (now) => now.givenUp],
    [gauge('journey_stuck', 'How often one was stopped that would have gone round for ever'), (now) => now.stuck],
    [gauge('journey_tasks_open', 'Tasks that a team has to do'), (now) => now.openTasks],
  ];
  const subjects = gauge('journey_subjects', 'Subjects that journeys are about', ['subject']);
  const started = gauge('journey_instances_started', 'Instances that have started', ['journey']);
  const running = gauge('journey_instances_running', 'Instances that run', ['journey']);
  const messages = gauge('journey_messages', 'Messages that were sent, held back, dropped', ['journey', 'what']);
  const connectors = gauge('journey_connector', 'How a connector is: working, resting, left alone or closed', [
    'connector',
    'state',
  ]);
  const tries = gauge('journey_connector_tries', 'Tries that are under way', ['connector']);

  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    requests.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  server.get('/metrics', async (request, reply) => {
    const key = keyOf(request.headers.authorization, undefined);
    if (!isLoopback(request.ip) && (key === null || !mayRead(key))) {
      return reply.code(401).send({ error: 'Give a key with the scope `read`, or ask from this machine.' });
    }
    scrapes.inc();
    const now = numbers();
    for (const [each, value] of plain) each.set(value(now));
    for (const [subject, count] of Object.entries(now.subjects)) subjects.set({ subject }, count);
    for (const { journey, ...counts } of now.instances) {
      started.set({ journey }, counts.started);
      running.set({ journey }, counts.running);
    }
    // New files can take one away, and each is in one state.
    for (const each of [connectors, tries]) each.reset();
    for (const { connector, state, underWay } of now.connectors) {
      connectors.set({ connector, state }, 1);
      tries.set({ connector }, underWay);
    }
    for (const { journey, what, count } of now.messages) messages.set({ journey, what }, count);
    return reply.header('content-type', registry.contentType).send(await registry.metrics());
  });
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

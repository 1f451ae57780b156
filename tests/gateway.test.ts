/** The clients that people really use, against the real daemon. */
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { CloudEvent, emitterFor, HTTP, Mode } from 'cloudevents';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journey, journeyJson } from './command.ts';
import { type Daemon, type LoggedSignal, newDaemon } from './gateway/daemon.ts';

let daemon: Daemon;
const start = (): Promise<void> => daemon.start();
const stop = (signal: NodeJS.Signals): Promise<void> => daemon.stop(signal);
const logged = (): LoggedSignal[] => daemon.logged();
const post: Daemon['post'] = (...given) => daemon.post(...given);

beforeAll(async () => {
  daemon = await newDaemon(join('tests', 'gateway'));
  await start();
}, 60_000);
afterAll(() => daemon.remove());

const paid = (id: string, subject = 'ada'): object => ({
  id,
  type: 'Paid',
  time: new Date().toISOString(),
  subject,
  data: { total: 5 },
});

describe('clients', () => {
  it("Segment's for Node", async () => {
    const analytics = new Analytics({ writeKey: daemon.key, host: daemon.address, flushAt: 3 });
    analytics.track({ userId: 'seg-1', event: 'Bill Paid', properties: { total: 12.5 } });
    analytics.identify({ userId: 'seg-1', traits: { email: 'one@example.org' } });
    analytics.page({ anonymousId: 'visitor-1', name: 'Prices', properties: { path: '/prices' } });
    await analytics.closeAndFlush();
    const mine = logged().filter(({ subject, keys }) => subject === 'seg-1' || keys !== undefined);
    expect(mine.map(({ type, data }) => [type, data])).toEqual([
      ['Bill Paid', { total: 12.5 }],
      ['identify', { email: 'one@example.org' }],
      ['page', { name: 'Prices', path: '/prices' }],
    ]);
    const why = await journeyJson<{ decisions: { kind: string }[] }>('why', 'seg-1', '--db', daemon.file);
    expect(why.decisions.map(({ kind }) => kind)).toContain('started');
  });

  it("RudderStack's for Node: gzip that is called a form", async () => {
    const client = new RudderAnalytics(daemon.key, { dataPlaneUrl: daemon.address, flushAt: 1 });
    client.track({ userId: 'rudder-1', event: 'Bill Paid', properties: { total: 7 } });
    await new Promise<void>((resolve) => client.flush(() => resolve()));
    expect(logged().filter(({ subject }) => subject === 'rudder-1')).toMatchObject([
      { type: 'Bill Paid', data: { total: 7 } },
    ]);
  });

  it('CloudEvents: binary, structured, batch', async () => {
    const event = (id: string): CloudEvent<unknown> =>
      new CloudEvent({ id, source: '/till/1', type: 'Paid', subject: 'zoë-1', data: { total: 3 } });

    for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
      // The client has no way to give a key but a transport of one's own.
      const emit = emitterFor(
        async (message) => {
          const headers = message.headers as Record<string, string>;
          const answer = await post('/v1/events', String(message.body), headers);
          expect(answer.status).toBe(200);
        },
        { mode },
      );
      await emit(event(`event-${mode}`));
    }
    // One without data has no body.
    const bare = HTTP.binary(new CloudEvent({ id: 'bare', source: '/till/1', type: 'Opened', subject: 'bare-1' }));
    const opened = await post('/v1/events', '', bare.headers as Record<string, string>);
    expect(await opened.json()).toMatchObject({ accepted: 1, rejected: [] });

    const batch = [event('event-2'), event('event-binary'), { specversion: '1.0', id: 'x' }];
    const answer = await post('/v1/events', JSON.stringify(batch), {
      'content-type': 'application/cloudevents-batch+json',
    });
    expect(await answer.json()).toMatchObject({ accepted: 1, duplicates: 1, rejected: [{ index: 2 }] });
    expect(logged().filter(({ subject }) => subject === 'zoë-1').length).toBe(3);
  });
});

describe('the gateway', () => {
  it('says where things are, where there is nothing', async () => {
    const answer = await post('/v1/signal?x=1', '{}');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({
      error: expect.stringMatching(/^There is nothing at POST \/v1\/signal: .*POST \/v1\/signals/),
    });
  });

  it('takes one signal, knows it again, and says what is wrong with another', async () => {
    expect(await (await post('/v1/signals', JSON.stringify(paid('own-1')))).json()).toMatchObject({ accepted: 1 });
    expect(await (await post('/v1/signals', JSON.stringify(paid('own-1')))).json()).toMatchObject({ duplicates: 1 });
    const wrong = [paid('own-2'), { ...paid('own-3'), data: { total: 'much' } }, 7];
    const answer = await post('/v1/signals', JSON.stringify(wrong));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 1, id: 'own-3', reason: expect.stringContaining('total') },
        { index: 2, id: null, reason: 'A signal should be a JSON object.' },
      ],
    });
  });

  it('what is no signal at all is noted with its reason, too', async () => {
    const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
    await post(
      '/v1/batch',
      '{"batch": [{"type": "track", "event": "Lost 1"}, {"type": "track", "event": "Lost 2"}, 7]}',
    );
    await post('/v1/signals', `{"id": "deep", "type": "Paid", "data": ${deep}}`);
    await post('/v1/events', '{"total": 1}');
    const { stdout } = await journey('status', '--rejects', '--db', daemon.file);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/\/v1\/batch +`messageId` is missing: .* +{"type":"track","event":"Lost 1"}$/),
        expect.stringMatching(/\/v1\/batch +`messageId` is missing: .* +{"type":"track","event":"Lost 2"}$/),
        expect.stringMatching(/\/v1\/batch +A call should be a JSON object. +7$/),
        expect.stringMatching(/\/v1\/signals +It is nested deeper than 64 levels./),
        expect.stringMatching(/\/v1\/events +A CloudEvent needs specversion, id, source, type. +{"data":{"total":1}}$/),
      ]),
    );
  });

  it('identify: says which traits do not fit and takes the rest; the next call may use the key that a trait has told', async () => {
    const call = { messageId: 'i1', userId: 'traits-1', traits: { email: 'traits@example.org', thanked: 'perhaps' } };
    const answer = await post('/v1/identify', JSON.stringify(call));
    expect(await answer.json()).toEqual({
      success: true,
      accepted: 1,
      duplicates: 0,
      rejected: [],
      unfit: [{ index: 0, id: 'i1', reasons: ['`thanked` should be true or false, but is "perhaps".'] }],
    });
    const { number } = await journeyJson<{ number: number }>('timeline', 'traits@example.org', '--db', daemon.file);
    expect(await journeyJson<object>('timeline', 'traits-1', '--db', daemon.file)).toMatchObject({ number });
    const { stdout } = await journey('status', '--db', daemon.file);
    expect(stdout).toContain('identify.thanked was left out (1): it did not fit the profile');
  });

  it('asks for a key, and forgets one that is revoked', async () => {
    const none = await fetch(`${daemon.address}/v1/signals`, { method: 'POST', body: '{}' });
    expect(none.status).toBe(401);
    const other = await journeyJson<{ id: string; key: string }>(
      'keys',
      'create',
      'other',
      '--scopes',
      'write',
      '--db',
      daemon.file,
    );
    const headers = { authorization: `Bearer ${other.key}` };
    expect((await post('/v1/signals', JSON.stringify(paid('key-1')), headers)).status).toBe(200);
    await journey('keys', 'revoke', other.id, '--db', daemon.file);
    expect((await post('/v1/signals', JSON.stringify(paid('key-2')), headers)).status).toBe(401);
    const reading = await journeyJson<{ key: string }>(
      'keys',
      'create',
      'reader',
      '--scopes',
      'read',
      '--db',
      daemon.file,
    );
    expect((await post('/v1/signals', '{}', { authorization: `Bearer ${reading.key}` })).status).toBe(401);
    expect((await journey('keys', 'list', '--db', daemon.file)).stdout).not.toContain(other.key);
  });

  it('answers a preflight, and health', async () => {
    const preflight = await fetch(`${daemon.address}/v1/t`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-headers': 'authorization, content-type, x-retry-count',
      },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type, x-retry-count',
    ]);
    expect((await fetch(`${daemon.address}/healthz`)).status).toBe(200);
    expect((await fetch(`${daemon.address}/readyz`)).status).toBe(200);
  });

  it('survives what is hostile or broken', async () => {
    const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const cases: [string | Buffer, number][] = [
      ['', 400],
      ['{"id":', 400],
      [Buffer.from([0x1f, 0x8b, 1, 2, 3]), 400],
      ['x'.repeat(3_000_000), 413],
      [gzipSync(Buffer.alloc(50_000_000, ' ')), 413],
    ];
    for (const [body, status] of cases)
      expect((await post('/v1/signals', body)).status, String(body).slice(0, 20)).toBe(status);
    const odd = [
      `{"id":"deep","type":"Paid","time":"2026-03-01T09:00:00Z","subject":"a","data":{"total":1,"more":${deep(5000)}}}`,
      '{"id":"proto","type":"Paid","time":"2026-03-01T09:00:00Z","subject":"a","data":{"total":1,"__proto__":{"x":1}},"__proto__":{"y":1}}',
      '{"id":"lone \\ud800","type":"Paid \\u0000","time":"2026-03-01T09:00:00Z","subject":"a","data":{}}',
      '{"id":"huge","type":"Paid","time":"2026-03-01T09:00:00Z","subject":"a","data":{"total":1e400}}',
      `{"id":"sql'; DROP TABLE log; --","type":"Paid","time":"2026-03-01T09:00:00Z","subject":"a' OR 1=1","data":{"total":1}}`,
    ];
    const answer = await post('/v1/signals', `[${odd.join(',')}]`);
    expect(answer.status).toBe(200);
    const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: { id: string }[] };
    expect([accepted, rejected.map(({ id }) => id)]).toEqual([3, ['deep', 'huge']]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect((await post('/v1/signals', JSON.stringify(paid('after')))).status).toBe(200);
  });

  it.each([
    ['a mark of byte order before it', (text: string) => `\ufeff${text}`, {}],
    ['a content type that is none', (text: string) => text, { 'content-type': 'json' }],
  ])('reads a body with %s', async (what, written, headers) => {
    const answer = await post('/v1/signals', written(JSON.stringify(paid(what))), headers);
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ accepted: 1 })]);
  });

  it('says how a body may be packed where it is packed otherwise', async () => {
    const answer = await post('/v1/signals', brotliCompressSync(JSON.stringify(paid('br'))), {
      'content-encoding': 'br',
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: 'This is not UTF-8: pack it with gzip, or not at all.' },
    ]);
  });

  it('knows a CloudEvent however its content type is spelt', async () => {
    const event = { specversion: '1.0', id: 'spelt', source: 's', type: 'Paid', subject: 'ada', data: { total: 1 } };
    const headers = { 'content-type': 'Application/CloudEvents+JSON' };
    const answer = await post('/v1/events', JSON.stringify(event), headers);
    expect(await answer.json()).toMatchObject({ accepted: 1 });
  });

  it('takes reports from keys that may tell them, not from one that stands in a website', async () => {
    const report = (id: string): string =>
      JSON.stringify([{ id, type: 'message.failed', time: new Date().toISOString(), data: { message: 'm-1-0' } }]);
    const refused = await (await post('/v1/signals', report('r1'))).json();
    expect(refused).toMatchObject({ rejected: [{ id: 'r1', reason: expect.stringContaining('--scopes report') }] });
    const call = { type: 'track', messageId: 'c1', event: 'Paid', userId: 'ada', timestamp: 'soon' };
    const untimely = await (await post('/v1/batch', JSON.stringify({ batch: [call] }))).json();
    expect(untimely).toMatchObject({ rejected: [{ id: 'c1', reason: expect.stringContaining('timestamp') }] });
    const made = await journeyJson<{ key: string }>(
      'keys',
      'create',
      'desk',
      '--scopes',
      'report',
      '--db',
      daemon.file,
    );
    const headers = { authorization: `Bearer ${made.key}` };
    const taken = await (await post('/v1/signals', report('r2'), headers)).json();
    // It is looked at, and there is no such message.
    expect(taken).toMatchObject({ rejected: [{ reason: 'No message with the id `m-1-0` has left.' }] });
    const other = await (await post('/v1/signals', JSON.stringify(paid('r3')), headers)).json();
    expect(other).toMatchObject({ accepted: 0, rejected: [{ reason: expect.stringContaining('--scopes write') }] });
  });

  it('keeps what it acknowledged when it is killed, and wakes by the real clock', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `kill-${index}`);
    const sent = ids.map(async (id) => {
      const answer = await post('/v1/signals', JSON.stringify(paid(id, id)));
      return answer.ok ? id : null;
    });
    const first = await Promise.race(sent);
    await stop('SIGKILL');
    const acknowledged = (await Promise.allSettled(sent)).flatMap((each) =>
      each.status === 'fulfilled' && each.value !== null ? [each.value] : [],
    );
    expect(first).not.toBeNull();
    await start();
    const stored = new Set(logged().map(({ id }) => id));
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
    const again = await post('/v1/signals', JSON.stringify(ids.map((id) => paid(id, id))));
    const { accepted, duplicates } = (await again.json()) as { accepted: number; duplicates: number };
    expect(accepted + duplicates).toBe(300);
    expect(duplicates).toBe(ids.filter((id) => stored.has(id)).length);

    // The journey of the workspace waits two seconds, then sets a field of the profile.
    await expect
      .poll(
        async () =>
          (await journeyJson<{ decisions: { kind: string }[] }>('why', 'kill-0', '--db', daemon.file)).decisions.map(
            ({ kind }) => kind,
          ),
        { timeout: 10_000, interval: 500 },
      )
      .toContain('set');
    await stop('SIGTERM');
    expect((await journey('replay', '--verify', '--db', daemon.file)).status).toBe(0);
    await start();
  }, 60_000);
});

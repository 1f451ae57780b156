/** What leaves over HTTP, to a real server that answers, refuses, hangs, flaps, resets and talks nonsense. */
import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { type Office, type OfficeOptions, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

const { graph } = compileTexts({
  'office.journey': `
signal Asked { about: text }
signal Noted { about: text }
signal Urgent { about: text }
signal Helped {}
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
channel paper { to profile.user_id, via console }
message Note(n: Noted) for Service { on push { body "hello {n.about}" } on paper { body "{n.about}" } }
message Alarm(n: Urgent) for Service { on paper { body "{n.about}" } }
policy Few { at most 1 per day on push }
action Price(about: text, most: money, by: date) -> { price: money } { via http desk, timeout 1 second, retry 3 times over 2 seconds }
team billing { via http desk, cleared for pii }
journey Noting { start on Noted as n every time
  send Note(n) on push, else finish as unreachable {
    on failed { send Note(n) on paper  finish as on_paper }
    on opened { finish as read }
    after 10 days { finish as silent }
  }
}
journey Warning { start on Urgent as n every time
  send Alarm(n) on paper
}
journey Pricing { start on Asked as a every time
  expire after 30 days
  call Price(a.about, 12.5 GBP, 2026-03-01) as offer { on failed { finish as unknown } }
  if offer.price > 100 GBP { finish as dear }
  finish as cheap
}
journey Helping { start on Helped every time
  handoff to billing {
    because "help"
    share this journey
    on resolved { finish as helped }
    on returned { finish as alone }
  }
}
`.replace('{ send Note(n) on paper  finish as on_paper }', '{\n send Note(n) on paper\n finish as on_paper }'),
});

const SECRETS = {
  OLD: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
  NEW: `whsec_${Buffer.alloc(24, 2).toString('base64')}`,
};
let push: Peer;
let desk: Peer;
let office: Office | undefined;

beforeEach(async () => {
  push = await openPeer();
  desk = await openPeer();
});
afterEach(async () => {
  await office?.close();
  office = undefined;
  await push.close();
  await desk.close();
});
afterAll(removeFolders);

async function open(more: Partial<OfficeOptions> & { readonly push?: object } = {}): Promise<Office> {
  office = await openOffice({
    graph,
    connectors: {
      'http push': {
        url: push.url,
        allow_private: true,
        signing: [{ env: 'NEW' }, { env: 'OLD' }],
        timeout: '1 second',
        retry: { times: 3, over: '1 second' },
        ...more.push,
      },
      'http desk': { url: desk.url, allow_private: true },
    },
    environment: SECRETS,
    ...more,
  });
  return office;
}

const statusOf = (way = 'push') => office?.outbox().find((row) => row.way === way)?.status;

describe('a message', () => {
  it('leaves signed as Standard Webhooks say, under a key of its own', async () => {
    const { signal, outbox } = await open();
    await signal('Noted', 'ada', { about: 'tea' });
    await until(statusOf).toBe('sent');
    const [call] = push.calls;
    const [row] = outbox();
    expect(call?.body).toMatchObject({
      type: 'message',
      data: { message: row?.id, name: 'Note', channel: 'push', to: 'ada', content: { body: 'hello tea' } },
    });
    expect(call?.key).toMatch(new RegExp(`^${row?.id}\\.[0-9a-f]{12}$`));
    const headers = call?.headers as Record<string, string>;
    expect(headers['webhook-id']).toBe(call?.key);
    for (const secret of Object.values(SECRETS)) {
      expect(new Webhook(secret).verify(call?.text ?? '', headers)).toEqual(call?.body);
      expect(() => new Webhook(secret).verify(`${call?.text} `, headers)).toThrow();
    }
    expect(push.calls).toHaveLength(1);
  });

  it('comes again under the same key until it is taken, not before Retry-After', async () => {
    const { signal } = await open();
    push.behave((call, response, nth) => {
      if (nth === 1) answer(500, 'oops')(call, response, nth);
      else if (nth === 2) answer(503, '', { 'retry-after': '1' })(call, response, nth);
      else answer(200)(call, response, nth);
    });
    await signal('Noted', 'ada', { about: 'tea' });
    await until(statusOf).toBe('sent');
    expect([...push.counts().values()]).toEqual([3]);
    const [, second, third] = push.calls;
    expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(950);
  });

  it('is a dead letter when tries run out; the journey takes the way of a failure and the cap gets its place back', async () => {
    const { signal, outbox, decided } = await open();
    push.behave(answer(500, 'the secret is whsec_AgICAgICAgICAgICAgICAgICAgICAgIC for ada'));
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => decided('ada').at(-1)).toBe('finished null on_paper');
    const [paper, dead] = outbox();
    expect(paper).toMatchObject({ way: 'paper' });
    expect(dead).toMatchObject({ way: 'push', status: 'dead', tries: 4, nextAt: null });
    expect(dead?.error).toMatch(/^HTTP 500: the secret is \(secret\)/);
    push.behave(answer(200));
    await signal('Noted', 'ada', { about: 'coffee' });
    await until(() => outbox().filter(({ way, status }) => way === 'push' && status === 'sent').length).toBe(1);
  });

  it('that is refused for good is not tried again', async () => {
    const { signal, decided } = await open();
    push.behave(answer(422, { error: 'no such device' }));
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => decided('ada').at(-1)).toBe('finished null on_paper');
    expect(push.calls).toHaveLength(1);
  });

  it('is not sent to where a redirect points', async () => {
    const { signal } = await open();
    push.behave(answer(307, '', { location: desk.url }));
    await signal('Noted', 'ada', { about: 'tea' });
    await until(statusOf).toBe('dead');
    expect(desk.calls).toEqual([]);
  });

  it('is taken, or refused, by the head of the answer: a body that does not come, or does not end, changes nothing', async () => {
    const { signal, outbox } = await open({ push: { timeout: '2 seconds' } });
    const heads: Record<string, (response: ServerResponse) => void> = {
      silent: (response) => response.writeHead(200, { 'content-length': 10 }).flushHeaders(),
      cut: (response) => {
        response.writeHead(202, { 'content-length': 10 }).write('half');
        setTimeout(() => response.destroy(), 50);
      },
      large: (response) => response.writeHead(200).end('x'.repeat(5_000_000)),
      no: (response) => response.writeHead(422, { 'content-length': 10 }).write('why'),
    };
    push.behave(({ body }, response) => heads[String(body.data.to)]?.(response));
    for (const name of Object.keys(heads)) await signal('Noted', name, { about: 'tea' });
    const became = () =>
      outbox()
        .filter(({ way }) => way === 'push')
        .map(({ address, status, tries, error }) => [address, status, tries, error]);
    await until(became).toEqual([
      ['no', 'dead', 1, 'HTTP 422: why'],
      ['large', 'sent', 1, null],
      ['cut', 'sent', 1, null],
      ['silent', 'sent', 1, null],
    ]);
    expect(push.calls).toHaveLength(4);
  });

  it('410 closes the connector: nothing more is sent there', async () => {
    const { signal, told, outbox } = await open();
    push.behave(answer(410));
    await signal('Noted', 'ada', { about: 'tea' });
    await until(statusOf).toBe('dead');
    await signal('Noted', 'bob', { about: 'tea' });
    await until(() => outbox().filter(({ status }) => status === 'dead').length).toBe(2);
    expect(push.calls).toHaveLength(1);
    expect(told).toEqual(['connector http push is closed: HTTP 410: the other side wants nothing more']);
  });

  it('what comes of it comes back as a signal', async () => {
    const { signal, outbox, take, decided } = await open();
    push.behave((_call, response) => response.destroy());
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => push.calls.length).toBeGreaterThan(0);
    // The answer was lost, but the report shows that it has arrived: it is not sent again.
    const message = outbox()[0]?.id;
    expect(await take({ type: 'message.opened', data: { message } })).toBe('accepted');
    await until(statusOf).toBe('sent');
    expect(decided('ada').at(-1)).toBe('finished null read');
    expect(await take({ type: 'message.bounced', data: { message } })).toBe('accepted');
    expect(outbox()[0]).toMatchObject({ status: 'failed', error: 'bounced' });
  });
});

describe('a message that leaves late', () => {
  it('does not leave without consent, nor at night; the journey is told, and the night ends', async () => {
    const late = compileTexts({
      'late.journey': `
signal Noted { about: text, zone: timezone? }
signal Unsubscribed {}
profile { zone: timezone = "UTC" }
purpose News { consent assumed }
on Unsubscribed { withdraw consent for News }
signal Moved { zone: timezone }
on Moved as m { set profile.zone = m.zone }
channel push { to profile.user_id, via http push }
message Note(n: Noted) for News { on push { body "hello {n.about}" } }
policy Night for News { quiet 00:00..12:00 in profile.zone, then deliver later }
journey Noting { start on Noted as n every time
  send Note(n) on push, else finish as unreachable {
    on failed { finish as lost }
    after 10 days { finish as silent }
  }
}
`,
    });
    const zones = ['UTC', 'Pacific/Auckland', 'Pacific/Honolulu', 'America/New_York', 'Asia/Tokyo'];
    const hourIn = (timeZone: string): number =>
      Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(new Date()));
    const awake = zones.find((zone) => hourIn(zone) >= 12) ?? '';
    const asleep = zones.find((zone) => hourIn(zone) < 12) ?? '';
    const { signal, outbox, decided } = await open({
      graph: late.graph,
      push: { retry: { times: 3, over: '5 seconds' } },
    });
    push.behave(answer(500));
    for (const who of ['ada', 'bob']) {
      await signal('Moved', who, { zone: awake });
      await signal('Noted', who, { about: 'tea' });
    }
    await until(() => push.calls.length).toBeGreaterThanOrEqual(2);
    await signal('Unsubscribed', 'ada');
    await signal('Moved', 'bob', { zone: asleep });
    push.behave(answer(200));
    const rowOf = (who: string) => outbox().find(({ address }) => address === who);
    await until(() => rowOf('ada')?.status).toBe('cancelled');
    expect(rowOf('ada')?.error).toBe('consent for News was withdrawn');
    expect(decided('ada').at(-1)).toBe('finished null lost');
    await until(() => rowOf('bob')?.error).toBe('policy Night; the last try: HTTP 500');
    expect(rowOf('bob')?.status).toBe('pending');
    expect(rowOf('bob')?.nextAt).toBeGreaterThan(Date.now());
    expect(push.calls.filter(({ body }) => body.data.to === 'ada').length).toBe(1);
  });
});

describe('a call', () => {
  it.each(['', '\ufeff'])(
    'brings its answer back into the journey, its arguments as on the wire (%j)',
    async (mark) => {
      const { signal, decided } = await open();
      desk.behave(answer(200, `${mark}{"price": 120.5}`));
      await signal('Asked', 'ada', { about: 'tea' });
      await until(() => decided('ada').at(-1)).toBe('finished null dear');
      expect(desk.calls[0]?.body).toMatchObject({
        type: 'call',
        data: { name: 'Price', arguments: { about: 'tea', most: { amount: 12.5, currency: 'GBP' }, by: '2026-03-01' } },
      });
      expect(statusOf('Price')).toBe('sent');
    },
  );

  it.each([
    ['what is no JSON', answer(200, '<html>')],
    ['what is nested without end', answer(200, `${'['.repeat(5000)}${']'.repeat(5000)}`)],
    [
      'what is no UTF-8',
      (_: unknown, response: import('node:http').ServerResponse) =>
        void response.end(Buffer.from('{"price": 20, "by": "Zo\xe9"}', 'latin1')),
    ],
    ['what has no end', answer(200, 'x'.repeat(2_000_000))],
    [
      'nothing, and resets',
      (_: unknown, response: import('node:http').ServerResponse) => void response.socket?.resetAndDestroy(),
    ],
    ['nothing at all', () => undefined],
    [
      'half of it',
      (_: unknown, response: import('node:http').ServerResponse) => void response.writeHead(200).write('{"price"'),
    ],
  ])('that is answered with %s is tried again, then fails', async (_, behaviour) => {
    const { signal, decided, outbox } = await open();
    desk.behave(behaviour);
    await signal('Asked', 'ada', { about: 'tea' });
    await until(() => decided('ada').at(-1)).toBe('finished null unknown');
    expect(desk.counts().size).toBe(1);
    expect(desk.calls.length).toBeGreaterThan(1);
    await until(() => ['dead', 'cancelled'].includes(outbox()[0]?.status ?? '')).toBe(true);
  });

  it('that may take longer than any timer of Node waits for its answer', async () => {
    const slow = `
signal Asked { about: text }
action Price(about: text) -> text { via http desk, timeout 30 days }
journey Pricing { start on Asked as a every time
  call Price(a.about) as price { on failed { finish as unknown } }
  finish as known
}
`;
    const { signal, decided } = await open({ graph: compileTexts({ 'slow.journey': slow }).graph });
    desk.behave((_call, response) => void setTimeout(() => response.writeHead(200).end('"20"'), 200));
    await signal('Asked', 'ada', { about: 'tea' });
    await until(() => decided('ada').at(-1)).toBe('finished null known');
  });

  it('that is answered with the wrong type has failed, once', async () => {
    const { signal, decided } = await open();
    desk.behave(answer(200, { price: 'a lot' }));
    await signal('Asked', 'ada', { about: 'tea' });
    await until(() => decided('ada').at(-1)).toBe('finished null unknown');
    expect(desk.calls).toHaveLength(1);
  });

  it('that is taken with 202 is answered by a signal, and a second answer changes nothing', async () => {
    const { signal, decided, take, outbox } = await open();
    desk.behave(answer(202));
    await signal('Asked', 'ada', { about: 'tea' });
    await until(() => statusOf('Price')).toBe('sent');
    const call = outbox()[0]?.id;
    const report = { id: 'a1', type: 'call.answered', data: { call, value: { price: 20 } } };
    expect([await take(report), await take(report)]).toEqual(['accepted', 'duplicate']);
    expect(decided('ada').at(-1)).toBe('finished null cheap');
    expect(await take({ type: 'call.answered', data: { call, value: { price: 500 } } })).toBe('accepted');
    expect(decided('ada').at(-1)).toBe('finished null cheap');
    expect(await take({ type: 'call.answered', data: { call: 'c-99-0', value: 1 } })).toBe('rejected');
  });
});

it('a task goes to the desk of its team, which says by a signal how it ended', async () => {
  const { signal, decided, take } = await open();
  await signal('Helped', 'ada');
  await until(() => statusOf('billing')).toBe('sent');
  const data = desk.calls[0]?.body.data ?? {};
  expect(data).toMatchObject({ team: 'billing', because: 'help', due: null });
  expect(await take({ type: 'task.resolved', data: { task: data.task, by: 'mia' } })).toBe('accepted');
  expect(decided('ada').at(-1)).toBe('finished null helped');
});

describe('a connector that is not well', () => {
  it('hangs: it rests, and the others keep their pace', async () => {
    const { signal, outbox, printed, told, worker } = await open({ push: { concurrency: 2, timeout: '200 ms' } });
    // How long one takes in the middle, in milliseconds.
    const pace = async (count: number): Promise<number> => {
      const times: number[] = [];
      for (let n = 0; n < count; n++) {
        const [before, already] = [Date.now(), printed.length];
        await signal('Urgent', `c${n}`, { about: 'fire' });
        await until(() => printed.length).toBe(already + 1);
        times.push(Date.now() - before);
      }
      return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? Number.POSITIVE_INFINITY;
    };
    const usual = await pace(9);
    push.behave(() => undefined);
    for (let n = 0; n < 20; n++) await signal('Noted', `c${n}`, { about: 'tea' });
    // Behind what hangs each would wait for one of its timeouts or more, however quick the machine is.
    expect(await pace(20)).toBeLessThan(usual + 200);
    await until(() => told).toContain('connector http push fails too often: it rests, and is probed now and then');
    expect(worker.states().find(({ connector }) => connector === 'http push')?.state).toBe('resting');
    // A probe that comes to nothing is no news.
    const probed = push.calls.length;
    await until(() => push.calls.length).toBeGreaterThan(probed + 2);
    expect(told.filter((line) => line.includes('fails too often'))).toHaveLength(1);
    push.behave(answer(200));
    await until(() => outbox().filter(({ way, status }) => way === 'push' && status === 'sent').length).toBeGreaterThan(
      0,
    );
    // It is told after the row is written.
    await until(() => told).toContain('connector http push works again');
  });

  it('flaps: everything arrives in the end, nothing under two keys', async () => {
    const { signal, outbox } = await open({ push: { retry: { times: 12, over: '20 seconds' } } });
    let n = 0;
    push.behave((call, response, nth) => answer(n++ % 2 === 0 ? 500 : 200)(call, response, nth));
    for (let customer = 0; customer < 30; customer++) await signal('Noted', `c${customer}`, { about: 'tea' });
    await until(() => outbox().filter(({ way, status }) => way === 'push' && status === 'sent').length).toBe(30);
    expect(push.counts().size).toBe(30);
  }, 30_000);
});

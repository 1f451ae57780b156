/** Where outgoing HTTP may go: by what was written, by what it resolves to, and by who is at the other end. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedLookup, isPublic, refusal } from './guard.ts';
import { createPoster, type PosterOptions } from './post.ts';

describe('an address is public', () => {
  it.each([
    ['93.184.215.14', true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
    ['127.0.0.1', false],
    ['127.8.9.10', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:7f00:1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['::7f00:1', false],
    ['4000::1', false],
    ['no address', false],
  ])('%s: %s', (address, expected) => expect(isPublic(address)).toBe(expected));
});

describe('a URL is refused before anything is looked up', () => {
  it.each([
    'http://127.0.0.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://１２７.0.0.1/',
    'http://localhost/',
    'http://desk.localhost./',
    'file:///etc/passwd',
  ])('%s', (url) => expect(refusal(new URL(url), false)).not.toBeNull());

  it('unless the configuration allows it', () => {
    expect(refusal(new URL('http://10.0.0.5/'), true)).toBeNull();
    expect(refusal(new URL('http://10.0.0.5/'), ['10.0.0.5'])).toBeNull();
    expect(refusal(new URL('http://10.0.0.6/'), ['10.0.0.5'])).not.toBeNull();
    expect(refusal(new URL('http://localhost/'), ['localhost'])).toBeNull();
    expect(refusal(new URL('http://notlocalhost/'), false)).toBeNull();
    expect(refusal(new URL('file:///etc/passwd'), true)).not.toBeNull();
  });
});

describe('a request', () => {
  let server: Server;
  let port = 0;
  let came = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      came++;
      response.end('inside');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());

  const post = async (host: string, more: Partial<PosterOptions> = {}): Promise<string> => {
    const poster = createPoster(`http://${host}:${port}/`, { allowed: false, concurrency: 1, ...more });
    try {
      return (await poster.post({}, '{}', AbortSignal.timeout(3000), () => true)).body;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      await poster.close();
    }
  };
  /** A name server that gives these answers one after another, as an attacker's would. */
  const resolving = (...answers: string[]): NonNullable<PosterOptions['resolve']> => {
    let at = 0;
    return (_host, _options, done) => {
      const address = answers[Math.min(at++, answers.length - 1)] ?? '';
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    };
  };

  it('to this machine is refused, by number and by name', async () => {
    expect(await post('127.0.0.1')).toContain('inside a private network');
    expect(await post('localhost')).toContain('inside a private network');
    expect(await post('hooks.example.org', { resolve: resolving('127.0.0.1') })).toBe(
      'hooks.example.org is at 127.0.0.1, inside a private network',
    );
    expect(came).toBe(0);
  });

  it('to a name that changes its mind is refused: what was judged is what is connected to', async () => {
    // The first answer is public, so nothing of ours is reached; a second look, which would be private, never happens.
    let asked = 0;
    const resolve = resolving('192.0.2.1', '127.0.0.1');
    const counting: typeof resolve = (host, options, done) => {
      asked++;
      resolve(host, options, done);
    };
    expect(await post('rebind.example.org', { resolve: counting })).not.toBe('inside');
    expect([asked, came]).toEqual([1, 0]);
  });

  it('to a name of which one address of many is private is refused', async () => {
    const lookup = guardedLookup(false, (_host, _options, done) =>
      done(null, [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ]),
    );
    const error = await new Promise((resolve) => lookup('both.example.org', { all: true }, (given) => resolve(given)));
    expect(String(error)).toContain('both.example.org is at 10.0.0.1, inside a private network');
  });

  it('goes where the configuration allows it', async () => {
    expect(await post('127.0.0.1', { allowed: true })).toBe('inside');
    expect(await post('hooks.example.org', { allowed: ['hooks.example.org'], resolve: resolving('127.0.0.1') })).toBe(
      'inside',
    );
    expect(came).toBe(2);
  });
});

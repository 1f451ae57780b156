/** Answers that come packed, though nobody has asked for that. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPeer, type Peer } from '../../tests/leaving/peer.ts';
import { Unreadable } from './connector.ts';
import { createPoster, type Poster } from './post.ts';

const PACKED = 'the answer is packed as gzip, though it was asked for as it is';
let peer: Peer;
let poster: Poster;

beforeEach(async () => {
  peer = await openPeer((_call, response) => {
    response.writeHead(400, { 'content-encoding': 'gzip' }).end(gzipSync('{"why": "no such desk"}'));
  });
  poster = createPoster(peer.url, { allowed: true, concurrency: 1 });
});
afterEach(async () => {
  await poster.close();
  await peer.close();
});

describe('an answer that is packed', () => {
  const post = (needsBody: boolean) => poster.post({}, '{}', new AbortController().signal, () => needsBody);

  it('is asked for as it is, and said to be packed where its status is enough', async () => {
    expect(await post(false)).toMatchObject({ status: 400, body: PACKED });
    expect(peer.calls[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('is none where its body is the answer', async () => {
    await expect(post(true)).rejects.toThrow(new Unreadable(PACKED));
  });
});

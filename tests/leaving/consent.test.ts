/** A message does not leave without consent, however long it has waited. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Graph } from '../../compiler/graph/types.ts';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { newFolder, type Office, openOffice, removeFolders } from './office.ts';
import { answer, openPeer, type Peer } from './peer.ts';

let peer: Peer;
let office: Office | undefined;
beforeEach(async () => {
  peer = await openPeer();
});
afterEach(async () => {
  await office?.close();
  office = undefined;
  await peer.close();
});
afterAll(removeFolders);

async function open(graph: Graph, file?: string): Promise<Office> {
  const connectors = {
    'http push': { url: peer.url, allow_private: true, retry: { times: 3, over: '1 second' } },
  };
  office = await openOffice({ graph, connectors, ...(file === undefined ? {} : { file }) });
  return office;
}

describe('a message whose customer does not agree, and that', () => {
  it('has waited for a moment only, such as for its turn on the channel', async () => {
    const turns = compileTexts({
      'turns.journey': `
signal Noted { about: text }
signal Unsubscribed {}
purpose News { consent assumed }
on Unsubscribed { withdraw consent for News }
channel push { to profile.user_id, via http push, at most 1 per 1 second }
message Note(n: Noted) for News { on push { body "hello {n.about}" } }
journey Noting { start on Noted as n every time
  send Note(n) on push { on failed { finish as lost } }
}
`,
    });
    const { signal, outbox, decided } = await open(turns.graph);
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => peer.calls.length).toBe(1);
    await signal('Noted', 'bob', { about: 'tea' });
    await signal('Unsubscribed', 'bob');
    const rowOf = (who: string) => outbox().find(({ address }) => address === who);
    await until(() => rowOf('bob')?.status).toBe('cancelled');
    expect(rowOf('bob')?.error).toBe('consent for News was withdrawn');
    expect(decided('bob').at(-1)).toBe('finished null lost');
    expect(peer.calls.length).toBe(1);
  });

  it('was decided before new files asked for a consent that nobody has given, which is no withdrawal', async () => {
    const noting = (consent: string) =>
      compileTexts({
        'noting.journey': `
signal Noted { about: text }
signal Agreed {}
purpose News { consent ${consent} }
on Agreed { grant consent for News }
channel push { to profile.user_id, via http push }
message Note(n: Noted) for News { on push { body "hello {n.about}" } }
journey Noting { start on Noted as n every time
  send Note(n) on push, else go on
}
`,
      }).graph;
    peer.behave(answer(500));
    const file = join(newFolder(), 'asked.db');
    const { signal, close, outbox } = await open(noting('assumed'), file);
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => outbox()[0]?.error).toContain('HTTP 500');
    await close();
    const asked = await open(noting('asked'), file);
    await until(() => asked.outbox()[0]).toMatchObject({ status: 'cancelled', error: 'there is no consent for News' });
  });

  it('has withdrawn it since new files do not declare the message any more', async () => {
    const declared = (message: string) =>
      compileTexts({
        'renamed.journey': `
signal Noted { about: text }
signal Unsubscribed {}
purpose News { consent assumed }
on Unsubscribed { withdraw consent for News }
channel push { to profile.user_id, via http push }
message ${message}(n: Noted) for News { on push { body "hello {n.about}" } }
journey Noting { start on Noted as n every time
  send ${message}(n) on push, else go on
}
`,
      }).graph;
    peer.behave(answer(500));
    const file = join(newFolder(), 'renamed.db');
    const { signal, close, outbox } = await open(declared('Note'), file);
    await signal('Noted', 'ada', { about: 'tea' });
    await until(() => outbox()[0]?.error).toContain('HTTP 500');
    await signal('Unsubscribed', 'ada');
    await close();
    const renamed = await open(declared('Letter'), file);
    await until(() => renamed.outbox()[0]).toMatchObject({
      status: 'cancelled',
      error: 'consent for News was withdrawn',
    });
  });
});

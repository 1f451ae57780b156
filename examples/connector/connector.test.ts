/** The example's module at work: through the real outbox, against a server that plays the SMS house. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileFolder } from '../../tests/compile.ts';
import { newFolder, openOffice, removeFolders } from '../../tests/leaving/office.ts';
import { answer, openPeer } from '../../tests/leaving/peer.ts';
import { until } from '../../tests/until.ts';

afterAll(removeFolders);

it('texts arrive once, whatever the SMS house is up to', async () => {
  const house = await openPeer((call, response, nth) => {
    if (nth === 1) answer(503, 'down for a moment')(call, response, nth);
    else answer(200)(call, response, nth);
  });
  const root = newFolder();
  mkdirSync(join(root, 'connectors'));
  const module = 'connectors/sms-house.mjs';
  writeFileSync(join(root, module), readFileSync(join(import.meta.dirname, module)));
  const office = await openOffice({
    graph: compileFolder(import.meta.dirname).graph,
    root,
    environment: { SMS_HOUSE_TOKEN: 'let me in' },
    connectors: {
      sms_house: {
        module,
        settings: { url: house.url, sender: 'The Shop' },
        secrets: { token: { env: 'SMS_HOUSE_TOKEN' } },
        retry: { times: 3, over: '1 second' },
      },
    },
  });
  await office.signal('PhoneGiven', 'ada', { phone: '+49 30 1234567' });
  await office.signal('ParcelReady', 'ada', { parcel: 'p1', code: '4711' });
  await until(() => office.outbox()[0]?.status).toBe('sent');
  expect(house.calls.map(({ body }) => body)).toEqual(
    Array(2).fill({ from: 'The Shop', to: '+49 30 1234567', text: 'Your parcel is here. The code is 4711.' }),
  );
  expect(house.calls[0]?.headers.authorization).toBe('Bearer let me in');
  expect(house.counts().size).toBe(1);

  house.behave(answer(422, 'no such number'));
  await office.signal('ParcelReady', 'ada', { parcel: 'p2', code: '4712' });
  await expect.poll(() => office.decided('ada').at(-1), { timeout: 10_000 }).toBe('finished null unreachable');
  await office.close();
  await house.close();
});

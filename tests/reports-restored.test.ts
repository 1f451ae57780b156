/** What others tell of work that left before a backup was put back: its id can be that of other work by now. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { preview } from '../runtime/channels/preview.ts';
import { reportFailure } from '../runtime/channels/settle.ts';
import type { Engine, Receipt } from '../runtime/engine/types.ts';
import { replayAll } from '../runtime/engine/verify.ts';
import { lastOf } from '../runtime/store/log.ts';
import type { Database } from '../runtime/store/open.ts';
import { drawMark, namesOf } from '../runtime/store/origin.ts';
import { readMessage } from '../runtime/store/outbox.ts';
import { compileTexts } from './compile.ts';
import { accept, openEngine } from './engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'journey-restored-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const live = join(folder, 'live.db');
const backup = join(folder, 'backup.db');

const { graph } = compileTexts({
  'a.journey': `
signal Asked {}
purpose Service { consent assumed }
channel push { to profile.user_id, via http push }
message Answer for Service { on push { text "Yes" } }
team desk { via http desk }
journey Answering {
  start on Asked every time
  send Answer on push, else go on
  handoff to desk { because "asked", on resolved { finish as helped } on returned { finish as alone } }
}
`,
});

let now = Date.UTC(2026, 2, 2, 10);

function inDatabase<T>(work: (engine: Engine, database: Database) => T): T {
  const { database, engine, release } = openEngine(graph, live, 'real');
  const done = work(engine, database);
  engine.close();
  expect(replayAll(database, true)).toMatchObject({ identical: true });
  release();
  return done;
}

function take(engine: Engine, signal: object): Receipt {
  now += 1000;
  const line = { id: `s${now}`, time: new Date(now).toISOString(), ...signal };
  return accept(engine, line, now);
}

function asked(engine: Engine, subject: string): string {
  const receipt = take(engine, { type: 'Asked', subject, data: {} });
  engine.commit();
  if (receipt.status !== 'accepted') throw new Error(JSON.stringify(receipt));
  return `m-${receipt.seq}-0`;
}

const told = (engine: Engine, type: string, data: object): Receipt => take(engine, { type, data });

it('is not taken for what has the same id now; by its whole name each is known', () => {
  const ada = inDatabase((engine) => asked(engine, 'ada'));
  copyFileSync(live, backup);
  const [id, lost] = inDatabase((engine, database) => {
    const ben = asked(engine, 'ben');
    return [ben, namesOf(database).key(ben)];
  });
  copyFileSync(backup, live);
  drawMark(
    live,
    inDatabase((_, database) => lastOf(database).seq),
  );
  inDatabase((engine, database) => {
    expect(asked(engine, 'dan')).toBe(id);
    const task = id.replace('m-', 't-').replace(/0$/, '1');
    for (const message of [id, lost])
      expect(told(engine, 'message.bounced', { message })).toEqual({
        status: 'rejected',
        reason: `\`${message}\` left before a backup was put back, and what it was is not known any more.`,
      });
    expect(told(engine, 'task.resolved', { task }).status).toBe('rejected');
    engine.commit();
    expect(readMessage(database, id)?.status).toBe('pending');

    const name = namesOf(database).key(id);
    expect(preview(database, graph, id, now)?.payload).toMatchObject({ data: { message: name } });
    expect(preview(database, graph, task, now)?.payload).toMatchObject({
      data: { task: expect.stringMatching(/^t-.*\./) },
    });
    expect(preview(database, graph, ada, now)?.payload).toMatchObject({ data: { message: ada } });
    expect(told(engine, 'message.bounced', { message: name }).status).toBe('accepted');
    expect(told(engine, 'task.resolved', { task: name.replace('m-', 't-').replace('-0.', '-1.') }).status).toBe(
      'accepted',
    );
    expect(told(engine, 'message.opened', { message: ada }).status).toBe('accepted');
    engine.commit();
    expect(readMessage(database, id)?.status).toBe('failed');
  });
});

it('what our own outbox gives up has failed, under whatever name it would have left', () => {
  const id = inDatabase((engine) => asked(engine, 'eve'));
  inDatabase((engine, database) => {
    const row = readMessage(database, id);
    if (row === undefined) return expect.fail('it is not in the outbox');
    expect(namesOf(database).outward(id)).not.toBe(id);
    reportFailure(engine, namesOf(database), row, now, 'no line');
    engine.commit();
    expect(readMessage(database, id)?.status).toBe('failed');
  });
});

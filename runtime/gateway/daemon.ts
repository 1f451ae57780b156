/**
 * How a command finds the daemon that holds a database: by a file beside it with the address and a token that only its owner can read.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { counted } from '../core/values/counted.ts';
import { writerOf } from '../store/lock.ts';
import { isRecord, textIn } from './translated.ts';

export interface Announcement {
  /** Whether a key is the daemon's own token. */
  isToken(key: string): boolean;
  /** Says where the daemon listens. */
  publish(address: string): void;
  withdraw(): void;
}

export function announce(database: string): Announcement {
  const file = fileOf(database);
  const token = `jt_${randomBytes(32).toString('base64url')}`;
  return {
    isToken: (key) => key.length === token.length && timingSafeEqual(Buffer.from(key), Buffer.from(token)),
    publish(address) {
      // An old file could have other rights.
      rmSync(file, { force: true });
      writeFileSync(file, JSON.stringify({ address: reachable(address), token, process: process.pid }), {
        mode: 0o600,
      });
    },
    withdraw: () => rmSync(file, { force: true }),
  };
}

/** It went away, or took too long, when it had been asked: nobody knows whether it has done it. */
export class Unanswered extends Error {}

export interface Daemon {
  /** The answer as JSON; throws with what the daemon says is wrong, or `Unanswered`. */
  ask(path: string, body: object): Promise<unknown>;
}

/** The daemon that holds the database, or null where none is there; throws where one is there and does not answer within that time. */
export async function findDaemon(database: string, patienceMs: number): Promise<Daemon | null> {
  const found = readAnnouncement(database);
  // Killed, it could not take its file away, and another program may listen there by now. The lock has gone with it.
  if (found === null || writerOf(database) === null) return null;
  const { address, token } = found;
  try {
    await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      throw new Error(`it does not answer within ${counted(patienceMs / 1000, 'second')}`);
    return null;
  }
  return {
    async ask(path, body) {
      const answer = await fetch(`${address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      }).catch(unanswered);
      const value: unknown = await answer.json().catch(unanswered);
      if (answer.ok) return value;
      throw new Error(
        isRecord(value) ? (textIn(value, 'error') ?? `status ${answer.status}`) : `status ${answer.status}`,
      );
    },
  };
}

function unanswered(): never {
  throw new Unanswered();
}

function readAnnouncement(database: string): { readonly address: string; readonly token: string } | null {
  try {
    const value: unknown = JSON.parse(readFileSync(fileOf(database), 'utf8'));
    if (!isRecord(value)) return null;
    const [address, token] = [textIn(value, 'address'), textIn(value, 'token')];
    return address === null || token === null ? null : { address, token };
  } catch {
    return null;
  }
}

function fileOf(database: string): string {
  return `${database}-daemon`;
}

/** A daemon that listens on every address is reached on this machine. */
function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}

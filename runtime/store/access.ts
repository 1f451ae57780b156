/**
 * Keys of the gateway, in a file of their own beside the database: they are made and revoked while another process writes the
 * database. Only hashes are stored; a key is shown once, when it is made.
 */
import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { explainSqlite, requirePlace } from './failure.ts';

export const SCOPES = ['public', 'write', 'read', 'report', 'operate'] as const;
/** public: send signals, from where the key is no secret; write: send signals; read: look; report: tell what became of messages, calls and tasks; operate: act on what runs */
export type Scope = (typeof SCOPES)[number];

export interface AccessKey {
  /** says which key it is, but does not open anything */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** milliseconds since 1970 UTC */
  readonly created: number;
  /** who made it; null: a version made it that did not ask */
  readonly createdBy: string | null;
  readonly revoked: number | null;
}

export interface Access {
  /** The key itself, which is nowhere stored. */
  create(
    name: string,
    scopes: readonly Scope[],
    by: string,
    now: number,
  ): { readonly id: string; readonly key: string };
  list(): AccessKey[];
  /** Tells whether there was such a key. */
  revoke(id: string, now: number): boolean;
  /** The key that opens, or null. Keys that were made or revoked meanwhile count. */
  find(key: string): AccessKey | null;
  close(): void;
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS access (
  hash BLOB PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL, created INTEGER NOT NULL, revoked INTEGER,
  created_by TEXT
) WITHOUT ROWID`;

const COLUMNS = 'id, name, scopes, created, created_by AS createdBy, revoked';

export function accessFile(database: string): string {
  return `${database}-access`;
}

export function openAccess(database: string): Access {
  const file = accessFile(database);
  requirePlace(database);
  let access: Sqlite.Database;
  try {
    access = new Sqlite(file);
    access.pragma('journal_mode = DELETE');
    access.pragma('synchronous = FULL');
    access.exec(SCHEMA);
    const columns = access.pragma('table_info(access)') as { readonly name: string }[];
    if (!columns.some(({ name }) => name === 'created_by'))
      access.exec('ALTER TABLE access ADD COLUMN created_by TEXT');
  } catch (error) {
    throw explainSqlite(error, file);
  }
  const insert = access.prepare('INSERT INTO access VALUES (?, ?, ?, ?, ?, NULL, ?)');
  const all = access.prepare(`SELECT ${COLUMNS} FROM access ORDER BY created, id`);
  const revoke = access.prepare('UPDATE access SET revoked = ? WHERE id = ? AND revoked IS NULL');
  const one = access.prepare(`SELECT ${COLUMNS} FROM access WHERE hash = ?`);
  return {
    create(name, scopes, by, now) {
      const id = randomBytes(6).toString('hex');
      const key = `jk_${id}_${randomBytes(24).toString('base64url')}`;
      insert.run(hashOf(key), id, name, scopes.join(' '), now, by);
      return { id, key };
    },
    list: () => (all.all() as Row[]).map(fromRow),
    revoke: (id, now) => revoke.run(now, id).changes > 0,
    find(key) {
      const row = one.get(hashOf(key)) as Row | undefined;
      return row === undefined || row.revoked !== null ? null : fromRow(row);
    },
    close: () => access.close(),
  };
}

/** Whether any key was ever made for this database. A file alone does not say so: on a full disk the first one stays without it. */
export function hasAccessKeys(database: string): boolean {
  if ((statSync(accessFile(database), { throwIfNoEntry: false })?.size ?? 0) === 0) return false;
  const access = openAccess(database);
  try {
    return access.list().length > 0;
  } finally {
    access.close();
  }
}

interface Row extends Omit<AccessKey, 'scopes'> {
  readonly scopes: string;
}

function fromRow({ scopes, ...rest }: Row): AccessKey {
  return { ...rest, scopes: SCOPES.filter((scope) => scopes.split(' ').includes(scope)) };
}

/** A key is random: it needs no slow hash. */
function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

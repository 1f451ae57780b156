/** An engine in the process of the test, opened as commands open it. */
import type { Graph } from '../compiler/graph/types.ts';
import { createEngine, type Engine } from '../runtime/engine/engine.ts';
import type { Receipt } from '../runtime/engine/types.ts';
import { createCommitter } from '../runtime/store/committer.ts';
import { type Database, openTemporary, openWriter } from '../runtime/store/open.ts';

export interface OpenEngine {
  readonly engine: Engine;
  readonly database: Database;
  /** Lets others have the database. Where the engine was not closed before, it is as after kill -9. */
  release(): void;
}

/** Without a `file` the database is gone when it is released. */
export function openEngine(graph: Graph, file?: string, time: 'virtual' | 'real' = 'virtual'): OpenEngine {
  const { database, lock } =
    file === undefined ? { database: openTemporary(), lock: undefined } : openWriter(file, 'test');
  return {
    engine: createEngine(database, graph, createCommitter(database, file ?? 'test'), time),
    database,
    release() {
      database.close();
      lock?.release();
    },
  };
}

/** Gives it a signal of our own form. `now`: the real clock; else the signal's own time counts. */
export function accept(engine: Engine, signal: object, now: number | 'event' = 'event'): Receipt {
  return engine.accept(Buffer.from(JSON.stringify(signal)), now, { name: 'test', line: null });
}

/** `journey run`: signals from a file in virtual time. The clock is the signals' own; timers fire between them. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Engine } from './engine.ts';

export interface RunCounts {
  signals: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  seconds: number;
}

export interface RunOptions {
  /** `-` is standard input; what begins like gzip is unpacked */
  readonly input: string;
  /** fire what is left at the end */
  readonly drain: boolean;
  /** told now and then how many signals are read */
  readonly progress?: (signals: number) => void;
}

/** What some programs write before UTF-8. */
const MARK = Buffer.from('\ufeff');

/** A line longer than this is rejected unread. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Ten years: what the calendar starts is started again for ever, and a run has an end. */
const LONGEST_DRAIN = 3653 * 86_400_000;

export async function run(engine: Engine, options: RunOptions): Promise<RunCounts> {
  const started = process.hrtime.bigint();
  const counts: RunCounts = { signals: 0, accepted: 0, duplicates: 0, rejected: 0, seconds: 0 };
  const name = options.input === '-' ? 'standard input' : options.input;
  let line = 0;
  for await (const block of blocksOfLines(open(options.input))) {
    for (const body of block) {
      line++;
      if (body.length === 0) continue;
      const receipt = engine.accept(body, 'event', { name, line });
      counts.signals++;
      if (receipt.status === 'accepted') counts.accepted++;
      else if (receipt.status === 'duplicate') counts.duplicates++;
      else counts.rejected++;
    }
    options.progress?.(counts.signals);
  }
  if (options.drain) engine.wakeUntil(engine.clock + LONGEST_DRAIN, true);
  engine.close();
  counts.seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return counts;
}

function open(input: string): Readable {
  return input === '-' ? process.stdin : createReadStream(input, { highWaterMark: 1 << 20 });
}

/** Lines as bytes, without their ends, as many at a time as came; one that is too long is cut, so that it is rejected as no JSON. */
async function* blocksOfLines(raw: Readable): AsyncGenerator<readonly Buffer[]> {
  let rest: Buffer | null = null;
  let begun = false;
  for await (const chunk of await unpacked(raw)) {
    let buffer: Buffer = rest === null ? chunk : Buffer.concat([rest, chunk]);
    if (!begun && buffer.length >= MARK.length) {
      begun = true;
      if (buffer.subarray(0, MARK.length).equals(MARK)) buffer = buffer.subarray(MARK.length);
    }
    const block: Buffer[] = [];
    let from = 0;
    for (let to = buffer.indexOf(10); to >= 0; to = buffer.indexOf(10, from)) {
      block.push(trimmed(buffer, from, to));
      from = to + 1;
    }
    yield block;
    rest = from < buffer.length ? buffer.subarray(from) : null;
    if (rest !== null && rest.length > LONGEST_LINE) rest = rest.subarray(0, LONGEST_LINE);
  }
  if (rest !== null) yield [trimmed(rest, 0, rest.length)];
}

function trimmed(buffer: Buffer, from: number, to: number): Buffer {
  return buffer.subarray(from, to > from && buffer[to - 1] === 13 ? to - 1 : to);
}

async function unpacked(raw: Readable): Promise<AsyncIterable<Buffer>> {
  const iterator = raw[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await iterator.next();
  const whole = (async function* () {
    if (first.done === true) return;
    yield first.value;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  })();
  if (first.done === true || first.value[0] !== 0x1f || first.value[1] !== 0x8b) return whole;
  const { Readable: Stream } = await import('node:stream');
  return Stream.from(whole).pipe(createGunzip({ chunkSize: 1 << 20 })) as AsyncIterable<Buffer>;
}

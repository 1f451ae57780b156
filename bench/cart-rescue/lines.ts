/** Lines of a file as byte ranges of a reused buffer: no string is made that nobody asked for. */
import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK = 1 << 20;
const NEWLINE = 10;

/** Calls `take` for each line, with the buffer that holds it and the range without its newline. The buffer is new for each chunk. */
export function forEachLine(path: string, take: (buffer: Buffer, start: number, end: number) => void): void {
  const file = openSync(path, 'r');
  let rest: Buffer = Buffer.alloc(0);
  for (;;) {
    const buffer = Buffer.allocUnsafeSlow(rest.length + CHUNK);
    rest.copy(buffer);
    const read = readSync(file, buffer, rest.length, CHUNK, null);
    const filled = rest.length + read;
    let start = 0;
    for (let end = buffer.indexOf(NEWLINE); end !== -1 && end < filled; end = buffer.indexOf(NEWLINE, start)) {
      take(buffer, start, end);
      start = end + 1;
    }
    rest = buffer.subarray(start, filled);
    if (read === 0) break;
  }
  if (rest.length > 0) take(rest, 0, rest.length);
  closeSync(file);
}

/** The floor of any compiler: a process that reads every file of the workspace and counts its lines. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NEWLINE = 10;
const [, , folder = '.'] = process.argv;
let lines = 0;
for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!entry.endsWith('.journey')) continue;
  for (const byte of readFileSync(join(folder, entry))) if (byte === NEWLINE) lines++;
}
console.log(JSON.stringify({ lines }));

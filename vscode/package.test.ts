/** The extension as it is shipped: builds the `.vsix`, looks into it, and starts the server that is in it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const folder = mkdtempSync(join(tmpdir(), 'journey-vsix-'));
const out = join(folder, 'journey.vsix');
let files: Map<string, Buffer>;

beforeAll(() => {
  const made = spawnSync(process.execPath, ['scripts/package-vscode.mjs', '--out', out], { encoding: 'utf8' });
  expect(made.stderr).toContain('wrote');
  files = unzip(readFileSync(out));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('holds what it needs and nothing else', () => {
  expect([...files.keys()].filter((name) => name.startsWith('extension/')).sort()).toEqual([
    'extension/LICENSE.txt',
    'extension/dist/extension.js',
    'extension/dist/journey.schema.json',
    'extension/dist/server.js',
    'extension/icon.png',
    'extension/language-configuration.json',
    'extension/package.json',
    'extension/readme.md',
    'extension/syntaxes/journey.tmLanguage.json',
  ]);
});

test('its manifest speaks of files that are there, in the version of the project', () => {
  const manifest = readJson('package.json');
  expect(manifest).toMatchObject({ publisher: 'journey', name: 'journey', version: versionOfProject() });
  const paths = JSON.stringify(manifest).match(/"\.\/[^"]+"/g) ?? [];
  expect(paths.length).toBeGreaterThan(3);
  for (const path of paths) expect([...files.keys()]).toContain(`extension/${path.slice(3, -1)}`);
  for (const name of ['language-configuration.json', 'syntaxes/journey.tmLanguage.json', 'dist/journey.schema.json']) {
    expect(readJson(name)).toBeTypeOf('object');
  }
});

test('its server starts and answers', async () => {
  const server = join(folder, 'server.cjs');
  writeFileSync(server, files.get('extension/dist/server.js') ?? '');
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const capabilities = { textDocument: { codeLens: {} } };
  const params = { processId: null, rootUri: null, capabilities, workspaceFolders: null };
  const { capabilities: offered } = await connection.sendRequest<InitializeResult>('initialize', params);
  expect(offered.hoverProvider).toBe(true);
  // What stands above declarations names commands: the server carries out one, the extension the other.
  expect(offered.executeCommandProvider?.commands).toEqual(['journey.runTest']);
  expect(files.get('extension/dist/extension.js')?.includes('"journey.showReferences"')).toBe(true);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await ended).toBe(0);
  connection.dispose();
});

function readJson(name: string): unknown {
  return JSON.parse(files.get(`extension/${name}`)?.toString('utf8') ?? 'null');
}

function versionOfProject(): unknown {
  const project: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  return typeof project === 'object' && project !== null && 'version' in project ? project.version : undefined;
}

/** Names and contents of a zip file, read from its central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    found.set(zip.toString('utf8', at + 46, at + 46 + name), method === 8 ? inflateRawSync(data) : data);
    at += 46 + name + extra + comment;
  }
  return found;
}

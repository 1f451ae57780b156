import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWorkspace } from '../workspace.ts';
import { acceptGraph, acceptTests } from './accept.ts';
import { canonicalJson, hashOf } from './canonical.ts';
import type { Graph } from './types.ts';

const fixtures = new URL('../testing/fixtures/', import.meta.url).pathname;
const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };

type Text = readonly [path: string, text: string];

function textsOf(folder: string): Text[] {
  return readdirSync(join(fixtures, folder))
    .filter((name) => name.endsWith('.journey'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(fixtures, folder, name), 'utf8')]);
}

function compiled(texts: readonly Text[]) {
  const workspace = createWorkspace({ settings });
  for (const [path, text] of texts) workspace.setFile(path, text);
  const result = workspace.compile();
  if (result === undefined)
    throw new Error(
      workspace
        .check()
        .map((each) => each.message)
        .join('\n'),
    );
  return result;
}

const folders = readdirSync(fixtures);

describe.each(folders)('the graph of %s', (folder) => {
  const { graph, tests } = compiled(textsOf(folder));

  test('is what its published schema accepts, after a way through JSON', () => {
    expect(acceptGraph(JSON.parse(JSON.stringify(graph)))).toMatchObject({ ok: true });
    expect(acceptTests(JSON.parse(JSON.stringify(tests)))).toMatchObject({ ok: true });
  });

  test('has edges between nodes that exist, each with its own id', () => {
    for (const journey of Object.values(graph.journeys)) {
      const nodes = new Set(journey.nodes.map((node) => node.id));
      expect(nodes.size).toBe(journey.nodes.length);
      expect(nodes).toContain(journey.entry);
      expect(new Set(journey.edges.map((edge) => edge.id)).size).toBe(journey.edges.length);
      for (const edge of journey.edges) expect([...nodes]).toEqual(expect.arrayContaining([edge.from, edge.to]));
    }
  });

  test('reads as its golden file says', async () => {
    await expect(`${JSON.stringify({ graph, tests }, null, 2)}\n`).toMatchFileSnapshot(
      join(fixtures, folder, 'expected.graph.json'),
    );
  });
});

test('the published schemas are schemas', () => {
  for (const name of ['graph', 'tests']) {
    const schema: unknown = JSON.parse(
      readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
    );
    const ajv = new Ajv({ discriminator: true, strictTypes: false });
    expect(typeof schema === 'object' && schema !== null && ajv.validateSchema(schema)).toBe(true);
  }
});

test('the schema refuses what it does not know', () => {
  const { graph } = compiled(textsOf(folders[0] ?? ''));
  expect(acceptGraph({ ...graph, extra: 1 })).toMatchObject({ ok: false });
  const [name, journey] = Object.entries(graph.journeys)[0] ?? [];
  const [first, ...rest] = journey?.nodes ?? [];
  const damaged = { ...journey, nodes: [{ ...first, kind: 'dance' }, ...rest] };
  expect(acceptGraph({ ...graph, journeys: { [name ?? '']: damaged } })).toMatchObject({ ok: false });
});

describe.each(folders)('the identity of the graph of %s', (folder) => {
  const everything = textsOf(folder);
  const original = compiled(everything).graph;

  test('does not depend on the order of files', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(everything, { minLength: everything.length }), (shuffled) => {
        expect(canonicalJson(compiled(shuffled).graph)).toBe(canonicalJson(original));
      }),
      { numRuns: 20 },
    );
  });

  test('does not depend on comments, blank lines and indentation', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(9)), (choices) => {
        const changed = everything.map(([path, text]): Text => [path, withOtherLayout(text, choices)]);
        expect(compiled(changed).graph.hash).toBe(original.hash);
      }),
      { numRuns: 20 },
    );
  });

  test('does not depend on in which file of a folder a declaration stands', () => {
    const apart = everything.flatMap(([path, text]) => splitInTwo(path, text));
    expect(compiled(apart).graph.hash).toBe(original.hash);
  });

  test('changes with the meaning', () => {
    const { hash: _hash, ...rest } = original;
    const changes: Omit<Graph, 'hash'>[] = [
      { ...rest, settings: { ...rest.settings, currency: 'USD' } },
      { ...rest, journeys: {} },
      {
        ...rest,
        profile: { ...rest.profile, title: { name: 'title', type: { kind: 'text' }, place: [0, 0, 0, 0, 0] } },
      },
      { ...rest, identity: { ...rest.identity, subjects: { place: 'place_id' } } },
    ];
    for (const changed of changes) expect(hashOf(changed)).not.toBe(original.hash);
    expect(hashOf({ ...rest, files: [] })).toBe(original.hash);
  });
});

/** Adds comments and blank lines between lines, and changes how lines begin; texts of several lines are left alone. */
function withOtherLayout(text: string, choices: Iterator<number>): string {
  let inBlock = false;
  return text
    .split('\n')
    .map((line) => {
      const before = inBlock;
      if (((line.match(/"""/g) ?? []).length & 1) === 1) inBlock = !inBlock;
      if (before || inBlock || line.trimStart().startsWith('///')) return line;
      switch (choices.next().value) {
        case 0:
          return `// a remark\n${line}`;
        case 1:
          return `\n${line}`;
        case 2:
          return `   ${line}`;
        case 3:
          return line.includes('"') ? line : `${line} // at the end`;
        default:
          return line;
      }
    })
    .join('\n');
}

/** Every second declaration goes to a file of its own. `use` lines go along. */
function splitInTwo(path: string, text: string): Text[] {
  const uses = text.match(/^use .*$/gm)?.join('\n') ?? '';
  const chunks = text
    .replace(/^use .*$/gm, '')
    .split(/\n(?=(?:signal|type|identity|profile|condition|purpose|channel|message|team|policy|journey|test|on) )/);
  const halves = [0, 1].map((half) => chunks.filter((_, index) => index % 2 === half).join('\n'));
  return halves.map((half, index): Text => [path.replace('.journey', `_${index}.journey`), `${uses}\n${half}`]);
}

import { extname } from 'node:path';
import { Command, Option } from 'commander';
import type { Graph } from '../../compiler/graph/types.ts';
import { once } from '../once.ts';
import { CliFailure, printRaw } from '../output.ts';
import { partOf } from '../part.ts';
import { compile, loadWorkspace, requireFiles } from '../workspace.ts';
import { writeText } from '../writing.ts';

const FORMATS = ['json', 'mermaid', 'dot', 'svg', 'bpmn'] as const;
type Format = (typeof FORMATS)[number];

/** What the name of a file asks for where nothing else does. */
const BY_ENDING: Readonly<Record<string, Format>> = {
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.dot': 'dot',
  '.gv': 'dot',
  '.svg': 'svg',
  '.bpmn': 'bpmn',
};

interface Options {
  readonly journey?: string;
  readonly format?: Format;
  readonly json?: boolean;
  readonly output?: string;
}

export function graphCommand(): Command {
  return new Command('graph')
    .description('the intermediate graph of a workspace, as data or as a drawing')
    .argument('[path]', 'the workspace, or a part of it (default: here)')
    .option('--journey <name>', 'only this journey', once('--journey', 'Name one at a time.'))
    .addOption(
      new Option('--format <format>', 'how to write it (default: as the name of the file ends, or json)').choices(
        FORMATS,
      ),
    )
    .option('--json', 'the same as --format json')
    .option('-o, --output <file>', 'write it to a file')
    .addHelpText(
      'after',
      '\nExamples:\n  journey graph journeys/retail -o graph.json\n  journey graph journeys/retail -o retail.svg\n  journey graph journeys/telco --journey BillShock --format mermaid',
    )
    .action(graph);
}

async function graph(path: string | undefined, options: Options): Promise<void> {
  const named = BY_ENDING[extname(options.output ?? '').toLowerCase()] ?? 'json';
  const format = options.json === true ? 'json' : (options.format ?? named);
  const loaded = await loadWorkspace(path);
  requireFiles([path ?? '.'], [loaded]);
  const whole = compile(loaded).graph;
  await requireJourney(whole, options.journey);
  const shown = options.journey === undefined ? partOf(whole, loaded.includes) : whole;
  const text = await written(shown, options.journey, format);
  if (options.output === undefined) printRaw(text);
  else writeText(options.output, `${text}\n`);
}

async function written(graph: Graph, journey: string | undefined, format: Format): Promise<string> {
  switch (format) {
    case 'json':
      return JSON.stringify(graphOf(graph, journey), null, 2);
    case 'mermaid':
      return (await import('../../compiler/render/mermaid.ts')).mermaid(graph, journey).trimEnd();
    case 'dot':
      return (await import('../../compiler/render/dot.ts')).dot(graph, journey).trimEnd();
    case 'bpmn':
      return (await import('../../compiler/render/bpmn.ts')).bpmn(graph, journey).trimEnd();
    case 'svg':
      return (await import('../../compiler/render/svg.ts')).svg(graph, journey).trimEnd();
  }
}

/** The whole graph with the one journey in it; its hash stays the workspace's. */
function graphOf(graph: Graph, journey: string | undefined): Graph {
  const found = journey === undefined ? undefined : graph.journeys[journey];
  return found === undefined || journey === undefined ? graph : { ...graph, journeys: { [journey]: found } };
}

async function requireJourney(graph: Graph, journey: string | undefined): Promise<void> {
  if (journey === undefined || Object.hasOwn(graph.journeys, journey)) return;
  const { nearest } = await import('../../compiler/diagnostics/nearest.ts');
  const names = Object.keys(graph.journeys);
  const close = nearest(journey, names);
  throw new CliFailure(
    2,
    `There is no journey ${journey}.`,
    close === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${close}?`,
  );
}

/** Finds workspaces on disk and hands their texts to the compiler. */

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Configuration } from '../compiler/configuration/configuration.ts';
import type { Diagnostic } from '../compiler/diagnostics/types.ts';
import type { TestSuite } from '../compiler/graph/tests.ts';
import type { Graph } from '../compiler/graph/types.ts';
import { isPassedOver } from '../compiler/names/modules.ts';
import type { Workspace } from '../compiler/workspace.types.ts';
import { counted } from '../runtime/core/values/counted.ts';
import { guessTextFile, inspectConfiguration, requireRight } from './configuration.ts';
import { inlineAgain, inlineNothing } from './optimiser.ts';
import { CliFailure } from './output.ts';

export interface LoadedWorkspace {
  /** absolute */
  readonly root: string;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  /** all that were found in it: templates, too */
  readonly found: readonly string[];
  /** what is wrong with `journey.json`; empty unless it was asked for */
  readonly misconfigured: readonly Diagnostic[];
  /** files that cannot be read as text, and why; empty unless they were asked for */
  readonly unread: ReadonlyMap<string, CliFailure>;
  /** text of a file of the workspace, `journey.json` too */
  source(path: string): string | undefined;
  /** whether a file of the workspace stands in the part that was asked for */
  includes(path: string): boolean;
}

export const CONFIGURATION = 'journey.json';

/**
 * The workspaces that the paths stand in, or that stand below them where none is above; what stands beside those is one, too. Mistakes in a `journey.json`, and files that
 * are no text, end the command, unless it says that it `tells` them itself.
 */
export async function loadWorkspaces(paths: readonly string[], tells = false): Promise<LoadedWorkspace[]> {
  const parts = new Map<string, string[]>();
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const absolute = requireThere(path);
    for (const root of [...rootsOf(absolute), ...strayRoot(absolute)]) {
      const asked = relative(root, absolute).startsWith('..') ? root : absolute;
      parts.set(root, [...(parts.get(root) ?? []), asked]);
    }
  }
  return Promise.all([...parts].map(([root, asked]) => load(root, asked, tells)));
}

const NAME_FILES = 'Name a folder of .journey files, or one such file.';

/** The path, absolute. */
export function requireThere(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new CliFailure(2, `There is no ${path}.`, NAME_FILES);
  return absolute;
}

/** A folder without any file is hardly what somebody has meant. */
export function requireFiles(paths: readonly string[], workspaces: readonly LoadedWorkspace[]): void {
  const files = workspaces.flatMap(({ root, found, misconfigured }) =>
    [...found, ...(misconfigured.length > 0 ? [CONFIGURATION] : [])].map((path) => join(root, path)),
  );
  for (const path of paths.length === 0 ? ['.'] : paths) {
    const folder = resolve(path);
    if (!statSync(folder).isDirectory() || files.some((file) => !relative(folder, file).startsWith('..'))) continue;
    throw noFileIn(path);
  }
}

export function noFileIn(path: string): CliFailure {
  const where = relative('', resolve(path)) === '' ? 'here' : `in ${path}`;
  return new CliFailure(2, `There is no .journey file ${where}.`, NAME_FILES);
}

/** The one workspace that a path stands for. */
export async function loadWorkspace(path = '.'): Promise<LoadedWorkspace> {
  const absolute = requireThere(path);
  const roots = rootsOf(absolute);
  const [first] = roots;
  if (first === undefined || roots.length > 1) {
    const names = roots.map((root) => relative(process.cwd(), root)).join(', ');
    throw new CliFailure(
      2,
      `More than one workspace stands below ${path === '.' ? 'here' : path}: ${names}.`,
      'Go to the folder of one of them, or name it (see --help).',
    );
  }
  return load(first, [relative(first, absolute).startsWith('..') ? first : absolute], false);
}

export interface Compiled {
  readonly root: string;
  readonly configuration: Configuration;
  readonly graph: Graph;
  readonly tests: TestSuite;
}

/** Compiles the whole workspace that a path stands in; errors in its files end the command with status 1. */
export async function compileWorkspace(path: string | undefined): Promise<Compiled> {
  const { root, configuration, workspace } = await loadWorkspace(path);
  return { root, configuration, ...compile({ root, workspace }) };
}

/** Where its files do not compile, the first mistake is named as it is found from here. */
export function compile({
  root,
  workspace,
}: Pick<LoadedWorkspace, 'root' | 'workspace'>): Pick<Compiled, 'graph' | 'tests'> {
  const compiled = workspace.compile();
  inlineAgain();
  if (compiled !== undefined) return compiled;
  const errors = workspace.check().filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const where = first === undefined ? '' : ` The first: ${at(first, root)} ${first.message}`;
  throw new CliFailure(
    1,
    `There ${errors.length === 1 ? 'is' : 'are'} ${counted(errors.length, 'error')} in the files.${where}`,
    'Run `journey check` to see them all.',
  );
}

/** How the files of a workspace are called from the current folder. */
export function shownFrom(root: string): (path: string) => string {
  return (path) => relative(process.cwd(), join(root, path)).replaceAll('\\', '/');
}

function at({ file, range }: Diagnostic, root: string): string {
  return `${shownFrom(root)(file)}:${range.start.line + 1}:${range.start.character + 1}`;
}

/** The nearest folder with a `journey.json`, here or above; else those below a folder; else the folder. */
export function rootsOf(path: string): string[] {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, CONFIGURATION))) return [at];
    if (dirname(at) === at) break;
  }
  if (!isFolder) return [folder];
  const below = filesBelow(folder, (name) => name === CONFIGURATION).map((file) => dirname(join(folder, file)));
  return below.length === 0 ? [folder] : below;
}

/** The folder itself, where files stand in it beside the workspaces below it. */
function strayRoot(path: string): string[] {
  if (!statSync(path).isDirectory() || rootsOf(path).every((root) => !relative(root, path).startsWith('..'))) return [];
  return filesBelow(path, isJourney, CONFIGURATION).length === 0 ? [] : [path];
}

const isJourney = (name: string): boolean => name.endsWith('.journey');

async function load(root: string, asked: readonly string[], tells: boolean): Promise<LoadedWorkspace> {
  inlineNothing();
  const inside = filesBelow(root, (name) => isJourney(name) || name.endsWith('.liquid'), CONFIGURATION);
  // All of them first: what cannot be read is told before anything was worked out.
  const files = inside.map((path) => ({ path, ...guessTextFile(join(root, path)) }));
  const { DEFAULTS } = await import('../compiler/configuration/configuration.ts');
  const { createWorkspace } = await import('../compiler/workspace.ts');
  const file = join(root, CONFIGURATION);
  const read = existsSync(file)
    ? await inspectConfiguration(file)
    : { configuration: DEFAULTS, diagnostics: [], text: undefined };
  const configuration = tells ? read.configuration : requireRight(file, read.diagnostics, read.configuration);
  const workspace = createWorkspace({ settings: configuration.settings });
  const unread = new Map<string, CliFailure>();
  for (const { path, text, failure } of files) {
    if (failure !== undefined && !tells) throw failure;
    if (failure !== undefined) unread.set(path, failure);
    workspace.setFile(path, text);
  }
  const parts = asked.map((path) => relative(root, path).replaceAll('\\', '/'));
  for (const part of parts) {
    if (part === CONFIGURATION || inside.includes(part) || statSync(join(root, part)).isDirectory()) continue;
    throw new CliFailure(
      2,
      `${part} is no file of the workspace.`,
      'Its files end in .journey or .liquid; hidden ones, links, and what stands in node_modules are passed over.',
    );
  }
  return {
    root,
    configuration,
    workspace,
    found: inside,
    misconfigured: read.diagnostics,
    unread,
    source: (path) => (path === CONFIGURATION ? read.text : workspace.text(path)),
    includes: (path) => parts.some((part) => part === '' || path === part || path.startsWith(`${part}/`)),
  };
}

/** Paths relative to the folder, `/` separated, sorted. A folder below that holds `stopAt` is a workspace of its own. */
export function filesBelow(folder: string, wanted: (name: string) => boolean, stopAt?: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    const items = readdirSync(join(folder, path), { withFileTypes: true });
    if (path !== '' && stopAt !== undefined && items.some(({ name }) => name === stopAt)) return;
    for (const item of items) {
      if (isPassedOver(item.name)) continue;
      const inner = path === '' ? item.name : `${path}/${item.name}`;
      if (item.isDirectory()) visit(inner);
      else if (item.isFile() && wanted(item.name)) found.push(inner);
    }
  };
  visit('');
  return found.sort();
}

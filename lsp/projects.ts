/**
 * The workspaces behind the open folders and files. A `.journey` file belongs to the nearest `journey.json` above it, else to the
 * folder that the editor opened, else to nobody but itself. What is in a buffer wins over what is on disk.
 */

import { type Configuration, DEFAULTS, readConfiguration } from '../compiler/configuration/configuration.ts';
import type { Diagnostic } from '../compiler/diagnostics/types.ts';
import { createEditor } from '../compiler/editor/editor.ts';
import type { Editor } from '../compiler/editor/types.ts';
import { createWorkspace } from '../compiler/workspace.ts';
import type { Workspace } from '../compiler/workspace.types.ts';
import { configuration, isFoundBelow, isPassedOverBelow, isSource, readText, rootAbove, sourcesBelow } from './disk.ts';
import { folderOf, isInside, pathOf, uriOf } from './uris.ts';

export interface Project {
  /** absolute; undefined: a file by itself */
  readonly root: string | undefined;
  readonly workspace: Workspace;
  readonly editor: Editor;
  readonly configuration: Configuration;
  /** mistakes in its `journey.json` */
  readonly misconfigured: readonly Diagnostic[];
  /** the only file of a project without a root */
  readonly alone?: string;
}

/** A file of a workspace. */
export interface Place {
  readonly project: Project;
  readonly workspace: Workspace;
  readonly editor: Editor;
  readonly path: string;
}

export interface Projects {
  /** Replaces the folders that the editor has opened; reads them. */
  openFolders(folders: readonly string[]): void;
  /** `text` is asked for when somebody wants to know. */
  open(uri: string, text: () => string): void;
  changed(uri: string): void;
  close(uri: string): void;
  /** Files came, went or changed on disk. */
  touched(uris: readonly string[]): void;
  /** Resolves when everything that was asked for has been read. */
  ready(): Promise<void>;
  /** With the newest texts. Of a template only where it is asked for: what is wrong in it is told where it is named. */
  find(uri: string, templates?: 'templates, too'): Place | undefined;
  /** With the newest texts. */
  all(): readonly Project[];
  /** As the editor calls the file. */
  uri(project: Project, path: string): string;
  /** With the file's URI where somebody typed in it; without one where files were read. */
  onChange(listener: (typed?: string) => void): void;
}

export function createProjects(warn: (message: string) => void): Projects {
  let folders: readonly string[] = [];
  /** by root, or by URI for files by themselves */
  const projects = new Map<string, Project>();
  /** by root, as they were when there was no mistake in them */
  const settled = new Map<string, Configuration>();
  const buffers = new Map<string, () => string>();
  const stale = new Set<string>();
  const listeners: ((typed?: string) => void)[] = [];
  let work: Promise<void> = Promise.resolve();

  const tell = (typed?: string): void => {
    for (const listener of listeners) listener(typed);
  };

  /** One thing after the other: two readings of one folder would mix. */
  const later = (task: () => Promise<void>): void => {
    work = work
      .then(task)
      .catch((error: unknown) => warn(error instanceof Error ? error.message : String(error)))
      .then(() => tell());
  };

  const rootOf = (path: string): string | undefined => {
    const above = rootAbove(folderOf(path));
    if (above !== undefined) return above;
    const around = folders.filter((folder) => isInside(path, folder));
    return around.sort((a, b) => b.length - a.length)[0];
  };

  const projectAt = async (root: string): Promise<Project> => {
    const known = projects.get(root);
    if (known !== undefined) return known;
    const text = await readText(`${root}/${configuration}`);
    const read = text === undefined ? undefined : readConfiguration(configuration, text);
    const misconfigured = read?.diagnostics ?? [];
    // While somebody writes in it, amounts in every file would be in another currency.
    const before = misconfigured.length === 0 ? undefined : settled.get(root);
    const project = newProject(root, before ?? read?.configuration ?? DEFAULTS, misconfigured);
    if (misconfigured.length === 0) settled.set(root, project.configuration);
    projects.set(root, project);
    return project;
  };

  /** Reads all workspaces at and below a folder that are not known yet. */
  const readFolder = async (folder: string): Promise<void> => {
    const paths = await sourcesBelow(folder);
    const roots = new Set(paths.filter((path) => path.endsWith(`/${configuration}`)).map(folderOf));
    // One that has no journeys yet is there all the same: its settings are checked from the first line on.
    const fresh = new Set([...roots].filter((root) => !projects.has(root)));
    for (const root of fresh) await projectAt(root);
    const texts = await Promise.all(paths.filter(isSource).map(async (path) => ({ path, text: await readText(path) })));
    for (const { path, text } of texts) {
      const root = nearest(path, roots) ?? folder;
      if (text === undefined || (projects.has(root) && !fresh.has(root))) continue;
      fresh.add(root);
      const { workspace } = await projectAt(root);
      workspace.setFile(path.slice(root.length + 1), text);
    }
  };

  const readAll = async (): Promise<void> => {
    projects.clear();
    for (const folder of folders) await readFolder(rootAbove(folder) ?? folder);
    for (const uri of buffers.keys()) await readAround(uri);
  };

  /** Makes sure that the file in a buffer has its workspace. */
  const readAround = async (uri: string): Promise<void> => {
    const path = pathOf(uri);
    const root = path !== undefined && isSource(path) ? rootOf(path) : undefined;
    if (root !== undefined) {
      if (!projects.has(root)) await readFolder(root);
      await projectAt(root);
    } else if (!projects.has(uri)) {
      const alone = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)) || 'untitled.journey';
      // Some editors send every file of the workspace: these two are no journeys, whoever opens them.
      if (alone === configuration || alone.endsWith('.liquid')) return;
      projects.set(uri, { ...newProject(undefined, DEFAULTS, []), alone });
    }
    stale.add(uri);
  };

  const placeOf = (uri: string): Place | undefined => {
    const lone = projects.get(uri);
    if (lone?.alone !== undefined)
      return { project: lone, editor: lone.editor, workspace: lone.workspace, path: lone.alone };
    const path = pathOf(uri);
    if (path === undefined || !isSource(path)) return undefined;
    const root = nearest(path, projects);
    const project = root === undefined ? undefined : projects.get(root);
    if (root === undefined || project === undefined) return undefined;
    return { project, editor: project.editor, workspace: project.workspace, path: path.slice(root.length + 1) };
  };

  /** Gives the workspaces what was typed since they were last asked. */
  const flush = (): void => {
    for (const uri of stale) {
      const text = buffers.get(uri);
      const place = placeOf(uri);
      if (text !== undefined && place !== undefined) place.workspace.setFile(place.path, text());
    }
    stale.clear();
  };

  const readAgain = async (uri: string): Promise<void> => {
    const path = pathOf(uri);
    if (path === undefined || buffers.has(uri)) return;
    const root = rootOf(path);
    const text = root !== undefined && (await isFoundBelow(root, path)) ? await readText(path) : undefined;
    if (root !== undefined && text !== undefined) await projectAt(root);
    const place = placeOf(uri);
    if (place === undefined) return;
    if (text === undefined) place.workspace.removeFile(place.path);
    else place.workspace.setFile(place.path, text);
  };

  /** Of all files that have been read, and those around them. */
  const knownFolders = (): ReadonlySet<string> => {
    const known = new Set<string>();
    for (const { root, workspace } of projects.values()) {
      for (const path of root === undefined ? [] : [...workspace.paths, ...workspace.templates]) {
        for (let at = folderOf(`${root}/${path}`); at !== '' && !known.has(at); at = folderOf(at)) known.add(at);
      }
    }
    return known;
  };

  /** A `journey.json`, or a folder that files of ours lie in or have gone with. Editors tell of much that is neither. */
  const dividesFiles = async (uri: string, known: ReadonlySet<string>): Promise<boolean> => {
    const path = pathOf(uri)?.replace(/\/$/, '');
    if (path === undefined) return false;
    if (path.endsWith(`/${configuration}`) || known.has(path)) return true;
    const root = rootOf(path);
    return root !== undefined && !isPassedOverBelow(root, path) && (await sourcesBelow(path)).length > 0;
  };

  return {
    openFolders(next) {
      folders = next;
      later(readAll);
    },
    open(uri, text) {
      buffers.set(uri, text);
      later(() => readAround(uri));
    },
    changed(uri) {
      if (!buffers.has(uri)) return;
      stale.add(uri);
      tell(uri);
    },
    close(uri) {
      later(async () => {
        buffers.delete(uri);
        stale.delete(uri);
        if (projects.get(uri)?.alone !== undefined) projects.delete(uri);
        else await readAgain(uri);
      });
    },
    touched(uris) {
      later(async () => {
        const known = knownFolders();
        for (const uri of uris) {
          if (isSource(uri)) await readAgain(uri);
          // Files change hands, so everything is read again.
          else if (await dividesFiles(uri, known)) return readAll();
        }
      });
    },
    ready: async () => {
      for (let seen: Promise<void> | undefined; seen !== work; ) {
        seen = work;
        await seen;
      }
    },
    find(uri, templates) {
      flush();
      const place = placeOf(uri);
      return place?.path.endsWith('.liquid') && templates === undefined ? undefined : place;
    },
    all() {
      flush();
      return [...projects.values()];
    },
    uri(project, path) {
      if (project.root === undefined) return [...projects].find(([, each]) => each === project)?.[0] ?? path;
      const absolute = `${project.root}/${path}`;
      for (const uri of buffers.keys()) if (pathOf(uri) === absolute) return uri;
      return uriOf(absolute);
    },
    onChange: (listener) => listeners.push(listener),
  };
}

function newProject(root: string | undefined, settled: Configuration, misconfigured: readonly Diagnostic[]): Project {
  const workspace = createWorkspace({ settings: settled.settings });
  return { root, workspace, editor: createEditor(workspace), configuration: settled, misconfigured };
}

/** The nearest of the folders above a file. */
function nearest(path: string, roots: { has(root: string): boolean }): string | undefined {
  for (let at = folderOf(path); at !== ''; at = folderOf(at)) if (roots.has(at)) return at;
  return undefined;
}

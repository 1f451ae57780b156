/** Diagnostics, pulled by editors that ask for them and pushed to those that do not; never both. */
import {
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { refuseCancelled, type Server } from '../feature.ts';
import type { Project } from '../projects.ts';
import { allDiagnosticsOf, diagnosticsOf, toLsp } from '../reports.ts';

/** Milliseconds of quiet before what was typed is judged. */
const pause = 150;

/** textDocument/publishDiagnostics, of every file of every workspace; a file is sent again only when something changed in it. */
export function pushedDiagnostics(server: Server): void {
  const { projects, connection } = server;
  const sent = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const push = async (): Promise<void> => {
    await projects.ready();
    const gone = new Set(sent.keys());
    for (const project of projects.all()) {
      for (const [uri, diagnostics] of reportsOf(server, project)) {
        gone.delete(uri);
        const text = JSON.stringify(diagnostics);
        const before = sent.get(uri);
        // A clean file that was never reported needs no word, unless somebody has it open and waits for it.
        if (before === text || (before === undefined && diagnostics.length === 0 && !server.documents.get(uri)))
          continue;
        sent.set(uri, text);
        const version = server.documents.get(uri)?.version;
        await connection.sendDiagnostics({
          uri,
          diagnostics: [...diagnostics],
          ...(version === undefined ? {} : { version }),
        });
      }
    }
    for (const uri of gone) {
      if (sent.get(uri) !== '[]') await connection.sendDiagnostics({ uri, diagnostics: [] });
      sent.delete(uri);
    }
  };

  projects.onChange(() => {
    if (server.client().pulls) return;
    clearTimeout(timer);
    timer = setTimeout(() => push().catch((error: unknown) => connection.console.error(String(error))), pause);
  });
}

/** textDocument/diagnostic and workspace/diagnostic. What the editor has already is not sent again. */
export function pulledDiagnostics(server: Server): void {
  const { projects, connection } = server;
  /** what was last reported of a file, and under which number */
  const reported = new Map<string, { readonly text: string; readonly id: string }>();
  let next = 0;

  const idOf = (uri: string, diagnostics: readonly Diagnostic[]): string => {
    const text = JSON.stringify(diagnostics);
    const before = reported.get(uri);
    if (before?.text === text) return before.id;
    const id = String(++next);
    reported.set(uri, { text, id });
    return id;
  };

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token) => {
    await projects.ready();
    refuseCancelled(token);
    const place = projects.find(uri);
    if (place === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const items = diagnosticsOf(place).map((diagnostic) => toLsp(server, place.project, diagnostic));
    const resultId = idOf(uri, items);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  });

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token) => {
    await projects.ready();
    refuseCancelled(token);
    const known = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const project of projects.all()) {
      for (const [uri, diagnostics] of reportsOf(server, project)) {
        const before = known.get(uri);
        known.delete(uri);
        if (before === undefined && diagnostics.length === 0) continue;
        const version = server.documents.get(uri)?.version ?? null;
        const resultId = idOf(uri, diagnostics);
        if (resultId === before) items.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId });
        else items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...diagnostics] });
      }
    }
    // Files that are gone leave nothing behind.
    for (const uri of known.keys()) {
      items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
      reported.delete(uri);
    }
    return { items };
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  const typedIn = new Set<string>();
  let filesWereRead = false;
  projects.onChange((typed) => {
    if (!server.client().pulls || !server.client().refreshes) return;
    if (typed === undefined) filesWereRead = true;
    else typedIn.add(typed);
    clearTimeout(timer);
    timer = setTimeout(() => {
      // The editor asks again by itself for what was typed in; it cannot know what that did to other open files.
      const others = server.documents.keys().filter((uri) => !typedIn.has(uri));
      if (filesWereRead || others.some(isOutdated)) void connection.languages.diagnostics.refresh();
      filesWereRead = false;
      typedIn.clear();
    }, pause);
  });

  const isOutdated = (uri: string): boolean => {
    const before = reported.get(uri);
    const place = projects.find(uri);
    if (before === undefined || place === undefined) return false;
    return before.text !== JSON.stringify(diagnosticsOf(place).map((found) => toLsp(server, place.project, found)));
  };
}

/** Of all files of a project, by the editor's name for them. */
function reportsOf(server: Server, project: Project): Map<string, readonly Diagnostic[]> {
  const byPath = new Map<string, Diagnostic[]>(project.workspace.paths.map((path) => [path, []]));
  for (const found of allDiagnosticsOf(project)) {
    const list = byPath.get(found.file) ?? [];
    byPath.set(found.file, list);
    list.push(toLsp(server, project, found));
  }
  return new Map([...byPath].map(([path, diagnostics]) => [server.projects.uri(project, path), diagnostics]));
}

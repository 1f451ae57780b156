/** Diagnostics as the protocol has them. */
import { DiagnosticSeverity, type Diagnostic as LspDiagnostic } from 'vscode-languageserver/node';
import { atLevels } from '../compiler/diagnostics/levels.ts';
import type { Diagnostic, Severity } from '../compiler/diagnostics/types.ts';
import type { Server } from './feature.ts';
import type { Place, Project } from './projects.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

export function toLsp(server: Server, project: Project, diagnostic: Diagnostic): LspDiagnostic {
  const { range, severity, code, message, hint, related } = diagnostic;
  return {
    range,
    severity: severities[severity],
    code,
    source: 'journey',
    message: hint === undefined ? message : `${message}\n${hint}`,
    ...(related === undefined || !server.client().related
      ? {}
      : {
          relatedInformation: related.map((place) => ({
            location: { uri: server.projects.uri(project, place.file), range: place.range },
            message: place.message,
          })),
        }),
  };
}

/** Of one file, as loud as `journey.json` wants them. */
export function diagnosticsOf({ project, workspace, path }: Place): readonly Diagnostic[] {
  return atLevels(workspace.diagnostics(path), project.configuration.lint);
}

/** Of all files of a project, and of its `journey.json`. */
export function allDiagnosticsOf({ workspace, configuration, misconfigured }: Project): readonly Diagnostic[] {
  return [...misconfigured, ...atLevels(workspace.check(), configuration.lint)];
}

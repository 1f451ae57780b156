/** `// allow J4015: the desk always answers` silences one warning at one place, and says why. */
import * as say from './catalogue.gen.ts';
import { diagnose } from './diagnose.ts';
import { explanations } from './explanations.gen.ts';
import type { Diagnostic, Fix, Range } from './types.ts';

/** One code of one comment. */
export interface Allow {
  readonly code: string;
  readonly reason: string;
  /** the line whose warnings it silences */
  readonly line: number;
  /** the code, as written */
  readonly range: Range;
}

const form = /^\s*allow\s+((?:J?\d{4})(?:\s*,\s*J?\d{4})*)\s*(?::\s*(.*?))?\s*$/i;

export const isAllow = (comment: string): boolean => form.test(comment);

/** A comment by itself speaks of the next line that holds more than a comment; one at the end of a line of its own. */
export function allowOf(comment: string, lines: readonly string[], range: Range): Allow[] {
  const match = form.exec(comment);
  if (match === null) return [];
  const { line, character } = range.start;
  const alone = (lines[line] ?? '').slice(0, character).trim() === '';
  let about = line;
  if (alone) {
    about++;
    while (about < lines.length - 1 && /^\s*(\/\/.*)?$/.test(lines[about] ?? '')) about++;
  }
  const codes = match[1] ?? '';
  return codes.split(/\s*,\s*/).map((written) => {
    const start = character + (lines[line] ?? '').slice(character).indexOf(written);
    const place = { start: { line, character: start }, end: { line, character: start + written.length } };
    return { code: written.toUpperCase(), reason: match[2] ?? '', line: about, range: place };
  });
}

/** `complete`: every warning that there can be is among them, so that an allow without one is known to do nothing. */
export function withAllows(
  file: string,
  diagnostics: readonly Diagnostic[],
  allows: readonly Allow[],
  complete: boolean,
): Diagnostic[] {
  if (allows.length === 0) return [...diagnostics];
  const kept: Diagnostic[] = [];
  const used = new Set<Allow>();
  for (const diagnostic of diagnostics) {
    const fitting = allows.filter(({ code, line }) => code === diagnostic.code && line === diagnostic.range.start.line);
    for (const allow of fitting) used.add(allow);
    if (fitting.length === 0 || diagnostic.severity === 'error') kept.push(diagnostic);
  }
  for (const allow of allows) {
    const wording = fault(allow, diagnostics, used.has(allow), complete);
    if (wording !== undefined) kept.push(diagnose(wording, file, allow.range));
  }
  return kept;
}

const known = new Map(explanations.map(({ code, severity }) => [code, severity]));

function fault(allow: Allow, diagnostics: readonly Diagnostic[], used: boolean, complete: boolean) {
  const { code, reason } = allow;
  const severity = known.get(code);
  if (severity === undefined) return say.allowUnknownCode({ code });
  if (severity === 'error') return say.allowError({ code });
  if (used) return reason === '' ? say.allowWithoutReason({ code }) : undefined;
  const anywhere = diagnostics.some((each) => each.code === code);
  return complete ? say.allowSilencesNothing({ code, where: anywhere ? 'on its line' : 'in this file' }) : undefined;
}

const ofAllows: readonly string[] = [
  say.allowUnknownCode({ code: '' }),
  say.allowWithoutReason({ code: '' }),
  say.allowSilencesNothing({ code: '', where: '' }),
  say.allowError({ code: '' }),
].map(({ code }) => code);

/** What is said of an allow is not silenced by another one. */
export function isOfAllow({ code }: Diagnostic): boolean {
  return ofAllows.includes(code);
}

/** Writes the comment above the place; its reason is left to the author. */
export function allowFix({ code, file, range }: Diagnostic, lines: readonly string[]): Fix {
  const at = { line: range.start.line, character: 0 };
  const indent = /^\s*/.exec(lines[at.line] ?? '')?.[0] ?? '';
  return {
    title: `Allow ${code} here, and say why`,
    edits: [{ file, range: { start: at, end: at }, text: `${indent}// allow ${code}: \n` }],
    silences: true,
  };
}

/**
 * Texts with what is expected of them written in them: a comment line with `^^^ J3002 may be absent` marks the line above it.
 * The carets must cover the place exactly; the words, if any, must be part of the message.
 */
import { createWorkspace } from '../workspace.ts';

export interface Marked {
  readonly text: string;
  readonly expected: readonly string[];
}

/** Takes the marks out of a text. An expectation reads `line:from-to CODE words`, lines from 1. */
export function unmark(marked: string): Marked {
  const kept: string[] = [];
  const expected: string[] = [];
  for (const line of marked.split('\n')) {
    const mark = /^(\s*\/\/\s*)(\^+)\s+(J\d{4})\s*(.*)$/.exec(line);
    if (mark === null) {
      kept.push(line);
      continue;
    }
    const from = (mark[1] ?? '').length;
    expected.push(`${kept.length}:${from}-${from + (mark[2] ?? '').length} ${mark[3]} ${mark[4]}`.trim());
  }
  return { text: kept.join('\n'), expected };
}

/** What a check of the text says, written as the expectations are; the message is cut to the words expected. Other codes are left out. */
export function said({ text, expected }: Marked, codes: RegExp, shared = ''): string[] {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('shared.journey', shared);
  workspace.setFile('here.journey', text);
  const all = workspace.diagnostics('here.journey').filter(({ code }) => codes.test(code));
  return all.map(({ range, code, message }) => {
    const { start, end } = range;
    const to = end.line === start.line ? end.character : `${end.line + 1}:${end.character}`;
    const place = `${start.line + 1}:${start.character}-${to} ${code}`;
    const wanted = expected.find(
      (each) => each.startsWith(`${place} `) && message.includes(each.slice(place.length + 1)),
    );
    return wanted ?? (expected.includes(place) ? place : `${place} ${message}`);
  });
}

/** Files that `journey.json` names, as it has to name them after files and folders were moved. */
import type { Span } from '../syntax/tree.ts';
import { readJson } from './json.ts';

export interface Renamed {
  readonly span: Span;
  readonly text: string;
}

/** `moved`: where a file of the workspace is afterwards. */
export function movedSettings(text: string, moved: (path: string) => string): Renamed[] {
  const { places, problem } = readJson(text);
  // What is being written says nothing for sure.
  if (problem !== undefined) return [];
  return [...places].flatMap(([pointer, { value: span }]) => {
    if (!/^\/connectors\/[^/]+\/(module|path)$/.test(pointer)) return [];
    const written: unknown = JSON.parse(text.slice(span.start, span.end));
    if (typeof written !== 'string') return [];
    const [, dots = '', path = ''] = /^((?:\.\/)*)(.*)$/s.exec(written) ?? [];
    const now = moved(path);
    return now === path ? [] : [{ span, text: JSON.stringify(dots + now) }];
  });
}

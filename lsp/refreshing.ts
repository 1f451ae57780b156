/** What an editor was shown of a file can be outdated by what happens in other files: then it is told to ask again. */
import type { Server } from './feature.ts';
import type { Place } from './projects.ts';

/** Milliseconds of quiet before what other files did is looked at. */
const pause = 150;

interface Shown<T> {
  /** Does the editor let itself be told? */
  wanted(): boolean;
  shown(place: Place): readonly T[];
  refresh(): Promise<unknown>;
}

/** Gives what is to be shown, and remembers it. */
export function refreshing<T>(
  { projects, documents }: Server,
  { wanted, shown, refresh }: Shown<T>,
): (uri: string, place: Place) => readonly T[] {
  /** what was last told, by file */
  const told = new Map<string, string>();
  /** the editor has yet to ask by itself */
  const typedIn = new Set<string>();
  documents.onDidClose(({ document }) => told.delete(document.uri));

  let timer: ReturnType<typeof setTimeout> | undefined;
  projects.onChange((typed) => {
    if (!wanted()) return;
    if (typed !== undefined) typedIn.add(typed);
    clearTimeout(timer);
    timer = setTimeout(() => {
      if ([...told.keys()].some((uri) => !typedIn.has(uri) && isOutdated(uri))) void refresh();
      typedIn.clear();
    }, pause);
  });

  const isOutdated = (uri: string): boolean => {
    const place = projects.find(uri);
    return place !== undefined && JSON.stringify(shown(place)) !== told.get(uri);
  };

  return (uri, place) => {
    const found = shown(place);
    told.set(uri, JSON.stringify(found));
    typedIn.delete(uri);
    return found;
  };
}

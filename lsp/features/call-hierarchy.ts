/** textDocument/prepareCallHierarchy: which journeys start which. */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyPrepareParams,
  SymbolKind,
} from 'vscode-languageserver/node';
import type { JourneyAt, JourneyLink } from '../../compiler/editor/types.ts';
import { inFile, offsetOf, refuseCancelled, type Server } from '../feature.ts';
import type { Place } from '../projects.ts';

export function callHierarchy(server: Server): void {
  const { callHierarchy: calls } = server.connection.languages;
  calls.onPrepare(
    inFile<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(server, null, (place, { position }) => {
      const found = place.editor.journeyAt(place.path, offsetOf(place, position));
      return found === undefined ? null : [itemOf(server, place, found)];
    }),
  );
  calls.onIncomingCalls(async ({ item }, token): Promise<CallHierarchyIncomingCall[]> => {
    await server.projects.ready();
    refuseCancelled(token);
    return linksOf(server, item, ({ editor }, id) => editor.startersOf(id)).map(({ item: from, places }) => ({
      from,
      fromRanges: [...places],
    }));
  });
  calls.onOutgoingCalls(async ({ item }, token): Promise<CallHierarchyOutgoingCall[]> => {
    await server.projects.ready();
    refuseCancelled(token);
    return linksOf(server, item, ({ editor }, id) => editor.startedBy(id)).map(({ item: to, places }) => ({
      to,
      fromRanges: [...places],
    }));
  });
}

function linksOf(
  server: Server,
  { uri, data }: CallHierarchyItem,
  ask: (place: Place, id: string) => readonly JourneyLink[],
): { readonly item: CallHierarchyItem; readonly places: JourneyLink['places'] }[] {
  const place = server.projects.find(uri);
  if (place === undefined || typeof data !== 'string') return [];
  return ask(place, data).map(({ journey, places }) => ({ item: itemOf(server, place, journey), places }));
}

/** Its id goes along: places move while somebody types. */
function itemOf(server: Server, { project }: Place, journey: JourneyAt): CallHierarchyItem {
  const { id, name, folder, file, range, selection } = journey;
  return {
    name,
    kind: SymbolKind.Class,
    ...(folder === '' ? {} : { detail: folder }),
    uri: server.projects.uri(project, file),
    range,
    selectionRange: selection,
    data: id,
  };
}

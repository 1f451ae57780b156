/** Which edges of the graph the tests have taken. */
import type { Graph, Place } from '../../compiler/graph/types.ts';

export interface Coverage {
  readonly edges: number;
  readonly covered: number;
  /** 100 where there are no edges */
  readonly percent: number;
  readonly byJourney: Readonly<Record<string, JourneyCoverage>>;
}

export interface JourneyCoverage {
  readonly edges: number;
  readonly covered: number;
  readonly percent: number;
  /** every edge with its place in the source */
  readonly all: readonly { readonly file: string; readonly line: number; readonly taken: boolean }[];
  readonly missing: readonly {
    readonly edge: string;
    readonly label: string;
    readonly file: string;
    readonly line: number;
  }[];
}

export function createCoverage(graph: Graph): {
  readonly visit: (journey: string, edge: string) => void;
  report(): Coverage;
} {
  const taken = new Map<string, Set<string>>(Object.keys(graph.journeys).map((name) => [name, new Set()]));
  const file = (place: Place): string => graph.files[place[0]] ?? '';
  return {
    visit: (journey, edge) => taken.get(journey)?.add(edge),
    report() {
      const byJourney: Record<string, JourneyCoverage> = {};
      for (const journey of Object.values(graph.journeys)) {
        const covered = taken.get(journey.name) ?? new Set();
        const missing = journey.edges.filter((edge) => !covered.has(edge.id));
        const count = journey.edges.length - missing.length;
        const labels = new Map(journey.nodes.map(({ id, label }) => [id, label]));
        // `on failure` of a journey is the place of every send that it covers.
        const isAlone = (edge: (typeof missing)[number]): boolean =>
          missing.filter(({ label, place }) => label === edge.label && String(place) === String(edge.place)).length < 2;
        byJourney[journey.name] = {
          edges: journey.edges.length,
          covered: count,
          percent: percent(count, journey.edges.length),
          all: journey.edges.map(({ id, place }) => ({
            file: file(place),
            line: place[1] + 1,
            taken: covered.has(id),
          })),
          missing: missing.map((edge) => {
            const from = labels.get(edge.from) ?? edge.from;
            const label = isAlone(edge) ? edge.label : `${edge.label}: ${from}`;
            return {
              edge: edge.id,
              label: edge.label === '' ? `after ${from}` : label,
              file: file(edge.place),
              line: edge.place[1] + 1,
            };
          }),
        };
      }
      const all = Object.values(byJourney);
      const edges = all.reduce((sum, journey) => sum + journey.edges, 0);
      const count = all.reduce((sum, journey) => sum + journey.covered, 0);
      return { edges, covered: count, percent: percent(count, edges), byJourney };
    },
  };
}

/** Never more than it is: 100 only where nothing is left out. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((1000 * part) / whole) / 10;
}

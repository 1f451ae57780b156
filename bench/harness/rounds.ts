/**
 * Interleaved rounds: A B C A B C .. so that a machine that slows down slows all contenders alike.
 * Each round starts with another contender, so that none always runs after the same neighbour.
 */
import type { Case, CaseReport, Contender, Sample } from './types.ts';

interface Progress {
  readonly peersOnly: boolean;
  readonly rounds: number;
  /** told after each run */
  readonly report: (line: string) => void;
}

export async function measure(subject: Case, { peersOnly, rounds, report }: Progress): Promise<CaseReport> {
  const contenders = peersOnly ? [...subject.against] : [subject.ours, ...subject.against];
  const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
  let facts: Sample['facts'] | undefined = subject.expected;
  for (let round = 0; round < rounds; round++) {
    for (const contender of rotated(contenders, round)) {
      const sample = await contender.run();
      facts ??= sample.facts;
      assertSameFacts(subject, contender, facts, sample.facts);
      samples.get(contender.name)?.push(sample);
      report(
        `${subject.name}  round ${round + 1}/${rounds}  ${contender.name}  ${format(sample.value)} ${subject.unit}`,
      );
    }
  }
  const middleOf = (name: string): number => median((samples.get(name) ?? []).map(({ value }) => value));
  const value = peersOnly ? null : middleOf(subject.ours.name);
  return {
    name: subject.name,
    unit: subject.unit,
    value: value === null ? null : round(value),
    against: Object.fromEntries(
      subject.against.map(({ name }) => {
        const theirs = middleOf(name);
        return [name, { value: round(theirs), ratio: value === null ? null : round(value / theirs) }];
      }),
    ),
    facts: facts ?? {},
    notes: Object.fromEntries([...samples].map(([name, all]) => [name, medianNotes(all)])),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** 1234567 -> "1,234,567"; small numbers keep two digits after the point. */
export function format(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
}

/** Three digits after the point, none above a thousand. */
function round(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Math.round(value * 1000) / 1000;
}

function rotated<T>(all: readonly T[], by: number): T[] {
  return all.map((_, index) => all[(index + by) % all.length]).filter((item): item is T & {} => item !== undefined);
}

function medianNotes(samples: readonly Sample[]): Record<string, number> {
  const names = Object.keys(samples[0]?.notes ?? {});
  return Object.fromEntries(names.map((name) => [name, round(median(samples.map(({ notes }) => notes[name] ?? 0)))]));
}

function assertSameFacts(subject: Case, contender: Contender, expected: Sample['facts'], found: Sample['facts']): void {
  for (const [name, count] of Object.entries(expected)) {
    if (found[name] !== count) {
      throw new Error(`${subject.name}: ${contender.name} has ${name} = ${found[name]}, but it must be ${count}`);
    }
  }
}

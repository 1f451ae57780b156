/** Lengths of time as `journey.json` writes them. */

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** `20 seconds` in milliseconds; the schema has accepted it. */
export function lengthOf(text: string): number {
  const [count = '', unit = ''] = text.split(' ');
  return Number(count) * (UNITS[unit] ?? UNITS[unit.replace(/s$/, '')] ?? 1000);
}

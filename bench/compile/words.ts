/** What the journeys of the generated workspace are about. */

export interface Noun {
  /** `snake_case`, for fields and folders */
  readonly name: string;
  /** `PascalCase`, for declarations */
  readonly title: string;
}

const things = ['invoice', 'contract', 'parcel', 'claim', 'loan', 'card', 'booking', 'ticket', 'meter', 'quote'];
const kinds = ['home', 'business', 'mobile', 'travel', 'family', 'student', 'energy', 'online', 'premium', 'partner'];

/** `home_invoice`, `home_contract`, ..; a number follows when the hundred is used up. */
export function nounAt(index: number): Noun {
  const thing = things[index % things.length] ?? 'thing';
  const kind = kinds[Math.floor(index / things.length) % kinds.length] ?? 'kind';
  const round = Math.floor(index / (things.length * kinds.length));
  const name = `${kind}_${thing}${round === 0 ? '' : String(round + 1)}`;
  return { name, title: name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()) };
}

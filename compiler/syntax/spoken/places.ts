/** What kind of block a line stands in: the same words are meant otherwise in a policy than in a journey. */

export type Place =
  | 'file'
  | 'purpose'
  | 'channel'
  | 'message'
  | 'content'
  | 'team'
  | 'calendar'
  | 'policy'
  | 'decision'
  | 'outside'
  | 'journey'
  | 'statements'
  | 'wait'
  | 'handoff'
  | 'choose'
  | 'decide'
  | 'experiment'
  | 'countdown'
  | 'together'
  | 'test'
  | 'elsewhere';

/** By the first word of the declaration around the line, as it is written or was meant. */
const declared: ReadonlyMap<string, Place> = new Map([
  ...(['purpose', 'channel', 'message', 'team', 'calendar', 'policy', 'decision', 'journey', 'test'] as const).map(
    (word) => [word, word] as const,
  ),
  ['action', 'outside'],
  ['model', 'outside'],
  ['on', 'statements'],
  ['template', 'message'],
  ['rule', 'policy'],
  ['flow', 'journey'],
  ['campaign', 'journey'],
]);

/** By the first word of the block of a journey. */
const blocks: ReadonlyMap<string, Place> = new Map([
  ...(['handoff', 'choose', 'decide', 'experiment', 'countdown', 'together'] as const).map(
    (word) => [word, word] as const,
  ),
  ['ask', 'handoff'],
  ['get', 'handoff'],
  ['escalate', 'handoff'],
  ['switch', 'choose'],
  ['split', 'experiment'],
  ['parallel', 'together'],
  ['call', 'elsewhere'],
  ['run', 'elsewhere'],
  ['emit', 'elsewhere'],
]);

/** how far back the beginning of a declaration is looked for */
const farthest = 20_000;

export function placeAt(source: string, offset: number): Place {
  const heads = headsAround(source, offset);
  const [inner, outer] = [heads[0], heads.at(-1)];
  if (inner === undefined || outer === undefined) return 'file';
  const root = declared.get(wordOf(outer)) ?? 'elsewhere';
  if (heads.length === 1) return root;
  if (root === 'message') return heads.length === 2 ? 'content' : 'elsewhere';
  if (root !== 'journey' && root !== 'statements') return 'elsewhere';
  if (/^wait\b(?! for\b)|^wait for (?:the )?(?:any|one|either|first|whichever)\b|^send\b/.test(inner)) return 'wait';
  return blocks.get(wordOf(inner)) ?? 'statements';
}

const wordOf = (head: string): string => /^\w*/.exec(head)?.[0] ?? '';

/** What stands before each brace that is open here, the nearest first. */
function headsAround(source: string, offset: number): readonly string[] {
  const heads: string[] = [];
  let closed = 0;
  for (let at = offset - 1; at >= Math.max(0, offset - farthest); at--) {
    const sign = source[at];
    if (sign === '}') closed++;
    else if (sign === '{' && closed-- === 0) {
      closed = 0;
      heads.push(headBefore(source, at));
    }
    // A declaration stands at the very left.
    if (closed === 0 && heads.length > 0 && source[at - 1] === '\n' && /[a-z]/.test(sign ?? '')) break;
  }
  return heads;
}

/** What stands in the line before a brace, as far as it belongs to that brace. */
function headBefore(source: string, brace: number): string {
  const before = source.slice(Math.max(0, brace - 400), brace).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  let closed = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (line[at] === '}') closed++;
    else if (line[at] === '{' && closed-- === 0) return line.slice(at + 1).trim();
  }
  return line.slice(closed === 0 ? 0 : line.lastIndexOf('}') + 1).trim();
}

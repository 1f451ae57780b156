/** Which blocks are open at the end of a run of tokens, and what each is: told from the words that opened it. */
import type { IToken } from 'chevrotain';
import { t } from '../syntax/lexer/tokens.ts';
import { lineStart } from '../syntax/offsets.ts';

export type BlockKind =
  | 'file'
  | 'fields'
  | 'profile'
  | 'identity'
  | 'purpose'
  | 'channel'
  | 'message'
  | 'content'
  | 'team'
  | 'calendar'
  | 'policy'
  | 'journey'
  | 'statements'
  /** `on SIGNAL { .. }` outside of journeys */
  | 'handler'
  | 'race'
  /** below a `send` */
  | 'sent'
  | 'choose'
  | 'handoff'
  /** below `ask approval of` */
  | 'approval'
  | 'countdown'
  | 'together'
  | 'experiment'
  | 'decide'
  | 'call'
  | 'run'
  | 'outside'
  | 'decision'
  | 'test'
  | 'values';

export interface Block {
  readonly kind: BlockKind;
  /** words before its `{` */
  readonly head: readonly IToken[];
  /** words of the item that is being written in it */
  readonly phrase: readonly IToken[];
  /** items written before in it, oldest first; only those that bind names for what follows */
  readonly earlier: readonly (readonly IToken[])[];
}

interface OpenBlock extends Block {
  phrase: IToken[];
  readonly earlier: (readonly IToken[])[];
  /** open `(` and `[` in the phrase */
  depth: number;
}

const statementWords = [
  ...['send', 'wait', 'countdown', 'if', 'choose', 'handoff', 'set', 'grant', 'withdraw', 'step', 'go', 'finish'],
  ...['together', 'repeat', 'for', 'emit', 'experiment', 'decide', 'call', 'ask', 'run'],
] as const;

/** First words of items, by block. Items of blocks that are not here start with a name. */
export const itemWords: Readonly<Record<BlockKind, readonly string[]>> = {
  file: [
    ...['use', 'signal', 'type', 'identity', 'profile', 'on', 'condition', 'purpose', 'channel', 'message', 'team'],
    ...['policy', 'journey', 'decision', 'action', 'model', 'calendar', 'test'],
  ],
  fields: [],
  profile: [],
  identity: ['strong', 'weak', 'subject'],
  purpose: ['consent', 'double'],
  channel: ['to', 'via', 'cleared', 'at'],
  message: ['on'],
  content: ['subject', 'body', 'text', 'title', 'html'],
  team: ['open', 'via', 'cleared'],
  calendar: [],
  policy: ['quiet', 'at', 'hold'],
  journey: [...['title', 'owner', 'kind', 'for', 'priority', 'start', 'stop', 'goal', 'expire'], ...statementWords],
  statements: statementWords,
  handler: ['set', 'grant', 'withdraw'],
  together: ['branch'],
  experiment: ['holdout', 'variant'],
  decide: ['otherwise'],
  call: ['on'],
  run: ['on'],
  outside: ['via', 'cleared', 'timeout', 'retry', 'keep', 'or'],
  decision: ['candidate', 'pick'],
  race: ['on', 'when', 'after', 'at'],
  sent: ['on', 'when', 'after', 'at'],
  choose: ['otherwise'],
  handoff: ['because', 'share', 'within', 'on'],
  approval: ['because', 'share', 'within', 'on'],
  countdown: ['at'],
  test: ['for', 'given', 'at', 'after', 'expect', 'replay'],
  values: [],
};

/** Items whose names are known to the items after them: `as name`, `given customer name`, `for any name`. */
const bindForLater: ReadonlySet<string> = new Set([
  ...['start', 'wait', 'send', 'call', 'run', 'decide', 'handoff', 'ask'],
  ...['given', 'for'],
]);

export function readBlocks(text: string, tokens: readonly IToken[]): [Block, ...Block[]] {
  const file = opened('file', []);
  const open: [OpenBlock, ...OpenBlock[]] = [file];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) continue;
    const block = open.at(-1) ?? file;
    switch (token.tokenType) {
      case t.openBrace:
        open.push(opened(kindOf(block), block.phrase));
        block.depth = 0;
        break;
      case t.closeBrace:
        if (open.length > 1) open.pop();
        (open.at(-1) ?? file).phrase.push(token);
        break;
      default:
        if (opensDeclaration(text, token, tokens[index + 1])) {
          // A brace is missing above: a declaration at the margin starts afresh all the same.
          open.length = 1;
          begin(file);
          file.phrase.push(token);
          break;
        }
        if (startsItem(text, block, token, tokens[index - 1], tokens[index + 1])) begin(block);
        if (token.tokenType === t.open || token.tokenType === t.openList) block.depth++;
        if (token.tokenType === t.close || token.tokenType === t.closeList) block.depth = Math.max(0, block.depth - 1);
        block.phrase.push(token);
    }
  }
  return open;
}

const blockless: ReadonlySet<string> = new Set(['use', 'on', 'identity', 'profile']);

/** `journey Name` at the very beginning of a line. */
function opensDeclaration(text: string, token: IToken, next: IToken | undefined): boolean {
  if (token.startOffset > 0 && text.charAt(token.startOffset - 1) !== '\n') return false;
  if (!itemWords.file.includes(token.image) || next?.tokenType === t.colon) return false;
  return blockless.has(token.image) || next !== undefined;
}

function opened(kind: BlockKind, head: readonly IToken[]): OpenBlock {
  return { kind, head, phrase: [], earlier: [], depth: 0 };
}

function begin(block: OpenBlock): void {
  if (bindForLater.has(block.phrase[0]?.image ?? '')) block.earlier.push(block.phrase);
  block.phrase = [];
}

function startsItem(
  text: string,
  block: OpenBlock,
  token: IToken,
  previous: IToken | undefined,
  next: IToken | undefined,
): boolean {
  if (block.phrase.length === 0) return true;
  const atLineStart = lineStart(text, token.startOffset);
  if (block.depth > 0 && !(atLineStart && block.kind === 'file')) return false;
  const comma = previous?.tokenType === t.comma;
  const parted = atLineStart || comma || previous?.tokenType === t.closeBrace;
  switch (block.kind) {
    case 'fields':
    case 'profile':
    case 'values':
      return (parted || block.kind !== 'values') && next?.tokenType === t.colon;
    case 'content':
      return itemWords.content.includes(token.image);
    case 'choose':
    case 'decide':
      return parted && !comma;
    case 'test':
      return atLineStart && !isJoined(token);
    case 'file':
      return atLineStart && itemWords.file.includes(token.image);
    case 'handoff':
    case 'approval':
      return parted && itemWords[block.kind].includes(token.image);
    default:
      return parted && itemWords[block.kind].includes(token.image) && !continues(block, token, next);
  }
}

/** `on repeat restart` belongs to a start, `, go on` to a goal, `, if past` to a moment. */
function continues(block: OpenBlock, token: IToken, next: IToken | undefined): boolean {
  const first = block.phrase[0]?.image;
  if (token.image === 'on') return next?.image === 'repeat' || next?.image === 'merge';
  if (token.image === 'if') return first === 'at' || block.phrase[1]?.image === 'until' || waitsUntil(block, next);
  return first === 'goal' && token.image === 'go';
}

/** `wait 2 days until 09:00, if past`: with another word, `if` begins an item. */
function waitsUntil({ phrase }: OpenBlock, next: IToken | undefined): boolean {
  const ofMoment = next?.image === 'past' || next?.image === 'absent';
  return ofMoment && phrase[0]?.image === 'wait' && phrase.some(({ image }) => image === 'until');
}

const joining: ReadonlySet<string> = new Set(['with', 'from', 'for', 'by', 'in', 'as', 'times', 'and', 'or', 'within']);
const isJoined = (token: IToken): boolean => joining.has(token.image);

function kindOf(block: Block): BlockKind {
  const first = block.phrase[0]?.image ?? '';
  switch (block.kind) {
    case 'file':
      if (block.phrase.at(-1)?.tokenType === t.arrow) return 'fields';
      return ofDeclaration[first] ?? 'statements';
    case 'message':
      return 'content';
    case 'journey':
    case 'statements':
      if (first === 'emit') return 'values';
      if (first === 'ask') return 'approval';
      if (first === 'send') return 'sent';
      if (isBlock(first)) return first;
      return first === 'wait' && block.phrase.length === 1 ? 'race' : 'statements';
    case 'test':
    case 'values':
    case 'fields':
    case 'outside':
      return 'values';
    default:
      return 'statements';
  }
}

/** Statements whose braces hold items of their own. */
function isBlock(
  word: string,
): word is 'choose' | 'handoff' | 'countdown' | 'together' | 'experiment' | 'decide' | 'call' | 'run' {
  return (
    word === 'choose' ||
    word === 'handoff' ||
    word === 'countdown' ||
    word === 'together' ||
    word === 'experiment' ||
    word === 'decide' ||
    word === 'call' ||
    word === 'run'
  );
}

const ofDeclaration: Readonly<Partial<Record<string, BlockKind>>> = {
  signal: 'fields',
  type: 'fields',
  identity: 'identity',
  profile: 'profile',
  purpose: 'purpose',
  channel: 'channel',
  message: 'message',
  team: 'team',
  calendar: 'calendar',
  policy: 'policy',
  on: 'handler',
  journey: 'journey',
  decision: 'decision',
  action: 'outside',
  model: 'outside',
  test: 'test',
};

/** Where the caret stands: the half-typed word, what is written before it, and which braces are open around it. */

export interface Caret {
  readonly offset: number;
  /** the word around the caret; empty between words */
  readonly start: number;
  readonly end: number;
  /** the typed part of the word */
  readonly prefix: string;
  /** text before the word on the same line, without a comment */
  readonly line: string;
  /** nothing but white space before the word on its line, or an opening brace or a comma */
  readonly beginsItem: boolean;
  /** names before a dot: `bill.` gives [`bill`], `profile.x.` gives [`profile`, `x`]; undefined without a dot */
  readonly chain: readonly string[] | undefined;
  /** text before each brace that is open here, outermost first: `journey BillShock`, `on whatsapp` */
  readonly heads: readonly string[];
  /** inside a text, but not in its `{..}`, or in a comment: nothing can be completed */
  readonly silent: boolean;
}

export function caretAt(text: string, offset: number): Caret {
  let start = offset;
  while (start > 0 && isWord(text[start - 1])) start--;
  let end = offset;
  while (end < text.length && isWord(text[end])) end++;
  const { heads, silent } = openBraces(text, start);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, start);
  const trimmed = line.trimEnd();
  const beginsItem = trimmed === '' || /[{,]$/.test(trimmed) || (/\}$/.test(trimmed) && !/\belse$/.test(trimmed));
  return {
    offset,
    start,
    end,
    prefix: text.slice(start, offset),
    line,
    beginsItem,
    chain: chainBefore(text, start),
    heads,
    silent,
  };
}

function isWord(letter: string | undefined): boolean {
  return letter !== undefined && /[A-Za-z0-9_]/.test(letter);
}

function chainBefore(text: string, start: number): string[] | undefined {
  if (text[start - 1] !== '.' || text[start - 2] === '.') return undefined;
  const names: string[] = [];
  let at = start - 1;
  while (at > 0 && text[at] === '.') {
    let begin = at;
    while (begin > 0 && isWord(text[begin - 1])) begin--;
    if (begin === at) return names.length > 0 ? names : undefined;
    names.unshift(text.slice(begin, at));
    at = begin - 1;
  }
  return names;
}

interface Frame {
  readonly head: string;
  /** a hole `{..}` in a text */
  readonly hole: boolean;
  /** the text goes on behind the hole with these quotes */
  readonly quotes: string;
}

/** Reads over comments and texts up to `end`. */
function openBraces(text: string, end: number): { heads: string[]; silent: boolean } {
  const frames: Frame[] = [];
  let quotes = '';
  let from = 0;
  let at = 0;
  while (at < end) {
    if (quotes !== '') {
      if (text.startsWith(quotes, at)) {
        at += quotes.length;
        quotes = '';
        continue;
      }
      if (text[at] === '\\') at++;
      else if (text[at] === '{') {
        frames.push({ head: '', hole: true, quotes });
        quotes = '';
        from = at + 1;
      } else if (text[at] === '\n' && quotes === '"') quotes = '';
      at++;
      continue;
    }
    const letter = text[at];
    if (letter === '/' && text[at + 1] === '/') {
      const line = text.indexOf('\n', at);
      if (line < 0 || line >= end) return { heads: frames.map((frame) => frame.head), silent: true };
      at = line;
      from = at + 1;
      continue;
    }
    if (letter === '"') {
      quotes = text.startsWith('"""', at) ? '"""' : '"';
      at += quotes.length;
      continue;
    }
    if (letter === '{') {
      frames.push({ head: text.slice(from, at).trim(), hole: false, quotes: '' });
      from = at + 1;
    } else if (letter === '}') {
      const closed = frames.pop();
      if (closed?.hole === true) quotes = closed.quotes;
      from = at + 1;
    } else if (letter === '\n') from = at + 1;
    at++;
  }
  return { heads: frames.map((frame) => frame.head), silent: quotes !== '' };
}

/** One mistake, one error: what follows from another on the same line is not said. */
import type { Diagnostic } from './types.ts';

/** What cannot be read as written. */
const ofReading = /^J1/;
/** A sentence that goes on where it could have ended. */
const LEFT_OVER = 'J1031';
/** Mistakes of types, and of what is said too little of: judged of half a sentence, they say nothing. */
const ofMeaning = /^J[34]/;
const ofNames = /^J[23]/;
/** What must be said of a date that may have passed or be absent: the half of the sentence that was not read may say it. */
const ofClauses: ReadonlySet<string> = new Set(['J3045', 'J3046']);

/** What is bound, and what is declared, and never used. */
const [UNUSED_NAME, UNUSED_DECLARATION] = ['J4006', 'J4007'];

/** What could not be read may be what uses a name: nothing is called unused before that is mended. */
function mayBeUsed({ code, range }: Diagnostic, unread: readonly Diagnostic[]): boolean {
  if (code === UNUSED_DECLARATION) return unread.length > 0;
  if (code !== UNUSED_NAME) return false;
  const last = unread.at(-1);
  return last !== undefined && last.range.start.line >= range.start.line;
}

/**
 * Where a sentence goes on behind its end, either a name or value before that was the mistake, and its hint says what to write, or the sentence
 * was read too short, and nothing holds that follows from its meaning.
 */
export function withoutFollowers(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const unread = found.filter(({ code }) => ofReading.test(code));
  const all = found.filter((each) => !mayBeUsed(each, unread));
  const leftOver = all.filter(({ code }) => code === LEFT_OVER);
  if (leftOver.length === 0) return all;
  const gone = new Set<Diagnostic>();
  for (const left of leftOver) {
    const before = all.filter(
      ({ range, code }) =>
        code !== LEFT_OVER &&
        range.start.line === left.range.start.line &&
        range.start.character < left.range.start.character,
    );
    const cause = before.find(({ code, hint }) => ofNames.test(code) && !ofClauses.has(code) && hint !== undefined);
    if (cause !== undefined && left.fixes === undefined && isPlain(left)) gone.add(left);
    else
      for (const each of before) {
        const bare = ofNames.test(each.code) && each.hint === undefined && !isPlain(left);
        if (ofMeaning.test(each.code) || bare) gone.add(each);
      }
  }
  return all.filter((each) => !gone.has(each));
}

/** Without a hint of its own. */
function isPlain({ hint }: Diagnostic): boolean {
  return hint === undefined || hint.startsWith('What comes before it is complete');
}

/** What comes along when a text is pasted from a document, a chat or a web page: each is named, and most are read as meant. */
import type { IToken } from 'chevrotain';
import * as say from '../../diagnostics/catalogue.gen.ts';
import { lineStart } from '../offsets.ts';
import { enough, type Problem } from '../problems.ts';

interface Run {
  readonly offset: number;
  readonly length: number;
}

const similar: Readonly<Record<string, string>> = { '\u3001': ',', '\u2010': '-', '\u2011': '-', '\u2212': '-' };
/** Quotes are told from each other elsewhere. */
const fullWidth = /^[\uff01\uff03-\uff06\uff08-\uff5e]$/;
const toPlain = 0xfee0;

function plain(sign: string): string | undefined {
  return fullWidth.test(sign) ? String.fromCharCode(sign.charCodeAt(0) - toPlain) : similar[sign];
}

/** The text with signs that only look like ours (`：`, `５`, `、`) replaced by ours, each reported; `runs` could not be read. */
export function withPlainSigns(text: string, runs: readonly Run[], at: number, problems: Problem[]): string {
  let mended = text;
  for (const { offset, length } of runs) {
    const written = text.slice(offset, offset + length);
    const ours = [...written].map((sign) => plain(sign) ?? sign).join('');
    if (ours === written) continue;
    mended = mended.slice(0, offset) + ours + mended.slice(offset + length);
    const span = { start: at + offset, end: at + offset + length };
    const fix = { ...span, title: `Change to \`${ours}\``, text: ours };
    if (!enough(problems)) problems.push({ ...span, wording: say.wrongSign({ written, ours }), fix });
  }
  return mended;
}

/** Behind it stands what begins a sentence, and goes on as no value does. */
const bullet =
  /(?:[-*]|\d{1,2}[.)]|[a-z]\))(?=[ \t\u00a0]+(?:send|wait|if|choose|handoff|set|grant|withdraw|step|go|finish|together|repeat|emit|experiment|decide|call|ask|run|countdown|start|stop|goal|expire|given|expect)[ \t\u00a0]+(?!(?:and|or|is|in|of)\b)["\w{])/y;

/** `- wait 2 days`, `1. send ..`: reports the signs of a list, and leaves them out. */
export function withoutListSigns(
  text: string,
  tokens: readonly IToken[],
  problems: Problem[],
): { readonly plain: string; readonly kept: readonly IToken[] } {
  let plain = text;
  let passed = 0;
  const kept = tokens.filter((token) => {
    const start = token.startOffset;
    bullet.lastIndex = start;
    const word = start < passed || enough(problems) ? undefined : bullet.exec(text)?.[0];
    if (word !== undefined && lineStart(text, start)) {
      passed = start + word.length;
      const span = { start, end: passed };
      plain = plain.slice(0, start) + ' '.repeat(word.length) + plain.slice(passed);
      problems.push({
        ...span,
        wording: say.tooMuch({ word }),
        hint: 'What stands on a line of its own needs no number and no sign before it.',
        fix: { ...span, title: 'Take it out', text: '' },
      });
    }
    return start >= passed;
  });
  return { plain, kept };
}

/** The lines with which a chat begins and ends a piece of code. */
export function sayFence({ startOffset: start, image }: IToken, problems: Problem[]): void {
  const span = { start, end: start + image.length };
  problems.push({
    ...span,
    wording: say.tooMuch({ word: image.slice(0, 20) }),
    hint: 'It marks code in a chat or a document; a file has no such line.',
    fix: { ...span, title: 'Take it out', text: '' },
  });
}

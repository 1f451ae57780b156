/** J4030: a message that speaks a language on one channel speaks it on all of them. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import type { Content } from '../syntax/tree.ts';
import type { Rule } from './rule.ts';

export const translations: Rule = ({ tree }, found) => {
  for (const message of tree.declarations) {
    if (message.kind !== 'Message') continue;
    const channels = new Map<string, Content[]>();
    for (const content of message.contents) {
      const known = channels.get(content.channel.text);
      if (known === undefined) channels.set(content.channel.text, [content]);
      else known.push(content);
    }
    const spoken = [...new Set(message.contents.flatMap((content) => content.locale?.text ?? []))];
    for (const [channel, contents] of channels) {
      const own = new Set(contents.map((content) => content.locale?.text ?? ''));
      const missing = spoken.filter((locale) => !own.has(locale));
      const ways = missing.map((locale) => `\`on ${channel} in ${locale} { .. }\``);
      if (!own.has('')) {
        missing.push('everybody else');
        ways.push(`\`on ${channel} { .. }\` for everybody else`);
      }
      const [first] = contents;
      if (missing.length === 0 || first === undefined || channel === '') continue;
      const wording = say.translationMissing({ channel, missing: few(missing) });
      found({ wording, hint: `Add ${few(ways)}.`, span: first.channel });
    }
  }
};

/** J4008: a message is sent only on channels that it has content for. */

import * as say from '../diagnostics/catalogue.gen.ts';
import { few } from '../diagnostics/few.ts';
import { statementsOf, visitStatements } from '../names/symbols.ts';
import type { Rule } from './rule.ts';

export const messageContent: Rule = ({ tree, facts, index }, found) => {
  for (const journey of tree.declarations) {
    if (journey.kind !== 'Journey') continue;
    visitStatements(statementsOf(journey), (statement) => {
      if (statement.kind !== 'Send') return;
      const message = index.byId(facts.symbols.get(statement.message) ?? '');
      if (message?.node.kind !== 'Message') return;
      const { contents, name } = message.node;
      const existing = new Set(contents.map((content) => content.channel.text));
      for (const channel of statement.channels) {
        if (channel.text === '' || !facts.symbols.has(channel) || existing.has(channel.text)) continue;
        const list = few([...existing]) || 'none yet';
        found({
          wording: say.noContentForChannel({ message: name.text, channel: channel.text, existing: list }),
          span: channel,
          related: [{ declaration: message.id, message: 'The message is here.' }],
        });
      }
    });
  }
};

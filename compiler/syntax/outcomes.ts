/** What can become of a message that was sent. `failed`: it could not be sent, or did not arrive. */
export const messageOutcomes = ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'failed'] as const;

export type MessageOutcome = (typeof messageOutcomes)[number];

export function isMessageOutcome(word: string): word is MessageOutcome {
  return (messageOutcomes as readonly string[]).includes(word);
}

/** What can stand below a `send`: also that a policy keeps the message back. */
export function isSendOutcome(word: string): boolean {
  return word === 'held' || isMessageOutcome(word);
}

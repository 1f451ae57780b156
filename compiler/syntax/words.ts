/** Names that are written with more than one word, as the tree and the graph know them. */

/** The profile as it was when the journey started. */
export const profileAtStart = 'profile at start';

/** What happens in its own time, such as a message that leaves: looked at until it is as expected. */
import { expect } from 'vitest';

export const until = (what: () => unknown) => expect.poll(what, { timeout: 10_000, interval: 20 });

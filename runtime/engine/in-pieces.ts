/** What is done to all of a journey is done in pieces by a daemon: with a hundred thousand instances others would wait for seconds. */
import type { Operated, Operation } from './operation.ts';

type Done = Operated & { readonly ok: true };

/** `ask`: does one piece when it is its turn. What was done stays done where a later piece fails. */
export async function inPieces(operation: Operation, ask: (piece: Operation) => Promise<Operated>): Promise<Operated> {
  if (operation.act !== 'cancel all' && operation.act !== 'migrate') return ask(operation);
  const done: Done[] = [];
  for (let next: number | undefined = 1; next !== undefined; ) {
    const piece: Operated = await ask({ ...operation, from: next });
    // The last one is refused where it finds nothing, as all at once would be.
    if (!piece.ok) return done.every(isNothing) ? piece : together(done);
    done.push(piece);
    next = piece.next;
  }
  return together(done);
}

function isNothing({ count, left = [] }: Done): boolean {
  return count === 0 && left.length === 0;
}

function together(pieces: readonly Done[]): Done {
  const sum = (of: (piece: Done) => number): number => pieces.reduce((all, each) => all + of(each), 0);
  const { left, oldTimes } = pieces.at(-1) ?? {};
  // Who was due came with the first piece, and stands in its own as well.
  const stayed = new Map(pieces.flatMap((each) => (each.left ?? []).map((one) => [one.instance, one])));
  return {
    ok: true,
    seq: pieces.findLast(({ count }) => count > 0)?.seq ?? 0,
    decisions: sum(({ decisions }) => decisions),
    count: sum(({ count }) => count),
    ...(left === undefined ? {} : { left: [...stayed.values()] }),
    ...(oldTimes === undefined ? {} : { oldTimes: sum((each) => each.oldTimes ?? 0) }),
  };
}

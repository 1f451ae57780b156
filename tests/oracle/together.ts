/** Branches that run at once ("At once, round after round, for each"): they begin in the order written, until enough have come to their end. */
export function* sideBySide<Wait, Woken extends { readonly wait: Wait }>(
  branches: readonly (() => Generator<readonly Wait[], void, Woken>)[],
  needed: number,
): Generator<readonly Wait[], void, Woken> {
  const open: { readonly flow: Generator<readonly Wait[], void, Woken>; waits: readonly Wait[] }[] = [];
  let ended = 0;
  for (const begin of branches) {
    const flow = begin();
    const first = flow.next();
    if (first.done !== true) open.push({ flow, waits: first.value });
    else if (++ended >= needed) return;
  }
  while (ended < needed) {
    const woken = yield open.flatMap(({ waits }) => waits);
    const whose = open.find(({ waits }) => waits.includes(woken.wait));
    if (whose === undefined) throw new Error('nobody waits for this');
    const next = whose.flow.next(woken);
    if (next.done !== true) whose.waits = next.value;
    else {
      open.splice(open.indexOf(whose), 1);
      ended++;
    }
  }
}

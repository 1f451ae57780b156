/**
 * The text of a JSON document, piece by piece, as `JSON.stringify(value, null, 2)` writes it: nobody needs room for all of it at once.
 * What can be gone through and is no array is a list whose items are made as they are written.
 */
export function* jsonPieces(value: unknown, indent = ''): Generator<string> {
  const inner = `${indent}  `;
  if (isUnmade(value)) {
    let before = '[';
    for (const item of value) {
      yield `${before}\n${inner}`;
      yield* jsonPieces(item, inner);
      before = ',';
    }
    yield before === '[' ? '[]' : `\n${indent}]`;
  } else if (Array.isArray(value) && value.some(holdsUnmade)) {
    yield* jsonPieces(value.values(), indent);
  } else if (holdsUnmade(value)) {
    let before = '{';
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue;
      yield `${before}\n${inner}${JSON.stringify(name)}: `;
      yield* jsonPieces(member, inner);
      before = ',';
    }
    yield `\n${indent}}`;
  } else yield JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}

function isUnmade(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.iterator in value;
}

/** Members, and items of lists that are members: no document that is made here hides them deeper. */
function holdsUnmade(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => isUnmade(member) || (Array.isArray(member) && member.some(holdsUnmade)));
}

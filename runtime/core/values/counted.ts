/** `1 customer`, `12 customers`; `many` where an s is not all that differs: `1 line was`, `2 lines were`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const most = 3;

/** Names in a message: three at most, and how many others there are. */
export function few(names: readonly string[]): string {
  // In place of the last name "1 other" would be no shorter.
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} others`;
}

/** IANA time zones, as the platform knows them. */

/** The list takes a tenth of what a format takes; older names are not in it. */
let listed: ReadonlySet<string> | undefined;

/** True where the platform knows the zone. */
export function isZone(name: string): boolean {
  listed ??= new Set(Intl.supportedValuesOf('timeZone'));
  return listed.has(name) || hasFormat(name);
}

function hasFormat(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/**
 * An id that Mermaid and XML take. A letter in front keeps it apart from words of Mermaid such as `end`; what is no letter is
 * written as its code.
 */
export function idOf(id: string): string {
  return `n_${id.replace(/[^A-Za-z0-9]/g, (sign) => (sign === '_' ? '__' : `_${sign.charCodeAt(0)}_`))}`;
}

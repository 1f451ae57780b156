/** Text in XML and HTML. Signs that XML forbids are left out. */
export function escapeXml(text: string): string {
  return text.replace(UNFIT, '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Control characters, and halves of pairs that stand alone. */
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

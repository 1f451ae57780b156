/** Secrets come from the environment, and nothing that is written down holds them. */
import { domainToASCII } from 'node:url';
import type { Secret } from './settings.ts';

export interface Secrets {
  /** The secret, or '' where the variable is not set: that is told before anything starts. */
  get(secret: Secret): string;
  text(value: string | Secret): string;
  /** The text without any secret that was read, and without what else is `hidden`; one line, not too long. */
  clean(text: string, hidden?: string): string;
}

const LONGEST = 300;
/** Shorter ones would blot out half of a text. */
const SHORTEST_HIDDEN = 4;

export function createSecrets(environment: Readonly<Record<string, string | undefined>>): Secrets {
  const known = new Set<string>();
  const get = ({ env }: Secret): string => {
    const value = environment[env] ?? '';
    for (const form of [value, value.trim()].flatMap(echoesOf)) if (form.length >= SHORTEST_HIDDEN) known.add(form);
    return value;
  };
  return {
    get,
    text: (value) => (typeof value === 'string' ? value : get(value)),
    clean(text, hidden = '') {
      let clean = text;
      // The longest first: of one that begins like another the end would stay.
      for (const secret of [...known].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, '(secret)');
      if (hidden.length >= SHORTEST_HIDDEN)
        for (const form of writtenForms(hidden)) clean = clean.replace(new RegExp(escaped(form), 'gi'), '(address)');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      return clean.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, LONGEST);
    },
  };
}

/** How the other side may write it where it repeats what it was sent: in a URL, in base64, in JSON (some with `\/`, or in ASCII alone), in HTML. */
function echoesOf(value: string): string[] {
  const url = encodeURIComponent(value);
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    url,
    url.replaceAll(/%../g, (code) => code.toLowerCase()),
    json,
    json.replaceAll('/', '\\/'),
    json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    value.replaceAll(/[&<>"]/g, (sign) => HTML[sign] ?? sign),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
    ...insideBase64(value),
  ];
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Its part of a longer text in base64, such as a login: by how many bytes before it fill no group of three. */
function insideBase64(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    // Characters that hold bits of something else, too, are other ones each time.
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

/** How another side may write an address: other letters of its domain, escapes of a URL; large and small letters are one. */
function writtenForms(address: string): string[] {
  const [, name, domain] = /^(.*@)([^@]+)$/s.exec(address) ?? [];
  const sent = name === undefined || domain === undefined ? address : `${name}${domainToASCII(domain)}`;
  return [...new Set([address, sent])].flatMap((form) => [form, encodeURIComponent(form.toWellFormed())]);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

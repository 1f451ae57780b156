/**
 * Outgoing HTTP reaches the public internet only, unless the configuration allows more. Names are judged by what they resolve to,
 * and the very addresses that were judged are connected to, so a name cannot change its mind in between.
 */
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { NoAnswer } from './connector.ts';

/** true: everything; a list: these hosts, wherever they are; false: public addresses only */
export type Allowed = boolean | readonly string[];

export class Refused extends NoAnswer {
  constructor(host: string, address: string) {
    super(`${host} is ${host === address ? '' : `at ${address}, `}inside a private network`);
  }
}

/** Only what is unicast on the public internet; an IPv4 address inside an IPv6 one is looked at itself. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  return read.range() === 'unicast' && (!(read instanceof ipaddr.IPv6) || read.match(GLOBAL, 3));
}

/** 2000::/3: all that is given out so far. Beside it stand old ways of writing an IPv4 address, such as ::127.0.0.1. */
const GLOBAL = ipaddr.IPv6.parse('2000::');

/** Why a URL may not be called, or null. Other names are judged when they are looked up. */
export function refusal(url: URL, allowed: Allowed): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `${url.protocol} is not http`;
  const host = hostOf(url);
  if (isAllowed(host, allowed)) return null;
  const inside = isIP(host) === 0 ? THIS_MACHINE.test(host) : !isPublic(host);
  return inside ? new Refused(host, host).message : null;
}

/** Names that need no looking up (RFC 6761). */
const THIS_MACHINE = /(^|\.)localhost\.?$/i;

/** As `allow_private` writes it: `0x7f000001` and the like have become 127.0.0.1 when the URL was read. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

type Resolve = (
  host: string,
  options: LookupOptions & { readonly all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** For sockets: resolves a name, and fails where any address of it is private. */
export function guardedLookup(allowed: Allowed, resolve: Resolve = lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '');
      const inside = isAllowed(host, allowed) ? undefined : addresses.find(({ address }) => !isPublic(address));
      if (inside !== undefined) return done(new Refused(host, inside.address), '');
      const [first] = addresses;
      if (first === undefined) return done(new Error(`${host} has no address`), '');
      if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

export function isAllowed(host: string, allowed: Allowed): boolean {
  return typeof allowed === 'boolean' ? allowed : allowed.some((each) => each.toLowerCase() === host.toLowerCase());
}

/**
 * What a sender whom everybody can be may say of who somebody is: a key in a website is no secret. It names a customer by the user_id
 * and by weak keys, and a subject by its key. A second strong key (somebody types another's e-mail) would join two people who are known.
 */
import type { Identity } from '../../compiler/graph/types.ts';
import { type Keys, weakNames } from './keys.ts';

/** `subjects`: key -> subject. */
export function publicKeys(keys: Keys, identity: Identity, subjects: ReadonlyMap<string, string> | null): Keys {
  const weak = weakNames(identity);
  const named = Object.entries(keys).filter(
    ([name]) => name === 'user_id' || weak.includes(name) || subjects?.has(name) === true,
  );
  return Object.fromEntries(named);
}

/** Why a trait that is called like a strong key is left out. */
export function notPublic(trait: string): string {
  return `\`${trait}\` says who somebody is, which a public key cannot`;
}

/** Node names what is wrong with a certificate, and not what to do where it is one's own. */
const ISSUED_BY_NOBODY_KNOWN = /self-signed certificate|unable to (get|verify) [a-z ]*certificate/;

export function withRemedy(said: string): string {
  if (!ISSUED_BY_NOBODY_KNOWN.test(said)) return said;
  return `${said}: nobody whom this machine trusts has issued it; where you did, start the daemon with NODE_EXTRA_CA_CERTS=FILE, the certificate of the issuer`;
}

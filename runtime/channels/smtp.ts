/** Mail by SMTP. The same message carries the same Message-ID at every try, so that mail systems recognise a repetition. */
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import { withRemedy } from './certificate.ts';
import type { Connector, MessageWork, Result } from './connector.ts';
import type { Secrets } from './secrets.ts';
import { type SmtpSettings, timeoutOf } from './settings.ts';

export function smtpConnector(settings: SmtpSettings, secrets: Secrets, concurrency: number): Connector {
  const { host, from, reply_to: replyTo, tls = 'starttls' } = settings;
  const user = settings.user === undefined ? '' : secrets.text(settings.user);
  const pass = settings.password === undefined ? '' : secrets.get(settings.password);
  // A little before the try ends: what hangs is then told by what it hangs at.
  const timeout = 0.9 * timeoutOf(settings);
  const port = settings.port ?? (tls === 'always' ? 465 : 587);
  const transport = createTransport({
    pool: true,
    // It is tried again by the outbox, which counts and waits.
    maxRequeues: 0,
    maxConnections: concurrency,
    host,
    port,
    secure: tls === 'always',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === '' ? {} : { auth: { user, pass } }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    // Behind the other two, which say what did not come; this one only says that nothing came.
    socketTimeout: timeout + 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = domainOf(from);
  return {
    async send(work, signal) {
      if (work.kind !== 'message') return { kind: 'refused', reason: 'only messages can be mailed' };
      if (!isAddress(work.to)) return { kind: 'refused', reason: 'the address is no e-mail address' };
      return mail(transport, work, { from, replyTo, domain, tls, server: `${host}:${port}` }, signal);
    },
    close: async () => transport.close(),
  };
}

interface Sender {
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly domain: string;
  readonly tls: NonNullable<SmtpSettings['tls']>;
  readonly server: string;
}

async function mail(
  transport: Transporter<SentMessageInfo>,
  work: MessageWork,
  sender: Sender,
  signal: AbortSignal,
): Promise<Result> {
  const { from, replyTo, domain } = sender;
  const { subject = '', html, body, text = body } = work.content;
  try {
    await transport.sendMail({
      // Else it would leave later from the pool's queue, or hold its connection, while the outbox tries it again.
      signal,
      from,
      ...(replyTo === undefined ? {} : { replyTo }),
      // As an object it is one address, whatever stands in it.
      to: { name: '', address: work.to },
      subject: oneLine(subject),
      messageId: `<${work.key}@${domain}>`,
      headers: { 'X-Journey-Message': work.id, 'Auto-Submitted': 'auto-generated' },
      ...(text === undefined ? {} : { text }),
      ...(html === undefined ? {} : { html }),
    });
    return { kind: 'taken' };
  } catch (error) {
    return failureOf(error, sender);
  }
}

/** Where what is said is said about this one mail; before, a server judges who is calling. */
const ABOUT_THE_MAIL: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);
const TOO_LARGE = 552;
const LOGIN_FIRST: ReadonlySet<number> = new Set([530, 535]);
/** Said at any time: the server goes away. */
const CLOSES = 421;

/** 5xx about the mail is for good. Everything else may go well another time: an address of ours that is blocked, or a wrong login, is mended. */
function failureOf(error: unknown, { tls, server }: Sender): Result {
  const { responseCode, code, command = '', message } = error as SmtpError;
  const said = message ?? String(error);
  if (responseCode === undefined)
    return { kind: 'failed', reason: `SMTP: ${code ?? 'no connection'}`, detail: `${server}: ${plainly(said, tls)}` };
  const only = ABOUT_THE_MAIL.has(command) && !LOGIN_FIRST.has(responseCode) && responseCode !== CLOSES;
  // Its size is told to the server together with its sender.
  const tooLarge = responseCode === TOO_LARGE && command === 'MAIL FROM';
  const told = { reason: `SMTP ${responseCode}`, detail: said };
  if ((only && responseCode >= 500) || tooLarge) return { kind: 'refused', ...told };
  return { kind: 'failed', ...told, ...(only ? { only } : {}) };
}

/** The two ways to begin TLS are easily mistaken for each other, and neither side says so. */
function plainly(said: string, tls: Sender['tls']): string {
  if (tls === 'always' && said.includes('wrong version number'))
    return 'it does not begin with TLS; one that turns it on later, such as on 587, needs "tls": "starttls"';
  if (tls !== 'always' && said === 'Greeting never received')
    return `${said}; one that begins with TLS, such as on 465, needs "tls": "always"`;
  return withRemedy(said);
}

interface SmtpError {
  readonly responseCode?: number;
  readonly code?: string;
  /** what was answered */
  readonly command?: string;
  readonly message?: string;
}

/** No header can be smuggled in by a line break. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\u2028\u2029\0]+/g, ' ').trim();
}

export function isAddress(text: string): boolean {
  return text.length <= 320 && /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/.test(text);
}

function domainOf(from: string): string {
  return /@([A-Za-z0-9.-]+)/.exec(from)?.[1] ?? 'journey.invalid';
}

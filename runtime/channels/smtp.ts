/** Mail by SMTP. The same message carries the same Message-ID at every try, so that mail systems recognise a repetition. */
import { createTransport, type SentMessageInfo, type Transporter } from 'nodemailer';
import { lengthOf } from '../../compiler/graph/lengths.ts';
import type { Connector, MessageWork, Result } from './connector.ts';
import type { Secrets } from './secrets.ts';
import type { SmtpSettings } from './settings.ts';

const TIMEOUT_MS = 30_000;

export function smtpConnector(settings: SmtpSettings, secrets: Secrets, concurrency: number): Connector {
  const { host, from, reply_to: replyTo, tls = 'starttls' } = settings;
  const user = settings.user === undefined ? '' : secrets.text(settings.user);
  const pass = settings.password === undefined ? '' : secrets.get(settings.password);
  // A little before the try ends: what hangs is then told by what it hangs at.
  const timeout = 0.9 * (settings.timeout === undefined ? TIMEOUT_MS : lengthOf(settings.timeout));
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
    async send(work) {
      if (work.kind !== 'message') return { kind: 'refused', reason: 'only messages can be mailed' };
      if (!isAddress(work.to)) return { kind: 'refused', reason: 'the address is no e-mail address' };
      return mail(transport, work, { from, replyTo, domain, server: `${host}:${port}` });
    },
    close: async () => transport.close(),
  };
}

interface Sender {
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly domain: string;
  readonly server: string;
}

async function mail(transport: Transporter<SentMessageInfo>, work: MessageWork, sender: Sender): Promise<Result> {
  const { from, replyTo, domain } = sender;
  const { subject = '', html, body, text = body } = work.content;
  try {
    await transport.sendMail({
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
    return failureOf(error, sender.server);
  }
}

/** What SMTP says with 5xx is for good; everything else may go well another time. */
function failureOf(error: unknown, server: string): Result {
  const { responseCode, code, message } = error as { responseCode?: number; code?: string; message?: string };
  const said = message ?? String(error);
  if (responseCode === undefined)
    return { kind: 'failed', reason: `SMTP: ${code ?? 'no connection'}`, detail: `${server}: ${said}` };
  const reason = `SMTP ${responseCode}`;
  // A login that is refused is ours to mend, not the message's fault.
  const ours = code === 'EAUTH' || responseCode === 530 || responseCode === 535;
  return { kind: responseCode >= 500 && !ours ? 'refused' : 'failed', reason, detail: said };
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

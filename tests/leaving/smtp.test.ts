/** Mail, against a real SMTP server that takes, refuses, asks to come again, drops the line and is slow. */
import { createServer, type Server } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { compileTexts } from '../compile.ts';
import { until } from '../until.ts';
import { type Office, openOffice, removeFolders } from './office.ts';

const { graph } = compileTexts({
  'mail.journey': `
signal Known { email: email key email, name: text }
profile { email: email? pii, name: text? pii }
identity { strong user_id, email }
on Known as k { set profile.email = k.email
  set profile.name = k.name }
purpose Service { consent assumed }
channel email { to profile.email, via smtp, cleared for pii }
message Hello for Service { on email {
  subject "For {profile.name or "you"}"
  text "Dear {profile.name or "you"}, <b>hello</b>"
  html "<p>Dear {profile.name or "you"}</p>"
} }
journey Greeting { start on Known every time
  send Hello on email, else finish as unreachable {
    on failed { finish as lost }
    after 10 days { finish as silent }
  }
}
`,
});

interface Mail {
  readonly from: string;
  readonly to: string[];
  readonly text: string;
}

let server: SMTPServer;
let port = 0;
let mails: Mail[] = [];
let tries = 0;
let user: string | undefined;
/** Where a door stays shut for its first visitors, and for how many. */
let shut: { readonly at: 'greeting' | 'login' | 'sender'; code: number; times: number } | null;
/** Whether the line is dropped in the middle of the n-th mail. */
let dropsData: (nth: number) => boolean;
/** What the server does at the n-th recipient. */
let behave: (
  nth: number,
  session: SMTPServerSession,
  address: string,
) => { code: number; words: string } | 'drop' | 'slow' | null;
let office: Office | undefined;

beforeEach(async () => {
  mails = [];
  tries = 0;
  behave = () => null;
  dropsData = () => false;
  shut = null;
  let bodies = 0;
  server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onConnect: (_session, done) => done(refusalAt('greeting')),
    onMailFrom: (_address, _session, done) => done(refusalAt('sender')),
    onAuth({ username, password }, _session, done) {
      const refusal = refusalAt('login');
      if (refusal !== null) return done(refusal);
      if (password !== 'correct horse') return done(new Error('wrong password correct horse'));
      user = username;
      done(null, { user: username });
    },
    onRcptTo({ address }, session, done) {
      const what = behave(++tries, session, address);
      if (what === null) return done();
      if (what === 'slow') return;
      if (what === 'drop') return drop();
      done(Object.assign(new Error(what.words), { responseCode: what.code }));
    },
    onData(stream, session, done) {
      if (dropsData(++bodies)) return drop();
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.push({ from, to: rcptTo.map(({ address }) => address), text: Buffer.concat(chunks).toString() });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.server.address() as { port: number }).port;
  office = await openOffice({
    graph,
    connectors: {
      smtp: {
        host: '127.0.0.1',
        port,
        tls: 'none',
        user: 'shop',
        password: { env: 'SMTP_PASSWORD' },
        from: 'The shop <hello@shop.example.org>',
        timeout: '500 ms',
        retry: { times: 3, over: '1 second' },
      },
    },
    environment: { SMTP_PASSWORD: 'correct horse' },
  });
});
afterEach(async () => {
  await office?.close();
  await new Promise<void>((resolve) => server.close(resolve));
});
afterAll(removeFolders);

/** What the server says where it turns somebody away who has not named a recipient yet. */
function refusalAt(at: string): Error | null {
  if (shut?.at !== at || shut.times-- <= 0) return null;
  return Object.assign(new Error('your address is blocked'), { responseCode: shut.code });
}

function drop(): void {
  for (const connection of server.connections as Iterable<{ _socket: { destroy(): void } }>)
    connection._socket.destroy();
}

const known = (name: string, email = 'ada@example.org'): Promise<void> | undefined =>
  office?.signal('Known', email, { email, name });
const row = () => office?.outbox()[0];

it('arrives as text and HTML, under a Message-ID of its own, from a pool that has logged in', async () => {
  await known('Ada');
  await until(() => row()?.status).toBe('sent');
  const [mail] = mails;
  expect(mail).toMatchObject({ from: 'hello@shop.example.org', to: ['ada@example.org'] });
  expect(mail?.text).toMatch(new RegExp(`^Message-ID: <${row()?.id}\\.[0-9a-f]{12}@shop\\.example\\.org>`, 'm'));
  expect(mail?.text).toContain('multipart/alternative');
  expect(mail?.text).toContain('Dear Ada, <b>hello</b>');
  expect(mail?.text).toContain('<p>Dear Ada</p>');
  expect(user).toBe('shop');
});

it('nobody writes headers or HTML by what they call themselves', async () => {
  await known('Eve\r\nBcc: victim@example.org\r\n\r\n<script>alert(1)</script>');
  await until(() => row()?.status).toBe('sent');
  const [mail] = mails;
  const [head = ''] = mail?.text.split('\r\n\r\n') ?? [];
  expect(mail?.to).toEqual(['ada@example.org']);
  expect(head).not.toMatch(/^Bcc:/im);
  expect(head).toMatch(/^Subject: For Eve Bcc: victim@example.org/m);
  const html = mail?.text.split('text/html')[1] ?? '';
  expect(html).toContain('&#60;script&#62;');
  expect(html).not.toContain('<script>');
});

it('an address is one address', async () => {
  await office?.signal('Known', 'eve', { email: 'victim,eve@example.org', name: 'Eve' });
  await until(() => row()?.status).toBe('dead');
  expect(row()?.error).toBe('the address is no e-mail address');
  expect(mails).toEqual([]);
});

it('4xx, a dropped line and a slow server are tried again under the same Message-ID', async () => {
  const faults = [{ code: 450, words: 'come again' }, 'drop', 'slow'] as const;
  behave = (nth) => faults[nth - 1] ?? null;
  await known('Ada');
  await until(() => row()?.status).toBe('sent');
  expect([tries, mails.length, row()?.tries]).toEqual([4, 1, 4]);
});

it.each([
  ['450 for each recipient: it does not rest', 450, 'working'],
  ['451 for each recipient: it does not rest', 451, 'working'],
  ['452 for each recipient: it does not rest', 452, 'working'],
  ['421, it closes: it rests', 421, 'resting'],
] as const)('%s', async (_what, code, state) => {
  behave = () => ({ code, words: 'come again' });
  for (let n = 0; n < 8; n++) await known('Ada', `ada${n}@example.org`);
  await until(() => office?.outbox().every(({ error }) => error?.startsWith(`SMTP ${code}`))).toBe(true);
  await until(() => office?.worker.states()[0]?.state).toBe(state);
});

it('4xx before any recipient is about all mail: it rests', async () => {
  shut = { at: 'sender', code: 451, times: 100 };
  for (let n = 0; n < 8; n++) await known('Ada', `ada${n}@example.org`);
  await until(() => office?.worker.states()[0]?.state).toBe('resting');
});

it('5xx is for good: the journey is told, the address does not stand in the reason', async () => {
  behave = () => ({ code: 550, words: 'no such user <ada@example.org>' });
  await known('Ada');
  await until(() => office?.decided('ada@example.org').at(-1)).toBe('finished null lost');
  expect(row()).toMatchObject({ status: 'dead', tries: 1 });
  expect(row()?.error).toContain('SMTP 550');
  expect(row()?.error).toContain('(address)');
  expect(row()?.error).not.toContain('ada@example.org');
});

it.each([
  ['greeting', 554],
  ['login', 535],
  ['login', 534],
  ['sender', 550],
] as const)('5xx at the %s (%i) is about us, not about the message: it is tried again', async (at, code) => {
  shut = { at, code, times: 2 };
  await known('Ada');
  await until(() => row()?.status).toBe('sent');
  expect([row()?.tries, mails.length]).toEqual([3, 1]);
});

it('a mail that is larger than the server takes is refused for good, also where that is said before any recipient', async () => {
  shut = { at: 'sender', code: 552, times: 1 };
  await known('Ada');
  await until(() => row()?.status).toBe('dead');
  expect(row()).toMatchObject({ status: 'dead', tries: 1 });
});

it('nor does it where the server has another way of writing it', async () => {
  const written = ['Ada@Example.ORG', 'ada@bücher.example'];
  behave = (_nth, _session, address) => ({
    code: 550,
    words: `no such user <${address}>, ${address.toUpperCase()}, ${encodeURIComponent(address)}`,
  });
  for (const address of written) await known('Ada', address);
  await until(() => office?.outbox().map(({ status }) => status)).toEqual(['dead', 'dead']);
  const errors = office?.outbox().map(({ error }) => error) ?? [];
  for (const error of errors) expect(error).not.toMatch(/ada(@|%40)/i);
  expect(errors.map((error) => error?.replace(/^.*550 /, ''))).toEqual([
    'no such user <(address)>, (address), (address)',
    'no such user <(address)>, (address), (address)',
  ]);
});

it('a line that drops in the middle of the mail: it comes again under the same Message-ID, once', async () => {
  dropsData = (nth) => nth === 1;
  await known('Ada');
  await until(() => row()?.status).toBe('sent');
  expect([row()?.tries, mails.length]).toEqual([2, 1]);
});

it('5xx for one recipient keeps no other from getting theirs', async () => {
  behave = (_nth, _session, address) => (address.startsWith('eve') ? { code: 550, words: 'no such user' } : null);
  await Promise.all([known('Ada'), known('Eve', 'eve@example.org'), known('Ben', 'ben@example.org')]);
  await until(() =>
    office
      ?.outbox()
      .map(({ address, status, tries }) => `${address} ${status} ${tries}`)
      .sort(),
  ).toEqual(['ada@example.org sent 1', 'ben@example.org sent 1', 'eve@example.org dead 1']);
});

/** Mail goes there, one at a time. */
async function openAgainst(other: Server): Promise<void> {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  await office?.close();
  office = await openOffice({
    graph,
    connectors: {
      smtp: {
        host: '127.0.0.1',
        port: (other.address() as { port: number }).port,
        tls: 'none',
        from: 'hello@shop.example.org',
        timeout: '300 ms',
        concurrency: 1,
        retry: { times: 1, over: '1 second' },
      },
    },
  });
}

it('a server that takes the connection and says nothing: a try ends in its time, the reason says where', async () => {
  const mute = createServer();
  await openAgainst(mute);
  await known('Ada');
  await until(() => row()?.status).toBe('dead');
  // Most often it is one that waits for TLS.
  expect(row()?.error).toMatch(
    /^SMTP: ETIMEDOUT: 127\.0\.0\.1:\d+: Greeting never received; .*465.* needs "tls": "always"$/,
  );
  await new Promise<void>((resolve) => mute.close(() => resolve()));
});

it('a server that does not begin with TLS where that is expected: the reason says so', async () => {
  await office?.close();
  const smtp = { host: '127.0.0.1', port, tls: 'always', from: 'hello@shop.example.org' };
  office = await openOffice({ graph, connectors: { smtp } });
  await known('Ada');
  await until(() => row()?.error).toBe(
    `SMTP: ESOCKET: 127.0.0.1:${port}: it does not begin with TLS; one that turns it on later, such as on 587, needs "tls": "starttls"`,
  );
});

it('a try may take longer than a timer of Node', async () => {
  await office?.close();
  const smtp = { host: '127.0.0.1', port, tls: 'none', from: 'hello@shop.example.org', timeout: '30 days' };
  office = await openOffice({ graph, connectors: { smtp } });
  await known('Ada');
  await until(() => row()?.status).toBe('sent');
  expect(row()?.tries).toBe(1);
});

it('a server whose answer has no end: the try lets go of its line, and what comes next leaves', async () => {
  let lines = 0;
  let taken = 0;
  const trickling = createServer((socket) => {
    const endless = ++lines === 1;
    socket.on('error', () => undefined).write('220 here\r\n');
    socket.on('data', (data) => {
      const said = data.toString();
      if (said.startsWith('EHLO') && endless) {
        const drip = setInterval(() => socket.write('250-wait\r\n'), 50);
        socket.on('close', () => clearInterval(drip));
      } else if (said.startsWith('DATA')) socket.write('354 go\r\n');
      else if (/^(EHLO|MAIL|RCPT)/.test(said)) socket.write('250 fine\r\n');
      else if (said.endsWith('\r\n.\r\n')) {
        taken++;
        socket.write('250 taken\r\n');
      }
    });
  });
  await openAgainst(trickling);
  await known('Ada');
  await until(() => row()?.tries).toBe(1);
  await known('Ben', 'ben@example.org');
  await until(() => office?.outbox().map(({ status }) => status)).toEqual(['sent', 'sent']);
  expect([lines, taken]).toEqual([2, 2]);
  await office?.close();
  office = undefined;
  await new Promise<void>((resolve) => trickling.close(() => resolve()));
});

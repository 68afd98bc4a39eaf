import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { env } from '@/lib/platform/env';

/** An e-mail as it arrived. */
export interface Arrived {
  to: string[];
  subject: string;
  message_id: string;
  text: string;
}

/** A mail server in this process, which Inlet sends to for a test file. */
export function useMailServer(): { mails: Arrived[]; refuse: { next: number } } {
  const mails: Arrived[] = [];
  const refuse = { next: 0 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (refuse.next-- > 0) return done(new Error('Try again later'));
        const to = session.envelope.rcptTo.map((one) => one.address);
        mails.push({ to, ...read(Buffer.concat(parts).toString('utf8')) });
        done();
      });
    },
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.server.address() as AddressInfo;
    Object.assign(env(), { SMTP_URL: `smtp://127.0.0.1:${port}` });
  });
  beforeEach(() => {
    mails.length = 0;
    refuse.next = 0;
  });
  afterAll(async () => {
    Object.assign(env(), { SMTP_URL: undefined });
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  });
  return { mails, refuse };
}

function read(raw: string): Omit<Arrived, 'to'> {
  const cut = raw.indexOf('\r\n\r\n');
  const head = raw.slice(0, cut).replaceAll(/\r\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
  const body = raw.slice(cut + 4);
  const isQuoted = /quoted-printable/i.test(field('Content-Transfer-Encoding'));
  return {
    subject: field('Subject'),
    message_id: field('Message-ID'),
    text: (isQuoted ? unquoted(body) : body).replaceAll('\r\n', '\n'),
  };
}

const unquoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

import { createTransport, type Transporter } from 'nodemailer';
import type { Language } from '@/lib/contract/account';
import { wordsIn, type Line } from '@/lib/notifications/words';
import { env } from '@/lib/platform/env';

interface Mail {
  /** Stays the same when it is sent a second time. */
  id: string;
  to: string;
  lines: readonly Line[];
  workspace_name: string;
  slug: string;
  /** The one the person chose. */
  language: Language | null;
}

const TIMEOUT_MS = 10_000;
let opened: { url: string; transport: Transporter } | undefined;

/** The connection to the mail server of SMTP_URL; made anew when that is another. */
function transport(url: string): Transporter {
  if (opened?.url === url) return opened.transport;
  opened?.transport.close();
  opened = {
    url,
    transport: createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    }),
  };
  return opened.transport;
}

/** Sends one e-mail, as text. Throws what the server said, or that it did not answer. */
export async function sendMail({
  id,
  to,
  lines,
  workspace_name,
  slug,
  language,
}: Mail): Promise<void> {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = env();
  if (!SMTP_URL) throw new Error('SMTP_URL is not set.');
  const words = wordsIn(language);
  const [only] = lines;
  const subject = lines.length === 1 ? only!.title : words.subject(lines.length, workspace_name);
  await transport(SMTP_URL).sendMail({
    from: MAIL_FROM,
    to,
    subject,
    messageId: `<${id}@${new URL(PUBLIC_URL).hostname}>`,
    text: [
      ...lines.map(({ title, detail, href }) => `${title}\n${detail}\n${href}`),
      '-- \n' +
        `${words.because(workspace_name)}\n` +
        words.choose(`${PUBLIC_URL}/${slug}/settings/notifications`),
    ].join('\n\n'),
  });
}

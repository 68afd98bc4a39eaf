import { createHash } from 'node:crypto';
import { text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE } from '@/lib/webhooks/receiver';
import type { Delivery } from '@/lib/webhooks/signature';

/**
 * Twilio (twilio-node 6.2, validateRequest): SHA-1 over the address and the sorted fields of the
 * form; for JSON over the address alone, which then carries the digest of the body.
 */
export const twilio = defineReceiver({
  slug: 'twilio',
  name: 'Twilio',
  connectors: ['twilio'],
  signatures: [
    {
      by: 'hmac',
      header: 'x-twilio-signature',
      algorithm: 'sha1',
      encoding: 'base64',
      signed: (delivery) => textsOf(delivery),
    },
  ],
  content_types: ['application/x-www-form-urlencoded', 'application/json'],
  max_bytes: MEGABYTE,
  reply: { status: 200, content_type: 'text/xml', body: '<Response/>' },
  delivery_id: (body, { headers }) => {
    const sid = text(body, 'MessageSid') ?? text(body, 'CallSid');
    if (sid === null) return headers['i-twilio-idempotency-token'] ?? null;
    const status = text(body, 'MessageStatus') ?? text(body, 'SmsStatus');
    const call = [text(body, 'CallStatus'), text(body, 'SequenceNumber')];
    return [sid, status, ...call].filter((part) => part !== null).join('/');
  },
  events: (body) => [
    {
      key: text(body, 'CallSid') === null ? messageKey(body) : 'call.updated',
      account_id: text(body, 'AccountSid'),
    },
  ],
  headers: ['i-twilio-idempotency-token'],
});

const messageKey = (body: Parameters<typeof text>[0]): string => {
  if (text(body, 'MessageSid') === null) return text(body, 'eventType') ?? 'event.created';
  return text(body, 'MessageStatus') === null ? 'message.created' : 'message.updated';
};

/** Both with the standard port and without: which of them was signed differs by product. */
function textsOf({ url, headers, body }: Delivery): Buffer[] {
  const sum = new URL(url).searchParams.get('bodySHA256');
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (isForm !== (sum === null)) return [];
  if (sum !== null && createHash('sha256').update(body).digest('hex') !== sum) return [];
  const fields = isForm ? fieldsOf(body) : '';
  return formsOf(url).map((form) => Buffer.from(form + fields));
}

function fieldsOf(body: Buffer): string {
  const fields = new URLSearchParams(body.toString('utf8'));
  return [...new Set(fields.keys())]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .flatMap((name) => [...new Set(fields.getAll(name))].toSorted().map((value) => name + value))
    .join('');
}

function formsOf(url: string): string[] {
  const { protocol, port } = new URL(url);
  const authority = /^(https?:\/\/[^/?]+)(.*)$/s.exec(url)!;
  const other = protocol === 'https:' ? ':443' : ':80';
  return port === '' ? [url, `${authority[1]}${other}${authority[2]}`] : [url];
}

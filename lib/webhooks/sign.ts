import { createHmac } from 'node:crypto';

/** The headers a sender of Standard Webhooks 1.0 adds to a body, signed now. */
export function signStandard(
  secret: string,
  id: string,
  body: string,
  now_ms = Date.now(),
): Record<string, string> {
  const at = String(Math.floor(now_ms / 1_000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const digest = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${digest}` };
}

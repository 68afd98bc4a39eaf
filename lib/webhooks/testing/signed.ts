import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Jwk } from '@/lib/webhooks/jwt';
import { findReceiver } from '@/lib/webhooks/receivers';
import type { Receiver } from '@/lib/webhooks/receiver';
import type { Delivery } from '@/lib/webhooks/signature';

/** The receiver of that name, which a test knows to be there. */
export const receiverOf = (slug: string): Receiver => findReceiver(slug)!;

export const JSON_TYPE = { 'content-type': 'application/json' };

/** A delivery as a test makes it. */
export const delivered = (
  body: string,
  headers: Record<string, string>,
  url = 'https://inlet.example/api/v1/connectors/webhooks/x/y',
): Delivery => ({
  method: 'POST',
  url,
  headers: { ...JSON_TYPE, ...headers },
  body: Buffer.from(body),
});

/** A keyed digest, as a provider would make it. */
export const hmac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update(text).digest(encoding);

/** What a genuine GitHub delivery looks like. */
export const githubDelivery = (
  secret: string,
  body: object,
  { event = 'issues', id = '72d3162e-cc78-11e3-81ab-4c9367dc0958' } = {},
): Delivery => {
  const text = JSON.stringify(body);
  return delivered(text, {
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': `sha256=${hmac(secret, text)}`,
  });
};

/** A bearer token as Google signs it for a push subscription, and the keys it is known by. */
export function googleSigner(): {
  keys: Jwk[];
  token: (claims: object, header?: object) => string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { kty = '', n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    keys: [{ kid: 'test-1', kty, n, e }],
    token: (claims, header = {}) => {
      const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'test-1', ...header })}.${part(claims)}`;
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
}

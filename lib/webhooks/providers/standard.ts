import { text } from '@/lib/connectors/kit';
import { defineReceiver, MEGABYTE } from '@/lib/webhooks/receiver';
import type { Delivery, Signature } from '@/lib/webhooks/signature';

/** Standard Webhooks names its headers so, Svix by its own name; all else is the same. */
const FAMILIES = ['webhook', 'svix'] as const;

/**
 * Standard Webhooks 1.0: `id.time.body`, keyed by the bytes behind `whsec_`, or signed by the
 * private key of the public one behind `whpk_`. Several signatures stand apart by a blank.
 */
export const standard = defineReceiver({
  slug: 'standard',
  name: 'Webhook',
  connectors: ['webhook'],
  signatures: FAMILIES.flatMap((family) => [symmetric(family), asymmetric(family)]),
  content_types: ['application/json'],
  max_bytes: MEGABYTE,
  delivery_id: (_, { headers }) => headers['webhook-id'] ?? headers['svix-id'] ?? null,
  events: (body) => {
    if (body === null || typeof body !== 'object' || Array.isArray(body))
      throw new Error('It is no JSON object.');
    return [{ key: text(body, 'type') ?? 'event.created', account_id: null }];
  },
  headers: FAMILIES.map((family) => `${family}-id`),
});

type Family = (typeof FAMILIES)[number];

/** Nothing is genuine without an id, nor with two that differ: only one of them would be signed. */
function signedBy(family: Family) {
  return ({ headers, body }: Delivery, time: string): Buffer[] => {
    const id = headers[`${family}-id`];
    const ids = new Set(FAMILIES.flatMap((one) => headers[`${one}-id`] ?? []));
    return id && ids.size === 1 ? [Buffer.concat([Buffer.from(`${id}.${time}.`), body])] : [];
  };
}

function symmetric(family: Family): Signature {
  return {
    by: 'hmac',
    header: `${family}-signature`,
    algorithm: 'sha256',
    encoding: 'base64',
    prefix: 'v1,',
    separator: ' ',
    key: (secret) => (/^whpk_/.test(secret) ? null : bytesOf(secret, 'whsec_')),
    signed: signedBy(family),
    timestamp: {
      in: { header: `${family}-timestamp` },
      unit: 'seconds',
      tolerance_seconds: 300,
    },
  };
}

function asymmetric(family: Family): Signature {
  return {
    by: 'ed25519',
    header: `${family}-signature`,
    encoding: 'base64',
    prefix: 'v1a,',
    separator: ' ',
    key: (secret) => (/^whpk_/.test(secret) ? bytesOf(secret, 'whpk_') : null),
    signed: signedBy(family),
    timestamp: {
      in: { header: `${family}-timestamp` },
      unit: 'seconds',
      tolerance_seconds: 300,
    },
  };
}

const bytesOf = (secret: string, prefix: string): Buffer =>
  Buffer.from(secret.startsWith(prefix) ? secret.slice(prefix.length) : secret, 'base64');

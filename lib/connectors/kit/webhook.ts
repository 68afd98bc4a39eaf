import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import type { Json } from '@/lib/contract/common';

/** What a provider delivered. Header names are lower case; the body is the bytes as they came. */
export interface Delivery {
  method: string;
  /** The address it was sent to, as the provider knows it. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** How a provider proves that a delivery is its own, as data. */
export type Signature =
  /** A keyed digest of the body, or of a text made of it. */
  | {
      by: 'hmac';
      header: string;
      algorithm: 'sha256' | 'sha1';
      encoding: 'hex' | 'base64';
      /** Before the digest in the header ("sha256=", "v0="). */
      prefix?: string;
      /** The header holds several, apart by this; one that matches will do. */
      separator?: ' ' | ',';
      /** How the secret people copy becomes the key; its UTF-8 bytes when absent. */
      key?: (secret: string) => Buffer;
      /** What is signed; the body alone when absent. */
      signed?: (delivery: Delivery, timestamp: string) => Buffer;
      timestamp?: Timestamp;
    }
  /** The secret itself stands in a header. */
  | { by: 'token'; header: string }
  /** A signature by the provider's private key; the secret is its public key, hex. */
  | { by: 'ed25519'; header: string; timestamp: Timestamp };

interface Timestamp {
  /** Where it is: a header, or a part of the signature header ("t=1700000000,v1=…"). */
  in: { header: string } | { part: string };
  unit: 'seconds' | 'ms';
  /** How far it may be from now, both ways. */
  tolerance_seconds: number;
}

/** What a delivery says, in our words. */
export interface WebhookEvent {
  /** What the provider would repeat: the same event is taken once. */
  id: string;
  /** "issue.updated": the kind of thing and what became of it. */
  key: string;
  /** Which account it is about; null: the provider does not say. */
  account_id: string | null;
  /** Records to read again, by stream; none: an ordinary incremental run will do. */
  records?: readonly { stream: string; id: string }[];
}

/** The webhook of a connector: how deliveries are verified, and what they mean. */
export interface Webhook {
  signature: Signature;
  /** Content types it sends; others are refused. */
  content_types: readonly string[];
  max_bytes: number;
  /** The answer to a handshake; null: it is none. Given a verified delivery only. */
  challenge?: (body: Json, delivery: Delivery) => { content_type: string; body: string } | null;
  events: (body: Json, headers: Readonly<Record<string, string>>) => readonly WebhookEvent[];
}

/**
 * Whether a delivery is the provider's, by any of the secrets (two are live during a rotation).
 * Fails closed: what is missing, of another length or unreadable is a no. Compares in constant
 * time.
 */
export function isGenuine(
  signature: Signature,
  delivery: Delivery,
  secrets: readonly string[],
  now_ms: number,
): boolean {
  const given = delivery.headers[signature.header];
  if (given === undefined || given === '') return false;
  const timestamp = signature.by === 'token' ? undefined : signature.timestamp;
  const at = timestamp ? timestampIn(timestamp, delivery, given) : '';
  if (at === null || (timestamp && !isFresh(timestamp, at, now_ms))) return false;
  return secrets.some(
    (secret) => secret !== '' && matches(signature, delivery, { given, at, secret }),
  );
}

function matches(
  signature: Signature,
  delivery: Delivery,
  { given, at, secret }: { given: string; at: string; secret: string },
): boolean {
  switch (signature.by) {
    case 'token':
      return equal(Buffer.from(given), Buffer.from(secret));
    case 'ed25519':
      return signedBy(secret, Buffer.concat([Buffer.from(at), delivery.body]), given);
    case 'hmac': {
      const key = signature.key ? signature.key(secret) : Buffer.from(secret);
      const signed = signature.signed ? signature.signed(delivery, at) : delivery.body;
      const expected = createHmac(signature.algorithm, key).update(signed).digest();
      const { separator, prefix = '', encoding } = signature;
      return (separator ? given.split(separator) : [given])
        .map((part) => part.trim())
        .filter((part) => part.startsWith(prefix))
        .some((part) => equal(decoded(part.slice(prefix.length), encoding), expected));
    }
  }
}

/** Decoded strictly: a text that another one would stand for is none. */
function decoded(text: string, encoding: 'hex' | 'base64'): Buffer {
  const bytes = Buffer.from(text, encoding);
  return bytes.toString(encoding) === text ? bytes : Buffer.alloc(0);
}

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

function signedBy(public_key: string, message: Buffer, signature: string): boolean {
  try {
    const x = Buffer.from(public_key, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    return verify(null, message, key, decoded(signature, 'hex'));
  } catch {
    return false;
  }
}

function timestampIn({ in: place }: Timestamp, delivery: Delivery, given: string): string | null {
  if ('header' in place) return delivery.headers[place.header] ?? null;
  const part = given.split(',').find((p) => p.trim().startsWith(`${place.part}=`));
  return part?.trim().slice(place.part.length + 1) ?? null;
}

function isFresh({ unit, tolerance_seconds }: Timestamp, at: string, now_ms: number): boolean {
  if (!/^\d{1,15}$/.test(at)) return false;
  const at_ms = Number(at) * (unit === 'seconds' ? 1_000 : 1);
  return Math.abs(now_ms - at_ms) <= tolerance_seconds * 1_000;
}

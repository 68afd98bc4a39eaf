import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { text } from '@/lib/connectors/kit';
import { isJwtOf, type Jwk } from '@/lib/webhooks/jwt';
import type { Json } from '@/lib/contract/common';

/** What a provider delivered. Header names are lower case; the body is the bytes as they came. */
export interface Delivery {
  method: string;
  /** The address it was sent to, as the provider knows it, with the query. */
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
      /** How the secret people copy becomes the key; its UTF-8 bytes when absent. Null: it is none. */
      key?: (secret: string) => Buffer | null;
      /** What may have been signed; the body alone when absent. None: it cannot be genuine. */
      signed?: (delivery: Delivery, timestamp: string) => readonly Buffer[];
      timestamp?: Timestamp;
    }
  /** A signature by the sender's private key; the secret is the public one. */
  | {
      by: 'ed25519';
      header: string;
      encoding: 'hex' | 'base64';
      prefix?: string;
      separator?: ' ';
      key: (secret: string) => Buffer | null;
      signed: (delivery: Delivery, timestamp: string) => readonly Buffer[];
      timestamp: Timestamp;
    }
  /** The secret itself stands in a header. */
  | { by: 'token'; header: string }
  /** The secret itself stands in the body, with every item. */
  | { by: 'body_token'; tokens: (body: Json) => readonly string[] }
  /**
   * A token of an issuer that says who sends; it does not sign the body. The secret is the e-mail
   * address of the service account, the audience our address.
   */
  | { by: 'jwt'; header: string; keys_url: string; issuers: readonly string[] };

interface Timestamp {
  /** A header, a part of the signature header ("t=1700000000,v1=…"), or a field of the JSON body. */
  in: { header: string } | { part: string } | { field: string };
  unit: 'seconds' | 'ms';
  /** How far it may be from now, both ways. */
  tolerance_seconds: number;
}

/** What a delivery is held against. */
export interface Proof {
  secrets: readonly string[];
  now_ms: number;
  /** Public keys of the issuer, where the scheme has one. */
  keys?: readonly Jwk[];
  /** It is a stored one: instead of a secret it holds the secret's digest (see `withoutSecrets`). */
  stored?: boolean;
}

/**
 * Whether a delivery is the provider's, by any of the secrets (two are live during a rotation).
 * Fails closed: what is missing, doubled, of another length or unreadable is a no. Compares in
 * constant time.
 */
export function isGenuine(signature: Signature, delivery: Delivery, proof: Proof): boolean {
  const secrets = proof.secrets.filter((secret) => secret !== '');
  if (signature.by === 'body_token') return isTokenOfAll(signature, delivery, secrets, proof);
  const given = single(delivery, signature.header);
  if (given === null) return false;
  switch (signature.by) {
    case 'token':
      return secrets.some((secret) => isSecret(given, secret, proof));
    case 'jwt':
      return secrets.some((email) =>
        isJwtOf(given, { ...signature, audience: bare(delivery.url), email }, proof),
      );
    default:
      return secrets.some((secret) => isSigned(signature, delivery, { given, secret, proof }));
  }
}

/** Whether any scheme of a provider knows a delivery as genuine. */
export const isGenuineBy = (
  signatures: readonly Signature[],
  delivery: Delivery,
  proof: Proof,
): boolean => signatures.some((signature) => isGenuine(signature, delivery, proof));

type Signed = Extract<Signature, { by: 'hmac' | 'ed25519' }>;

function isSigned(
  signature: Signed,
  delivery: Delivery,
  { given, secret, proof }: { given: string; secret: string; proof: Proof },
): boolean {
  const { prefix = '', separator, encoding, timestamp } = signature;
  const at = timestamp ? timestampIn(timestamp, delivery, given) : '';
  if (at === null || (timestamp && !isFresh(timestamp, at, proof.now_ms))) return false;
  const key = signature.key ? signature.key(secret) : Buffer.from(secret);
  if (key === null || key.length === 0) return false;
  const messages = signature.signed?.(delivery, at) ?? [delivery.body];
  return (separator ? given.split(separator) : [given])
    .filter((part) => part.startsWith(prefix))
    .map((part) => decoded(part.slice(prefix.length), encoding))
    .some((bytes) =>
      messages.some((message) =>
        signature.by === 'ed25519'
          ? isEd25519(key, message, bytes)
          : equal(bytes, createHmac(signature.algorithm, key).update(message).digest()),
      ),
    );
}

/** A header that came once. Node joins those that came several times by ", ". */
function single(delivery: Delivery, header: string): string | null {
  const value = delivery.headers[header];
  return value === undefined || value === '' || value.includes(', ') ? null : value;
}

/** Decoded strictly: a text that another one would stand for is none. */
function decoded(value: string, encoding: 'hex' | 'base64'): Buffer {
  const bytes = Buffer.from(value, encoding);
  return bytes.toString(encoding) === value ? bytes : Buffer.alloc(0);
}

const equal = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
const bare = (url: string): string => url.split('?')[0]!;

/** Compared by digest: both are then of one length, whatever was given. */
function isSecret(given: string, secret: string, { stored }: Proof): boolean {
  if (!stored) return equal(digest(given), digest(secret));
  return equal(Buffer.from(given), Buffer.from(storedForm(secret)));
}

function isTokenOfAll(
  { tokens }: Extract<Signature, { by: 'body_token' }>,
  { body }: Delivery,
  secrets: readonly string[],
  proof: Proof,
): boolean {
  const given = jsonIn(body);
  const found = given === undefined ? [] : tokens(given);
  return (
    found.length > 0 && found.every((token) => secrets.some((one) => isSecret(token, one, proof)))
  );
}

function isEd25519(public_key: Buffer, message: Buffer, signature: Buffer): boolean {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: public_key.toString('base64url') };
    return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
  } catch {
    return false;
  }
}

function timestampIn({ in: place }: Timestamp, delivery: Delivery, given: string): string | null {
  if ('header' in place) return single(delivery, place.header);
  if ('field' in place) return text(jsonIn(delivery.body), place.field);
  const parts = given.split(',').filter((part) => part.startsWith(`${place.part}=`));
  return parts.length === 1 ? parts[0]!.slice(place.part.length + 1) : null;
}

function isFresh({ unit, tolerance_seconds }: Timestamp, at: string, now_ms: number): boolean {
  if (!/^\d{1,15}$/.test(at)) return false;
  const at_ms = Number(at) * (unit === 'seconds' ? 1_000 : 1);
  return Math.abs(now_ms - at_ms) <= tolerance_seconds * 1_000;
}

function jsonIn(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** The token of a handshake that is not signed: made from the secret, which it does not tell. */
export const verifyTokenOf = (secret: string): string =>
  createHmac('sha256', secret).update('verify token').digest('base64url');

/** Whether a text is the verify token of a secret, in constant time. */
export const isVerifyToken = (given: string, secret: string): boolean =>
  equal(digest(given), digest(verifyTokenOf(secret)));

const storedForm = (secret: string): string => `sha256:${digest(secret).toString('hex')}`;

/**
 * A delivery as it is stored: where the scheme sends the secret itself, its digest stands in its
 * place, so that the inbox holds no secret and can still be held against one.
 */
export function withoutSecrets(
  signatures: readonly Signature[],
  delivery: Delivery,
  secrets: readonly string[],
): Delivery {
  const headers: Record<string, string> = { ...delivery.headers };
  let { body } = delivery;
  for (const signature of signatures) {
    if (signature.by === 'token' && headers[signature.header] !== undefined)
      headers[signature.header] = storedForm(headers[signature.header]!);
    if (signature.by === 'body_token')
      for (const secret of secrets)
        body = Buffer.from(body.toString('utf8').replaceAll(secret, storedForm(secret)));
  }
  return { ...delivery, headers, body };
}

import { createPublicKey, verify } from 'node:crypto';

/** A public key as an issuer publishes it (RFC 7517). */
export interface Jwk {
  kid: string;
  kty: string;
  n: string;
  e: string;
}

interface Expected {
  issuers: readonly string[];
  audience: string;
  /** The service account that sends: without it any project of the issuer could sign for us. */
  email: string;
}

/** Clocks may differ by this much. */
const SKEW_SECONDS = 300;

/**
 * Whether an Authorization header is a bearer token (RS256) of the issuer for our address, sent by
 * that service account, and in time (Google: push subscriptions with authentication, 2026-10).
 */
export function isJwtOf(
  authorization: string,
  expected: Expected,
  { now_ms, keys = [] }: { now_ms: number; keys?: readonly Jwk[] },
): boolean {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization);
  if (!token) return false;
  const [, head = '', claims = '', signature = ''] = token;
  const header = partOf(head);
  const key = keys.find((one) => one.kid === header?.kid);
  if (header?.alg !== 'RS256' || !key || key.kty !== 'RSA') return false;
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false;
  return (
    isRs256(key, Buffer.from(`${head}.${claims}`), bytes) &&
    isFor(partOf(claims), expected, now_ms / 1_000)
  );
}

function isFor(
  claims: Record<string, unknown> | null,
  { issuers, audience, email }: Expected,
  now: number,
): boolean {
  if (!claims) return false;
  const { iss, aud, exp, iat } = claims;
  return (
    typeof iss === 'string' &&
    issuers.includes(iss) &&
    aud === audience &&
    claims.email === email &&
    claims.email_verified === true &&
    typeof exp === 'number' &&
    exp > now &&
    typeof iat === 'number' &&
    iat <= now + SKEW_SECONDS
  );
}

function partOf(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isRs256({ kty, n, e }: Jwk, message: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' });
    return verify('RSA-SHA256', message, key, signature);
  } catch {
    return false;
  }
}

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

interface Keys {
  private_key: KeyObject;
  /** As Google publishes it (RFC 7517). */
  published: Record<string, string>;
}
let made: Keys | undefined;

/** The key this sandbox signs as Google with: another one in every process. */
export function googleKeys(): Keys {
  if (made) return made;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const published = { kid: 'sandbox-1', kty: 'RSA', alg: 'RS256', use: 'sig', n, e };
  return (made = { private_key: privateKey, published });
}

/** A token as Google makes it for a push subscription: who sends, and to whom. */
export function pushToken(audience: string, email: string, now_ms: number): string {
  const { private_key, published } = googleKeys();
  const now = Math.floor(now_ms / 1_000);
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const head = part({ alg: 'RS256', typ: 'JWT', kid: published.kid });
  const claims = part({
    iss: 'https://accounts.google.com',
    sub: '110000000000000000001',
    azp: '110000000000000000001',
    aud: audience,
    email,
    email_verified: true,
    iat: now,
    exp: now + 3_600,
  });
  const signature = sign('RSA-SHA256', Buffer.from(`${head}.${claims}`), private_key);
  return `${head}.${claims}.${signature.toString('base64url')}`;
}

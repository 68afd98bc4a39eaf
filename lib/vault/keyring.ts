import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/**
 * A key-encryption key. The id is a fingerprint: the same secret gives the same id on every
 * machine.
 */
export interface Kek {
  id: string;
  key: Buffer;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Keys from the comma-separated setting, newest first. The first wraps, all unwrap. */
export function keyring(setting: string): Kek[] {
  return setting
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((secret) => {
      const key = Buffer.from(hkdfSync('sha256', secret, 'inlet', 'key-encryption-key/v1', 32));
      return { id: createHash('sha256').update(key).digest('hex').slice(0, 16), key };
    });
}

/**
 * AES-256-GCM: nonce | tag | ciphertext. `aad` binds the result to its place; moved elsewhere it
 * does not open.
 */
export function encrypt(key: Buffer, aad: string, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(aad));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Opens what `encrypt` made. Throws when a bit, the key or the place is another one. */
export function decrypt(key: Buffer, aad: string, sealed: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('sealed value is too short');
  // Node accepts shorter tags unless told the length.
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(aad));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
    decipher.final(),
  ]);
}

export const randomKey = (): Buffer => randomBytes(32);

import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 40; // 238 bits
const CHECK_LENGTH = 6; // 62^6 > 2^32

/** What a leaked key looks like, for secret scanners. */
export const API_KEY_PATTERN = /^inlet_sk_(live|test)_([0-9A-Za-z]{40})([0-9A-Za-z]{6})$/;

/** A new key. Keys of sandbox workspaces say `test`, so that nobody mistakes one for the other. */
export function generateKey(mode: 'live' | 'sandbox'): string {
  let secret = '';
  for (let i = 0; i < SECRET_LENGTH; i++) secret += ALPHABET[randomInt(ALPHABET.length)];
  const body = `inlet_sk_${mode === 'live' ? 'live' : 'test'}_${secret}`;
  return body + checksum(body);
}

/**
 * Whether a text can be one of our keys at all: form and checksum. Typing errors and scanners end
 * here, before the database.
 */
export function isWellFormedKey(text: string): boolean {
  return (
    API_KEY_PATTERN.test(text) &&
    checksum(text.slice(0, -CHECK_LENGTH)) === text.slice(-CHECK_LENGTH)
  );
}

/** CRC32 of everything before it, in base 62. */
function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let i = 0; i < CHECK_LENGTH; i++) {
    text = ALPHABET[rest % ALPHABET.length] + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/**
 * How a key is stored and looked up. The key has 238 random bits: a slow hash would add nothing.
 */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex');

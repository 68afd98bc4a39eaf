import { createHmac } from 'node:crypto';

/** A keyed digest (SHA-256), as most providers sign. */
export const hmac = (key: string, text: string, encoding: 'hex' | 'base64' = 'hex'): string =>
  createHmac('sha256', key).update(text).digest(encoding);

export const seconds = (ms: number): number => Math.floor(ms / 1_000);

import { randomBytes, randomInt, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { DomainError } from '@/lib/contract/errors';

/**
 * scrypt at about 150 ms on a small server: 64 MB a guess. The parameters are part of each hash, so
 * that raising them here keeps old passwords valid and `needsRehash` tells when to renew them.
 */
const COST = { N: 65_536, r: 8, p: 1 };
const KEY_BYTES = 32;
const MIN_LENGTH = 12;
/** Longer passwords only help to keep the server busy. */
export const MAX_PASSWORD_LENGTH = 200;
/** Hashes computed at a time: each takes 64 MB, and sign-in is open to anybody. */
const MAX_PARALLEL = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(
  password: string,
  salt: Buffer,
  length: number,
  { N, r, p }: typeof COST,
): Promise<Buffer> {
  if (running >= MAX_PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, length, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, KEY_BYTES, COST);
  return [
    'scrypt',
    COST.N,
    COST.r,
    COST.p,
    salt.toString('base64url'),
    key.toString('base64url'),
  ].join('$');
}

/**
 * Whether the password belongs to the hash. With no hash (unknown email, account without password)
 * it takes as long and answers false, so that the time tells nobody which emails exist.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const parts = parse(hash);
  const key = await derive(
    password.slice(0, MAX_PASSWORD_LENGTH),
    parts?.salt ?? Buffer.alloc(16),
    parts?.key.length ?? KEY_BYTES,
    parts?.cost ?? COST,
  );
  return parts !== undefined && timingSafeEqual(key, parts.key);
}

/** Whether a hash was made with weaker parameters than today's. */
export function needsRehash(hash: string): boolean {
  const cost = parse(hash)?.cost;
  return !cost || cost.N * cost.r * cost.p < COST.N * COST.r * COST.p;
}

function parse(hash: string | null): { cost: typeof COST; salt: Buffer; key: Buffer } | undefined {
  const [scheme, N, r, p, salt, key] = hash?.split('$') ?? [];
  if (scheme !== 'scrypt' || !salt || !key) return undefined;
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    key: Buffer.from(key, 'base64url'),
  };
}

/** Passwords everybody tries first, at the length we ask for. */
const COMMON = [
  'password',
  'qwerty',
  'letmein',
  'welcome',
  'iloveyou',
  'admin',
  'changeme',
  'inlet',
];

/** Throws `weak_password` and says which rule the password breaks. */
export function assertStrongPassword(password: string, email: string): void {
  const weak = (detail: string): never => {
    throw new DomainError('weak_password', {
      detail,
      errors: [{ path: 'password', message: detail }],
    });
  };
  const text = password.toLowerCase();
  const mailbox = email.toLowerCase().split('@')[0] ?? '';
  if ([...password].length < MIN_LENGTH) weak(`Use at least ${MIN_LENGTH} characters.`);
  if (password.length > MAX_PASSWORD_LENGTH) weak(`Use at most ${MAX_PASSWORD_LENGTH} characters.`);
  if (new Set(text).size < 5) weak('Use more than a few different characters.');
  if (text.includes(email.toLowerCase()) || (mailbox.length >= 4 && text.includes(mailbox)))
    weak('Do not use your email address in the password.');
  if (isSequence(text)) weak('Do not use a run of neighbouring characters such as 123456789012.');
  const rest = COMMON.reduce((left, word) => left.replaceAll(word, ''), text).replace(
    /[^a-z]/g,
    '',
  );
  if (rest.length < 3 && /[a-z]/.test(text))
    weak('That is a common phrase. Use one that only you would think of.');
}

/** Without letters and digits that look alike: it is read from a screen and typed. */
const LEGIBLE = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password nobody can guess, for whoever has lost theirs: 5 groups of 5, 123 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => LEGIBLE[randomInt(LEGIBLE.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}

function isSequence(text: string): boolean {
  let steps = 0;
  for (let i = 1; i < text.length; i++)
    if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) === 1) steps += 1;
  return steps >= text.length - 3;
}

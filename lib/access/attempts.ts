import { DomainError } from '@/lib/contract/errors';
import { now } from '@/lib/platform/clock';

export const WINDOW_SECONDS = 15 * 60;
/** What the sign-in page is told, as next-auth's `error`. */
export const TOO_MANY = 'too_many_attempts';
const WINDOW_MS = WINDOW_SECONDS * 1000;
/**
 * Wrong passwords in a quarter of an hour. Per email: guesses at one account. Per address: one
 * guess at many accounts.
 */
const LIMITS = { email: 10, address: 50 } as const;
/** Entries kept; beyond it the oldest go. Bounds the memory an attacker can make us use. */
const MAX_ENTRIES = 20_000;

interface Entry {
  failures: number;
  until: number;
}
const entries = new Map<string, Entry>();

/** Who tries: the account and where the request came from. */
export interface Attempt {
  email: string;
  address: string;
}

const keys = ({ email, address }: Attempt): [string, number][] => [
  [`email:${email.toLowerCase()}`, LIMITS.email],
  [`address:${address}`, LIMITS.address],
];

/** Seconds until the next try is allowed; 0 when it is allowed now. */
export function secondsUntilAllowed(attempt: Attempt): number {
  const waits = keys(attempt).map(([key, limit]) => {
    const entry = entries.get(key);
    return entry && entry.until > now() && entry.failures >= limit
      ? Math.ceil((entry.until - now()) / 1000)
      : 0;
  });
  return Math.max(...waits);
}

/** Throws `too_many_attempts` with the seconds to wait in `retry_after_seconds`. */
export function assertAttemptAllowed(attempt: Attempt): void {
  const retry_after_seconds = secondsUntilAllowed(attempt);
  if (retry_after_seconds > 0)
    throw new DomainError(TOO_MANY, {
      detail: `Too many wrong passwords. Try again in ${Math.ceil(retry_after_seconds / 60)} minutes.`,
      extra: { retry_after_seconds },
    });
}

/** Counts a wrong password. The window starts with the first one. */
export function countFailure(attempt: Attempt): void {
  for (const [key] of keys(attempt)) {
    const entry = entries.get(key);
    if (entry && entry.until > now()) entry.failures += 1;
    else {
      entries.delete(key);
      entries.set(key, { failures: 1, until: now() + WINDOW_MS });
    }
  }
  for (const key of entries.keys()) {
    if (entries.size <= MAX_ENTRIES) break;
    entries.delete(key);
  }
}

/**
 * A right password clears the account's count, not the address's: one own account must not buy
 * guesses at others.
 */
export function countSuccess({ email }: Attempt): void {
  entries.delete(`email:${email.toLowerCase()}`);
}

/**
 * Where a request came from: the last entry of X-Forwarded-For is what the nearest proxy (or Next
 * itself, without one) saw; entries before it are whatever the client wrote.
 */
export function clientAddress(headers: { get(name: string): string | null }): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() || 'unknown';
}

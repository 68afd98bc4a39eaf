import { createHash } from 'node:crypto';
import { subscriberOf } from '@/lib/access/address';
import {
  clearAccount,
  clearGuesses,
  returnGuesses,
  takeGuess,
  type GuessLimit,
} from '@/lib/access/repository-guesses';
import { DomainError } from '@/lib/contract/errors';

/** What the sign-in page is told, as next-auth's `error`. */
export const TOO_MANY = 'too_many_attempts';
const WINDOW_MS = 15 * 60_000;

/**
 * Wrong passwords in a quarter of an hour. For a browser that has signed in to the account before:
 * its own. For all others: guesses at one account from one place, at one account from everywhere,
 * and from one place at any account. So strangers use up the guesses of strangers, and whoever
 * comes back to their own browser is not among them.
 */
const LIMITS = { browser: 10, place: 10, account: 30, address: 50 } as const;

/** Who tries: the account, where the request came from, and the browser when the account knows it. */
export interface Attempt {
  email: string;
  address: string;
  browser: string | null;
}

/**
 * Checks a password inside the limits. The guess is counted before it is checked and by the
 * database, so that a hundred at once, at any number of processes, are a hundred; a right one is
 * taken off again, and clears what was counted for this account from here. Throws
 * too_many_attempts, with the seconds to wait in `retry_after_seconds`.
 */
export async function guess(attempt: Attempt, check: () => Promise<boolean>): Promise<boolean> {
  const { own, shared } = limitsOf(attempt);
  const wait_ms = await takeGuess([...own, ...shared]);
  if (wait_ms > 0) throw tooMany(Math.ceil(wait_ms / 1000));
  const right = await check();
  if (right) {
    await clearGuesses(own.map((l) => l.key));
    await returnGuesses(shared.map((l) => l.key));
  }
  return right;
}

function tooMany(retry_after_seconds: number): DomainError {
  const minutes = Math.ceil(retry_after_seconds / 60);
  return new DomainError(TOO_MANY, {
    detail: `Too many wrong passwords. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
    extra: { retry_after_seconds },
  });
}

/** Forgets every wrong password at an account, wherever it came from: it has a new one. */
export const forgetGuesses = (email: string) => clearAccount(digest(email.toLowerCase()));

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** `own`: counted for this account and this browser or place alone. */
function limitsOf({ email, address, browser }: Attempt): {
  own: GuessLimit[];
  shared: GuessLimit[];
} {
  const limit = (kind: keyof typeof LIMITS, ...of: string[]): GuessLimit => ({
    key: ['guess', ...of.map(digest), kind].join('/'),
    room: LIMITS[kind],
    per_ms: WINDOW_MS,
  });
  const account = email.toLowerCase();
  const place = subscriberOf(address);
  return browser === null
    ? {
        own: [limit('place', account, place)],
        shared: [limit('account', account), limit('address', place)],
      }
    : { own: [limit('browser', account, browser)], shared: [] };
}

import { forgetGuesses, guess } from '@/lib/access/attempts';
import { assertStrongPassword, hashPassword, verifyPassword } from '@/lib/access/password';
import {
  findMemberships,
  findUserByEmail,
  setPasswordHash,
  type SignInRow,
} from '@/lib/access/repository';
import {
  deleteSession,
  deleteSessions,
  findSessions,
  type SessionRow,
} from '@/lib/access/repository-sessions';
import { recordAudit } from '@/lib/audit/service';
import type { BrowserSession } from '@/lib/contract/account';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Principal, UserPrincipal } from '@/lib/contract/principal';
import { iso } from '@/lib/platform/clock';
import { transaction } from '@/lib/platform/db';

/** Where the person is signed in: here first, then last used first. A key is signed in nowhere. */
export async function listSessions(principal: Principal): Promise<{ sessions: BrowserSession[] }> {
  if (principal.kind !== 'user') return { sessions: [] };
  const { user_id, session_id } = principal;
  const sessions = (await findSessions(user_id)).map((row) => toSession(row, session_id));
  return { sessions: sessions.sort((a, b) => Number(b.current) - Number(a.current)) };
}

/** Ends one of the person's own sessions, with its next request. Throws not_found. */
export async function endSession(
  principal: Principal,
  input: { id: string },
): Promise<{ ended: true; id: string }> {
  if (principal.kind !== 'user' || !(await deleteSession(principal.user_id, input.id)))
    throw missing('session');
  return { ended: true, id: input.id };
}

/**
 * Changes the person's password and ends their sessions in other browsers. Throws forbidden,
 * invalid_request when the present password is another, weak_password, too_many_attempts.
 */
export async function changePassword(
  principal: Principal,
  input: { current_password: string; new_password: string },
): Promise<{ changed: true; sessions_ended: number }> {
  if (principal.kind !== 'user')
    throw new DomainError('forbidden', {
      detail: 'An API key is nobody in person and has no password.',
      fix: 'Sign in to the console.',
    });
  const user = await findUserByEmail(principal.email);
  if (!user?.password_hash)
    throw new DomainError('forbidden', {
      detail: 'Your account has no password: you sign in through your identity provider.',
      fix: 'Change the password there.',
    });
  await proveCurrent(user, input.current_password, principal);
  assertStrongPassword(input.new_password, user.email);
  const password_hash = await hashPassword(input.new_password);
  const sessions_ended = await transaction(async (tx) => {
    await setPasswordHash(user.id, password_hash, tx);
    return deleteSessions(user.id, principal.session_id, tx);
  });
  return { changed: true, sessions_ended };
}

/** Guessed here it would be as good as at sign-in: counted by the session, which knows the account. */
async function proveCurrent(
  user: SignInRow,
  password: string,
  { session_id }: UserPrincipal,
): Promise<void> {
  const attempt = { email: user.email, address: 'console', browser: session_id };
  if (await guess(attempt, () => verifyPassword(password, user.password_hash))) return;
  const message = 'That is not your present password.';
  throw new DomainError('invalid_request', {
    detail: message,
    errors: [{ path: 'current_password', message }],
  });
}

/**
 * Sets a password for whoever runs the installation, without asking for the old one, and ends every
 * session of the account. Undefined: no account has this email.
 */
export async function resetPassword(
  email: string,
  password: string,
): Promise<{ name: string; sessions_ended: number } | undefined> {
  const user = await findUserByEmail(email);
  if (!user) return undefined;
  await forgetGuesses(email);
  const password_hash = await hashPassword(password);
  const memberships = await findMemberships(user.id);
  const sessions_ended = await transaction(async (tx) => {
    await setPasswordHash(user.id, password_hash, tx);
    for (const { workspace } of memberships) {
      const { id, slug, mode } = workspace;
      await recordAudit(
        {
          kind: 'system',
          workspace: { id, slug, mode: mode as 'live' | 'sandbox' },
          scopes: [],
        },
        'account.password_reset',
        { target_kind: 'account', target_id: user.id },
        tx,
      );
    }
    return deleteSessions(user.id, null, tx);
  });
  return { name: user.name, sessions_ended };
}

const toSession = (row: SessionRow, current: string | null): BrowserSession => ({
  id: row.id,
  browser: browserOf(row.user_agent ?? ''),
  address: row.address,
  created_at: iso(row.created_at),
  last_used_at: iso(row.seen_at),
  current: row.id === current,
});

/** In the order of asking: each names itself beside those it wants to be taken for. */
const BROWSERS = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /(?:Chrome|\bCriOS)\//],
  ['Safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

/** "Firefox on Windows", from a User-Agent header; null when it names neither. */
function browserOf(agent: string): string | null {
  const named = (list: readonly (readonly [string, RegExp])[]) =>
    list.find(([, pattern]) => pattern.test(agent))?.[0];
  const [browser, system] = [named(BROWSERS), named(SYSTEMS)];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? null);
}

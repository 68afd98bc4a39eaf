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
import type { BrowserSession } from '@/lib/contract/account';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal, UserPrincipal } from '@/lib/contract/principal';
import { bySystem, emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { prismaTransaction } from '@/lib/platform/db';

/** Where the person is signed in: here first, then last used first. A key is signed in nowhere. */
export async function listSessions(principal: Principal): Promise<{ sessions: BrowserSession[] }> {
  if (principal.kind !== 'user') return { sessions: [] };
  const { user_id, session_id } = principal;
  const sessions = (await findSessions(user_id)).map((row) => toSession(row, session_id));
  return { sessions: sessions.sort((a, b) => Number(b.current) - Number(a.current)) };
}

/** Ends one of the person's own sessions, with its next request. Throws not_found. */
export async function endSession(
  actor: Actor,
  { id }: { id: string },
): Promise<{ ended: true; id: string }> {
  if (actor.kind !== 'user') throw missing('session');
  await prismaTransaction(async (tx) => {
    if (!(await deleteSession(actor.user_id, id, tx))) throw missing('session');
    await emit(tx, actor, { event: 'session.ended', id });
  });
  return { ended: true, id };
}

/**
 * Changes the person's password and ends their sessions in other browsers. Throws forbidden,
 * invalid_request when the present password is another, weak_password, too_many_attempts.
 */
export async function changePassword(
  actor: Actor,
  input: { current_password: string; new_password: string },
): Promise<{ changed: true; sessions_ended: number }> {
  if (actor.kind !== 'user')
    throw new DomainError('forbidden', {
      detail: 'An API key is nobody in person and has no password.',
      fix: 'Sign in to the console.',
    });
  const user = await findUserByEmail(actor.email);
  if (!user?.password_hash)
    throw new DomainError('forbidden', {
      detail: 'Your account has no password: you sign in through your identity provider.',
      fix: 'Change the password there.',
    });
  await proveCurrent(user, input.current_password, actor);
  assertStrongPassword(input.new_password, user.email);
  const password_hash = await hashPassword(input.new_password);
  const sessions_ended = await prismaTransaction(async (tx) => {
    await setPasswordHash(user.id, password_hash, tx.prisma);
    const ended = await deleteSessions(user.id, actor.session_id, tx);
    const data = { sessions_ended: ended };
    await emit(tx, actor, { event: 'account.password_changed', id: user.id, data });
    return ended;
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
  const sessions_ended = await prismaTransaction(async (tx) => {
    await setPasswordHash(user.id, password_hash, tx.prisma);
    for (const { workspaceId } of await findMemberships(user.id, tx.prisma))
      await emit(tx, bySystem(workspaceId), { event: 'account.password_reset', id: user.id });
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

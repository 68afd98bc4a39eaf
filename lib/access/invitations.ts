import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { guess } from '@/lib/access/attempts';
import { assertMayTouchOwners } from '@/lib/access/members';
import { assertStrongPassword, hashPassword, verifyPassword } from '@/lib/access/password';
import { findUserByEmail, insertUser, isTaken } from '@/lib/access/repository';
import {
  deleteOpenInvitation,
  findOpenInvitation,
  findOpenInvitations,
  lockOpenInvitation,
  markAccepted,
  replaceInvitation,
  type InvitationRow,
} from '@/lib/access/repository-invitations';
import { findMembers, insertMembership } from '@/lib/access/repository-members';
import type { Invitation, Role } from '@/lib/contract/access';
import { Name } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { iso, now } from '@/lib/platform/clock';
import { prismaTransaction, type PrismaTx } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';

const LIFETIME_MS = 7 * 24 * 3600_000;
const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const toInvitation = (row: {
  id: string;
  email: string;
  role: string;
  expiresAt: Date;
  createdAt: Date;
}): Invitation => ({
  id: row.id,
  email: row.email,
  role: row.role as Role,
  expires_at: iso(row.expiresAt),
  created_at: iso(row.createdAt),
});

export async function listInvitations(
  principal: Principal,
): Promise<{ invitations: Invitation[] }> {
  return { invitations: (await findOpenInvitations(principal.workspace.id)).map(toInvitation) };
}

/**
 * A link that makes its holder a member: valid for 7 days and one use. A second invitation of the
 * same email replaces the first.
 */
export async function createInvitation(
  actor: Actor,
  input: { email: string; role: Role },
): Promise<{ invitation: Invitation; url: string }> {
  const { workspace } = actor;
  if (input.role === 'owner') assertMayTouchOwners(actor);
  const email = input.email.toLowerCase();
  const [member] = await findMembers(workspace.id, { email });
  if (member)
    throw new DomainError('email_taken', {
      detail: `${member.email} is already a member of this workspace.`,
      fix: 'Change their role instead.',
    });
  const token = randomBytes(32).toString('base64url');
  const invitation = {
    workspaceId: workspace.id,
    id: newId(),
    email,
    role: input.role,
    tokenHash: hashToken(token),
    invitedBy: actor.kind === 'user' ? actor.user_id : null,
    expiresAt: new Date(now() + LIFETIME_MS),
  };
  const row = await prismaTransaction(async (tx) => {
    const { id, role } = invitation;
    await emit(tx, actor, { event: 'member.invited', id, data: { email, role } });
    return replaceInvitation(invitation, tx);
  });
  return { invitation: toInvitation(row), url: `${env().PUBLIC_URL}/invite/${token}` };
}

export async function deleteInvitation(
  actor: Actor,
  input: { id: string },
): Promise<{ deleted: true; id: string }> {
  const { id } = input;
  await prismaTransaction(async (tx) => {
    if (!(await deleteOpenInvitation(actor.workspace.id, id, tx))) throw missing('invitation');
    await emit(tx, actor, { event: 'member.invitation_withdrawn', id });
  });
  return { deleted: true, id };
}

/**
 * What the invitation page shows. `has_account`: the person proves an existing password instead of
 * choosing one.
 */
export async function describeInvitation(
  token: string,
): Promise<{ email: string; workspace_name: string; role: Role; has_account: boolean }> {
  const invitation = await findOpenInvitation({ token_hash: hashToken(token) });
  if (!invitation) throw new DomainError('invitation_invalid');
  const user = await findUserByEmail(invitation.email);
  return {
    email: invitation.email,
    workspace_name: invitation.name,
    role: invitation.role,
    has_account: user !== undefined,
  };
}

export const AcceptInvitation = z.strictObject({
  token: z.string().max(200),
  name: Name.optional(),
  password: z.string().max(1000),
});

/**
 * Makes the invited person a member: with a new account (name and a strong password), or with
 * theirs (its password). The token works once, also when it is sent twice at the same time.
 */
export async function acceptInvitation(
  input: z.infer<typeof AcceptInvitation>,
  address: string,
): Promise<{ workspace_slug: string; email: string }> {
  const token_hash = hashToken(input.token);
  const seen = await findOpenInvitation({ token_hash });
  if (!seen) throw new DomainError('invitation_invalid');
  const existing = await findUserByEmail(seen.email);
  // Slow work (hashing) stays outside of the transaction that holds the invitation.
  const password_hash = existing
    ? await provePassword(existing, input.password, address)
    : await newPassword(input, seen.email);
  return prismaTransaction(async (tx) => {
    const user_id = existing?.id ?? newId();
    if (!(await lockOpenInvitation(seen.workspace_id, seen.id, tx)))
      throw new DomainError('invitation_invalid');
    if (!existing) {
      const user = { id: user_id, email: seen.email, name: input.name!, password_hash };
      await insertUser(user, tx).catch((error: unknown) => {
        throw isTaken(error) ? new DomainError('email_taken') : error;
      });
    }
    await join(seen, user_id, tx);
    return { workspace_slug: seen.slug, email: seen.email };
  });
}

/**
 * Accepts the newest open invitation of a verified email, for people who sign in through an
 * identity provider. Undefined: there is none.
 */
export async function acceptInvitationByEmail(
  email: string,
  name: string,
): Promise<{ user_id: string } | undefined> {
  const invitation = await findOpenInvitation({ email: email.toLowerCase() });
  if (!invitation) return undefined;
  return prismaTransaction(async (tx) => {
    if (!(await lockOpenInvitation(invitation.workspace_id, invitation.id, tx))) return undefined;
    const user_id = newId();
    await insertUser({ id: user_id, email: invitation.email, name, password_hash: null }, tx);
    await join(invitation, user_id, tx);
    return { user_id };
  });
}

async function join(
  { workspace_id, id, role }: InvitationRow,
  user_id: string,
  tx: PrismaTx,
): Promise<void> {
  await insertMembership(workspace_id, user_id, role, tx);
  await markAccepted(workspace_id, id, tx);
  await emit(
    tx,
    { kind: 'user', user_id, workspace: { id: workspace_id } },
    { event: 'member.joined', id: user_id, data: { role } },
  );
}

async function provePassword(
  user: { email: string; password_hash: string | null },
  password: string,
  address: string,
): Promise<null> {
  const attempt = { email: user.email, address, browser: null };
  if (await guess(attempt, () => verifyPassword(password, user.password_hash))) return null;
  const message = 'That is not the password of your account.';
  throw new DomainError('invalid_request', {
    detail: message,
    errors: [{ path: 'password', message }],
  });
}

async function newPassword(
  { name, password }: z.infer<typeof AcceptInvitation>,
  email: string,
): Promise<string> {
  if (!name)
    throw new DomainError('invalid_request', {
      detail: 'Tell us your name.',
      errors: [{ path: 'name', message: 'Tell us your name.' }],
    });
  assertStrongPassword(password, email);
  return hashPassword(password);
}

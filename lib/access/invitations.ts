import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { guess } from '@/lib/access/attempts';
import { assertMayTouchOwners } from '@/lib/access/members';
import { assertStrongPassword, hashPassword, verifyPassword } from '@/lib/access/password';
import {
  deleteOpenInvitation,
  findMembers,
  findOpenInvitation,
  findOpenInvitations,
  findUserByEmail,
  insertMembership,
  insertUser,
  markAccepted,
  replaceInvitation,
  type InvitationRow,
} from '@/lib/access/repository';
import { recordAudit } from '@/lib/audit/service';
import type { Invitation, Role } from '@/lib/contract/access';
import { Name } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Principal } from '@/lib/contract/principal';
import { iso, now } from '@/lib/platform/clock';
import { transaction, type Sql } from '@/lib/platform/db';
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
  principal: Principal,
  input: { email: string; role: Role },
): Promise<{ invitation: Invitation; url: string }> {
  const { workspace } = principal;
  if (input.role === 'owner') assertMayTouchOwners(principal);
  const email = input.email.toLowerCase();
  const [member] = await findMembers(workspace.id, { email });
  if (member)
    throw new DomainError('email_taken', {
      detail: `${member.email} is already a member of this workspace.`,
      fix: 'Change their role instead.',
    });
  const token = randomBytes(32).toString('base64url');
  const row = await replaceInvitation({
    workspaceId: workspace.id,
    id: newId(),
    email,
    role: input.role,
    tokenHash: hashToken(token),
    invitedBy: principal.kind === 'user' ? principal.user_id : null,
    expiresAt: new Date(now() + LIFETIME_MS),
  });
  return { invitation: toInvitation(row), url: `${env().PUBLIC_URL}/invite/${token}` };
}

export async function deleteInvitation(
  principal: Principal,
  input: { id: string },
): Promise<{ deleted: true; id: string }> {
  const { count } = await deleteOpenInvitation(principal.workspace.id, input.id);
  if (count === 0) throw missing('invitation');
  return { deleted: true, id: input.id };
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
  return transaction(async (tx) => {
    const invitation = await findOpenInvitation({ token_hash }, tx, true);
    if (!invitation) throw new DomainError('invitation_invalid');
    let user_id = existing?.id;
    if (!user_id) {
      user_id = newId();
      await insertUser(
        { id: user_id, email: invitation.email, name: input.name!, password_hash },
        tx,
      ).catch((error: Error & { code?: string }) => {
        throw error.code === '23505' ? new DomainError('email_taken') : error;
      });
    }
    await join(
      invitation,
      { id: user_id, name: existing?.name ?? input.name!, email: invitation.email },
      tx,
    );
    return { workspace_slug: invitation.slug, email: invitation.email };
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
  return transaction(async (tx) => {
    const invitation = await findOpenInvitation({ email: email.toLowerCase() }, tx, true);
    if (!invitation) return undefined;
    const user_id = newId();
    await insertUser({ id: user_id, email: invitation.email, name, password_hash: null }, tx);
    await join(invitation, { id: user_id, name, email: invitation.email }, tx);
    return { user_id };
  });
}

async function join(
  invitation: InvitationRow,
  user: { id: string; name: string; email: string },
  tx: Sql,
): Promise<void> {
  await insertMembership(invitation.workspace_id, user.id, invitation.role, tx);
  await markAccepted(invitation.workspace_id, invitation.id, tx);
  const principal: Principal = {
    kind: 'user',
    workspace: { id: invitation.workspace_id, slug: invitation.slug, mode: invitation.mode },
    scopes: [],
    user_id: user.id,
    name: user.name,
    email: user.email,
    role: invitation.role,
    platform_role: null,
    session_id: null,
  };
  await recordAudit(
    principal,
    'member.joined',
    { target_kind: 'invitation', target_id: invitation.id, data: { role: invitation.role } },
    tx,
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

import {
  countOwners,
  deleteMembership,
  findMembers,
  lockMembers,
  updateRole,
  type MemberRow,
} from '@/lib/access/repository';
import { forgetKeys } from '@/lib/access/authenticate';
import type { Member, Role } from '@/lib/contract/access';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Principal } from '@/lib/contract/principal';
import { iso } from '@/lib/platform/clock';
import { transaction, type Sql } from '@/lib/platform/db';

const toMember = (row: MemberRow): Member => ({ ...row, joined_at: iso(row.joined_at) });

export async function listMembers(principal: Principal): Promise<{ members: Member[] }> {
  return { members: (await findMembers(principal.workspace.id)).map(toMember) };
}

/** Changes a role; effective with the member's next request. Only owners make or unmake owners. */
export async function updateMember(
  principal: Principal,
  input: { user_id: string; role: Role },
): Promise<{ member: Member }> {
  const member = await transaction(async (tx) => {
    const before = await lockedMember(principal, input.user_id, tx);
    if (input.role !== before.role) {
      if (input.role === 'owner') assertMayTouchOwners(principal);
      await assertMayChange(principal, before, tx);
      await updateRole(principal.workspace.id, input.user_id, input.role, tx);
    }
    return { ...before, role: input.role };
  });
  forgetKeys();
  return { member: toMember(member) };
}

/**
 * Ends a membership: the person's sessions and the API keys they made stop working here with the
 * next request.
 */
export async function removeMember(
  principal: Principal,
  input: { user_id: string },
): Promise<{ removed: true; user_id: string }> {
  await transaction(async (tx) => {
    const member = await lockedMember(principal, input.user_id, tx);
    await assertMayChange(principal, member, tx);
    await deleteMembership(principal.workspace.id, input.user_id, tx);
  });
  forgetKeys();
  return { removed: true, user_id: input.user_id };
}

async function lockedMember(
  { workspace }: Principal,
  user_id: string,
  tx: Sql,
): Promise<MemberRow> {
  await lockMembers(workspace.id, tx);
  const [member] = await findMembers(workspace.id, { user_id }, tx);
  if (!member) throw missing('member');
  return member;
}

/** An owner may be demoted or removed by owners only, and never the last one. */
async function assertMayChange(principal: Principal, member: MemberRow, tx: Sql): Promise<void> {
  if (member.role !== 'owner') return;
  assertMayTouchOwners(principal);
  if ((await countOwners(principal.workspace.id, tx)) === 1) throw new DomainError('last_owner');
}

/**
 * Throws `forbidden` unless the principal is an owner in person: a key never hands out or takes
 * ownership.
 */
export function assertMayTouchOwners(principal: Principal): void {
  if (principal.kind !== 'user' || principal.role !== 'owner')
    throw new DomainError('forbidden', {
      detail: 'Only an owner can do this.',
      fix: 'Ask an owner of the workspace.',
    });
}

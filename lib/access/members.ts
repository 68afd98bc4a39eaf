import {
  countOwners,
  deleteMembership,
  findMembers,
  lockMembers,
  updateRole,
  type MemberRow,
} from '@/lib/access/repository-members';
import { forgetKeys } from '@/lib/access/authenticate';
import type { Member, Role } from '@/lib/contract/access';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Actor, Principal } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { prismaTransaction, type PrismaTx } from '@/lib/platform/db';

const toMember = (row: MemberRow): Member => ({ ...row, joined_at: iso(row.joined_at) });

export async function listMembers(principal: Principal): Promise<{ members: Member[] }> {
  return { members: (await findMembers(principal.workspace.id)).map(toMember) };
}

/** Changes a role; effective with the member's next request. Only owners make or unmake owners. */
export async function updateMember(
  actor: Actor,
  input: { user_id: string; role: Role },
): Promise<{ member: Member }> {
  const member = await prismaTransaction(async (tx) => {
    const before = await lockedMember(actor, input.user_id, tx);
    if (input.role !== before.role) {
      if (input.role === 'owner') assertMayTouchOwners(actor);
      await assertMayChange(actor, before, tx);
      await updateRole(actor.workspace.id, input.user_id, input.role, tx);
      await emit(tx, actor, {
        event: 'member.updated',
        id: input.user_id,
        data: { role: input.role, was: before.role },
      });
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
  actor: Actor,
  input: { user_id: string },
): Promise<{ removed: true; user_id: string }> {
  await prismaTransaction(async (tx) => {
    const member = await lockedMember(actor, input.user_id, tx);
    await assertMayChange(actor, member, tx);
    await deleteMembership(actor.workspace.id, input.user_id, tx);
    await emit(tx, actor, {
      event: 'member.removed',
      id: input.user_id,
      data: { role: member.role },
    });
  });
  forgetKeys();
  return { removed: true, user_id: input.user_id };
}

async function lockedMember(
  { workspace }: Principal,
  user_id: string,
  tx: PrismaTx,
): Promise<MemberRow> {
  await lockMembers(workspace.id, tx);
  const [member] = await findMembers(workspace.id, { user_id }, tx.prisma);
  if (!member) throw missing('member');
  return member;
}

/** An owner may be demoted or removed by owners only, and never the last one. */
async function assertMayChange(
  principal: Principal,
  member: MemberRow,
  tx: PrismaTx,
): Promise<void> {
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

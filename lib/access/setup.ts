import * as z from 'zod';
import { assertStrongPassword, hashPassword } from '@/lib/access/password';
import { hasUsers, insertUser, insertWorkspace, slugTaken } from '@/lib/access/repository';
import { insertMembership } from '@/lib/access/repository-members';
import { TOP_LEVEL } from '@/lib/access/top-level.gen';
import { Name } from '@/lib/contract/common';
import { DomainError } from '@/lib/contract/errors';
import { emit } from '@/lib/events/service';
import { prismaTransaction, type PrismaTx } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

/** Held while the first account is made, so that two people cannot both become the owner. */
const SETUP_LOCK = 5_124_002;

export const Email = z
  .email()
  .max(200)
  .transform((value) => value.toLowerCase());
export const SetupDemo = z.strictObject({
  name: Name,
  email: Email,
  password: z.string().max(1000),
});
export const Setup = SetupDemo.extend({ workspace_name: Name });

let done = false;

/** Whether nobody has an account yet. Once somebody has, it never asks the database again. */
export async function needsSetup(): Promise<boolean> {
  done ||= await hasUsers();
  return !done;
}

/**
 * Creates the first account (owner of its workspace, platform superadmin) and the workspace. Of
 * several at once one wins; the others, and everybody later, get `already_set_up`. Throws
 * `weak_password`.
 */
export async function setUp(
  input: z.infer<typeof SetupDemo> & { workspace_name: string; mode: 'live' | 'sandbox' },
): Promise<{ workspace_id: string; workspace_slug: string }> {
  if (!(await needsSetup())) throw new DomainError('already_set_up');
  assertStrongPassword(input.password, input.email);
  const password_hash = await hashPassword(input.password);
  return prismaTransaction(async (tx) => {
    await tx.query(sql`SELECT 1 FROM pg_advisory_xact_lock(${SETUP_LOCK}::bigint)`);
    if (await hasUsers(tx.prisma)) throw new DomainError('already_set_up');
    const user = { id: newId(), name: input.name, email: input.email };
    const workspace = {
      id: newId(),
      slug: await freeSlug(input.workspace_name, tx),
      name: input.workspace_name,
      mode: input.mode,
    };
    await insertUser({ ...user, password_hash, platform_role: 'superadmin' }, tx);
    await insertWorkspace(workspace, tx);
    await insertMembership(workspace.id, user.id, 'owner', tx);
    await emit(
      tx,
      { kind: 'user', user_id: user.id, workspace },
      { event: 'workspace.created', id: workspace.id, data: { mode: input.mode } },
    );
    return { workspace_id: workspace.id, workspace_slug: workspace.slug };
  });
}

/**
 * A workspace named like a page or an endpoint of ours would never be reached. Which there are is
 * read from the routes; a few more are kept for those to come.
 */
const TO_COME = 'admin app docs mcp new oauth sign-out source-connections static webhooks';
const RESERVED = new Set([...TOP_LEVEL, ...TO_COME.split(' ')]);

/** A name as it can stand in an address: "Café & Co." becomes "cafe-co". */
export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/[̀-ͯ]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  if (slug === '') return 'workspace';
  return RESERVED.has(slug) ? `${slug}-workspace` : slug;
}

/** A slug made from a name that no workspace has. */
export async function freeSlug(name: string, tx: PrismaTx): Promise<string> {
  const slug = slugFrom(name);
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? slug : `${slug}-${n}`;
    if (!(await slugTaken(candidate, tx))) return candidate;
  }
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { scopesOf } from '@/lib/access/scopes';
import type { PlatformRole, Role } from '@/lib/contract/access';
import type { Scope } from '@/lib/contract/operation';
import { OPEN_ACCESS } from '@/lib/contract/surfaces';
import type { UserPrincipal } from '@/lib/contract/principal';
import { closeDatabase, prisma } from '@/lib/platform/db';
import { env } from '@/lib/platform/env';
import { newId } from '@/lib/platform/ids';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: { adminUrl: string; template: string };
  }
}

/**
 * Gives the test file a database of its own, cloned from the migrated template, and drops it
 * afterwards. Call it at the top of a `*.db.test.ts` file. Settings (database address, secrets) are
 * already in place when the file loads.
 */
export function useTestDatabase(): void {
  const { adminUrl, template } = inject('testServer');
  const name = new URL(env().DATABASE_URL).pathname.slice(1);
  beforeAll(() => onServer(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`));
  afterAll(async () => {
    await closeDatabase();
    await onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  });
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const unique = () => randomBytes(4).toString('hex');

export interface TestWorkspace {
  id: string;
  slug: string;
  name: string;
  mode: 'live' | 'sandbox';
}
export interface TestUser {
  id: string;
  name: string;
  email: string;
  platform_role: PlatformRole | null;
}

/** A workspace without members; in sandbox mode unless said. */
export async function makeWorkspace({
  mode = 'sandbox',
  name = 'Acme',
}: { mode?: 'live' | 'sandbox'; name?: string } = {}): Promise<TestWorkspace> {
  const workspace = { id: newId(), slug: `acme-${unique()}`, name, mode };
  await prisma().workspace.create({ data: workspace });
  return workspace;
}

/** A user who is member of nothing and has no password unless a hash is given. */
export async function makeUser({
  email = `${unique()}@example.com`,
  name = 'Ada Example',
  platform_role = null,
  password_hash,
}: {
  email?: string;
  name?: string;
  platform_role?: PlatformRole | null;
  password_hash?: string;
} = {}): Promise<TestUser> {
  const user = { id: newId(), name, email };
  await prisma().user.create({
    data: { ...user, platformRole: platform_role, passwordHash: password_hash ?? null },
  });
  return { ...user, platform_role };
}

/** A person in a browser. */
export type SignedIn = UserPrincipal & { session_id: string };

/**
 * A real member of the workspace, as a service sees the person. `scopes` replaces what the role
 * would allow.
 */
export async function makePrincipal(
  workspace: Pick<TestWorkspace, 'id' | 'slug' | 'mode'>,
  {
    role = 'owner',
    scopes,
    user,
  }: { role?: Role; scopes?: readonly Scope[]; user?: TestUser } = {},
): Promise<SignedIn> {
  const person = user ?? (await makeUser());
  await prisma().membership.create({
    data: { workspaceId: workspace.id, userId: person.id, role },
  });
  const session_id = newId();
  await prisma().session.create({ data: { id: session_id, userId: person.id } });
  return {
    kind: 'user',
    workspace: { id: workspace.id, slug: workspace.slug, mode: workspace.mode },
    scopes: scopes ?? scopesOf(role, person.platform_role, OPEN_ACCESS),
    access: OPEN_ACCESS,
    user_id: person.id,
    name: person.name,
    email: person.email,
    role,
    platform_role: person.platform_role,
    session_id,
  };
}

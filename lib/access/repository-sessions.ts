import type { MembershipRow, UserRow } from '@/lib/access/repository';
import { ACCESS } from '@/lib/access/repository-policy';
import { db, prisma, type PrismaTx } from '@/lib/platform/db';
import { part, sql } from '@/lib/platform/sql';

/** A session not used for this long ends. */
const IDLE_SECONDS = 7 * 24 * 3600;
/** However much it is used, a session ends this long after the sign-in. */
export const ABSOLUTE_SECONDS = 30 * 24 * 3600;
/** Condition on `s`, a row of sessions, by the database’s clock. */
export const SESSION_GOOD = part`s.seen_at > now() - make_interval(secs => ${IDLE_SECONDS}::float8)
  AND s.created_at > now() - make_interval(secs => ${ABSOLUTE_SECONDS}::float8)`;

/**
 * The user behind a session that is still good, with their memberships (of one workspace when a
 * slug is given). Undefined: the session or the user is gone.
 */
export async function findSession(
  claims: { sub: string; sid: string },
  slug: string | null,
): Promise<{ user: UserRow; memberships: MembershipRow[]; unnoted: boolean } | undefined> {
  const { rows } = await db.query<
    UserRow & { memberships: MembershipRow[] | null; unnoted: boolean }
  >(sql`
    SELECT
      u.id, u.name, u.email, u.platform_role,
      s.seen_at < now() - interval '1 minute' AS unnoted,
      (
        SELECT json_agg(
          json_build_object(
            'id', w.id, 'slug', w.slug, 'name', w.name, 'mode', w.mode, 'role', m.role,
            'access', ${ACCESS})
          ORDER BY m.created_at, w.id)
        FROM memberships m
        JOIN workspaces w ON w.id = m.workspace_id
        WHERE m.user_id = u.id AND (${slug}::text IS NULL OR w.slug = ${slug})
      ) AS memberships
    FROM sessions s
    JOIN users u ON u.id = s.user_id
    WHERE s.id = ${claims.sid} AND s.user_id = ${claims.sub} AND ${SESSION_GOOD}`);
  const row = rows[0];
  if (!row) return undefined;
  const { memberships, unnoted, ...user } = row;
  return { user, memberships: memberships ?? [], unnoted };
}

/** The language the user of a session chose; null: none, or there is no such session. */
export const findLanguage = async (id: string): Promise<string | null> =>
  (
    await prisma().session.findUnique({
      where: { id },
      select: { user: { select: { language: true } } },
    })
  )?.user.language ?? null;

/** Notes that a session was used, which keeps it from ending: at most once a minute. */
export const touchSession = (id: string) =>
  db.query(sql`
    UPDATE sessions SET seen_at = now()
    WHERE id = ${id} AND seen_at < now() - interval '1 minute'`);

/** Stores a sign-in; forgets those that have ended by themselves. */
export async function insertSession(
  session: {
    id: string;
    user_id: string;
    address: string | null;
    user_agent: string | null;
  },
  tx: PrismaTx,
): Promise<void> {
  await tx.query(sql`DELETE FROM sessions s WHERE NOT (${SESSION_GOOD})`);
  await tx.query(sql`
    INSERT INTO sessions (id, user_id, address, user_agent)
    VALUES (
      ${session.id}::uuid, ${session.user_id}::uuid, ${session.address}, ${session.user_agent})`);
}

export interface SessionRow {
  id: string;
  created_at: Date;
  seen_at: Date;
  address: string | null;
  user_agent: string | null;
}

/** The sessions of a user that are good, last used first. */
export async function findSessions(user_id: string): Promise<SessionRow[]> {
  const { rows } = await db.query<SessionRow>(sql`
    SELECT s.id, s.created_at, s.seen_at, s.address, s.user_agent
    FROM sessions s
    WHERE s.user_id = ${user_id} AND ${SESSION_GOOD}
    ORDER BY s.seen_at DESC, s.id`);
  return rows;
}

/** Ends one session of a user. False: they have none with this id. */
export async function deleteSession(
  user_id: string,
  id: string,
  { prisma: client }: PrismaTx,
): Promise<boolean> {
  const { count } = await client.session.deleteMany({ where: { userId: user_id, id } });
  return count > 0;
}

/** Ends every session of a user, but for the one that is named. Answers how many. */
export async function deleteSessions(
  user_id: string,
  except: string | null,
  { prisma: client }: PrismaTx,
): Promise<number> {
  const { count } = await client.session.deleteMany({
    where: { userId: user_id, ...(except === null ? {} : { id: { not: except } }) },
  });
  return count;
}

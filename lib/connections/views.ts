import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import { missing } from '@/lib/contract/missing';
import type { Principal } from '@/lib/contract/principal';
import type {
  deleteView as deleteOperation,
  listViews as listOperation,
  SavedView,
  saveView as saveOperation,
} from '@/lib/contract/views';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

/** More than this many nobody finds anything in. */
const MOST = 50;

/** A person's own views in this workspace, by name. A key has none. */
export async function listViews(
  principal: Principal,
): Promise<z.output<typeof listOperation.output>> {
  if (principal.kind !== 'user') return { views: [] };
  const { rows } = await db.query<SavedView>(sql`
    SELECT id, name, query
    FROM saved_views
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${principal.user_id}
    ORDER BY lower(name)
    LIMIT ${MOST}`);
  return { views: rows };
}

/** Keeps a view under its name, whatever its case. Throws forbidden for a key. */
export async function saveView(
  principal: Principal,
  { name, query }: z.output<typeof saveOperation.input>,
): Promise<z.output<typeof saveOperation.output>> {
  if (principal.kind !== 'user')
    throw new DomainError('forbidden', { detail: 'Views are kept for people, not for API keys.' });
  const { rows } = await db.query<SavedView>(sql`
    INSERT INTO saved_views AS v (workspace_id, user_id, id, name, query)
    SELECT ${principal.workspace.id}, ${principal.user_id}, ${newId()}, ${name}, ${query}
    WHERE (
      SELECT count(*)
      FROM saved_views
      WHERE workspace_id = ${principal.workspace.id} AND user_id = ${principal.user_id}
        AND lower(name) <> lower(${name})
    ) < ${MOST}
    ON CONFLICT (workspace_id, user_id, lower(name))
      DO UPDATE SET name = excluded.name, query = excluded.query
    RETURNING id, name, query`);
  if (rows[0]) return { view: rows[0] };
  throw new DomainError('invalid_request', {
    detail: `There are ${MOST} views already.`,
    fix: 'Remove one first.',
  });
}

/** Forgets one. Throws not_found when there is none, or it is somebody else's. */
export async function deleteView(
  principal: Principal,
  { id }: z.output<typeof deleteOperation.input>,
): Promise<z.output<typeof deleteOperation.output>> {
  const user_id = principal.kind === 'user' ? principal.user_id : null;
  const { rowCount } = await db.query(sql`
    DELETE FROM saved_views
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${user_id} AND id = ${id}`);
  if (rowCount !== 1) throw missing('view');
  return { id, deleted: true };
}

import type { IncidentKind, Step } from '@/lib/contract/notifications';
import type { Sql } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

/** A step of an incident that has just been reached, and is to be told of. */
export interface Reached {
  workspace_id: string;
  incident_id: string;
  connection_id: string;
  kind: IncidentKind;
  step: Step;
}

/**
 * Trouble that comes back before it has been calm for so long is the same trouble. Recovery is told
 * of after it, which keeps within the five minutes somebody may wait to hear.
 */
const CALM_SECONDS = 240;

/** A connection that something happened to. */
export interface About {
  workspace_id: string;
  connection_id: string;
}

/**
 * The trouble each of these connections is in now: what its row says, whatever the events said on
 * the way, so that the same event told twice, late or out of order changes nothing. Being asked to
 * slow down is no end of a failure.
 */
async function troubleOf(tx: Sql, about: readonly About[]) {
  const { rows } = await tx.query<About & { kind: IncidentKind }>(sql`
    SELECT c.workspace_id, c.id AS connection_id, k.kind
    FROM unnest(
      ${about.map((one) => one.workspace_id)}::uuid[],
      ${about.map((one) => one.connection_id)}::uuid[]
    ) AS a(workspace_id, id)
    JOIN connections c ON c.workspace_id = a.workspace_id AND c.id = a.id
    LEFT JOIN sync_runs lr ON lr.workspace_id = c.workspace_id AND lr.id = c.last_run_id
    CROSS JOIN LATERAL (
      VALUES
        ('needs_reauth', c.needs_reauth_at IS NOT NULL),
        ('grant_ending', c.needs_reauth_at IS NULL AND EXISTS (
          SELECT 1
          FROM credentials g
          WHERE g.workspace_id = c.workspace_id AND g.connection_id = c.id
            AND g.grant_ends_at < now() + interval '7 days'
        )),
        ('failing', c.needs_reauth_at IS NULL AND c.status <> 'paused'
          AND (c.status = 'error' OR COALESCE(lr.status = 'failed', false))),
        ('auto_paused', c.needs_reauth_at IS NULL AND c.auto_paused_at IS NOT NULL),
        ('deletions_held', EXISTS (
          SELECT 1
          FROM jsonb_each(COALESCE(c.sweep_held, '{}'::jsonb)) held
          WHERE held.value ->> 'confirmed' IS NULL
        ))
    ) k (kind, is_so)
    WHERE c.status <> 'disconnected' AND (c.status <> 'pending' OR k.kind = 'needs_reauth')
      AND k.is_so`);
  return rows;
}

/**
 * Holds the incidents of connections against the trouble they are in: begins those that are new, and
 * notes which have become calm. Answers the ones that began.
 */
export async function reconcile(tx: Sql, about: readonly About[]): Promise<Reached[]> {
  const trouble = await troubleOf(tx, about);
  const { rows: begun } = await tx.query<Reached & { fresh: boolean }>(sql`
    INSERT INTO incidents AS i (workspace_id, id, connection_id, kind)
    SELECT *
    FROM unnest(
      ${trouble.map((one) => one.workspace_id)}::uuid[],
      ${trouble.map(() => newId())}::uuid[],
      ${trouble.map((one) => one.connection_id)}::uuid[],
      ${trouble.map((one) => one.kind)}::text[]
    )
    ON CONFLICT (connection_id, kind) WHERE closed_at IS NULL DO UPDATE SET calm_since = NULL
    RETURNING workspace_id, id AS incident_id, connection_id, kind, 'opened' AS step,
      xmax = 0 AS fresh`);
  await tx.query(sql`
    UPDATE incidents
    SET calm_since = now()
    WHERE workspace_id = ANY (${about.map((one) => one.workspace_id)}::uuid[])
      AND connection_id = ANY (${about.map((one) => one.connection_id)}::uuid[])
      AND closed_at IS NULL AND calm_since IS NULL
      AND NOT (connection_id::text || ' ' || kind = ANY (
        ${trouble.map((one) => `${one.connection_id} ${one.kind}`)}::text[]
      ))`);
  return begun.filter((one) => one.fresh);
}

/** Connections whose grant has come to end within a week, which no event says. */
export async function comingToAnEnd(tx: Sql): Promise<About[]> {
  const { rows } = await tx.query<About>(sql`
    SELECT g.workspace_id, g.connection_id
    FROM credentials g
    WHERE g.grant_ends_at < now() + interval '7 days'
      AND NOT EXISTS (
        SELECT 1
        FROM incidents i
        WHERE i.connection_id = g.connection_id AND i.closed_at IS NULL
          AND i.kind IN ('grant_ending', 'needs_reauth')
      )
    LIMIT 500`);
  return rows;
}

/**
 * Ends the incidents that have been calm long enough. Answers those whose end is worth telling: not
 * where other trouble of the connection goes on, nor where nobody waits for it any more.
 */
export async function close(tx: Sql): Promise<Reached[]> {
  const { rows } = await tx.query<Reached>(sql`
    WITH closed AS (
      UPDATE incidents
      SET closed_at = now()
      WHERE closed_at IS NULL AND calm_since <= now() - make_interval(secs => ${CALM_SECONDS}::int)
      RETURNING workspace_id, id, connection_id, kind
    )
    SELECT d.workspace_id, d.id AS incident_id, d.connection_id, d.kind, 'recovered' AS step
    FROM closed d
    JOIN connections c ON c.workspace_id = d.workspace_id AND c.id = d.connection_id
    WHERE d.kind IN ('needs_reauth', 'failing') AND c.status IN ('connected', 'error')
      AND NOT EXISTS (
        SELECT 1
        FROM incidents o
        WHERE o.connection_id = d.connection_id AND o.closed_at IS NULL AND o.calm_since IS NULL
          AND o.kind <> d.kind AND o.kind IN ('needs_reauth', 'failing')
      )`);
  return rows;
}

/**
 * Incidents that have lasted for three days, or for seven, and were not told of since. Whoever looks
 * late tells once, of the longer.
 */
export async function remind(tx: Sql): Promise<Reached[]> {
  const { rows } = await tx.query<Reached>(sql`
    UPDATE incidents
    SET reminders = CASE WHEN opened_at <= now() - interval '7 days' THEN 2 ELSE 1 END
    WHERE closed_at IS NULL AND calm_since IS NULL
      AND (
        reminders = 0 AND opened_at <= now() - interval '3 days'
        OR reminders = 1 AND opened_at <= now() - interval '7 days'
      )
    RETURNING workspace_id, id AS incident_id, connection_id, kind,
      CASE WHEN reminders = 2 THEN 'day_7' ELSE 'day_3' END AS step`);
  return rows;
}

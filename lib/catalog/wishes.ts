import type * as z from 'zod';
import { allConnectors, findConnector } from '@/lib/catalog/connectors';
import type { Connector } from '@/lib/connectors/kit';
import type { Principal } from '@/lib/contract/principal';
import { missing } from '@/lib/contract/missing';
import type {
  listWishes as listOperation,
  requestConnector as requestOperation,
  Wish,
  wishForConnector as wishOperation,
  withdrawWish as withdrawOperation,
} from '@/lib/contract/wishes';
import { emit } from '@/lib/events/service';
import { iso } from '@/lib/platform/clock';
import { db, transaction } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';

interface Wanted {
  is_type: boolean;
  wanted: string;
  name: string;
  note: string | null;
}

/** Keeps that somebody waits for a connector; a key waits for whoever made it. */
export async function wishForConnector(
  principal: Principal,
  input: z.output<typeof wishOperation.input>,
): Promise<z.output<typeof wishOperation.output>> {
  const { type, name } = mustFind(input.type);
  await keep(principal, { is_type: true, wanted: type, name, note: null });
  return { type, wished: true };
}

/** Forgets it again. */
export async function withdrawWish(
  principal: Principal,
  input: z.output<typeof withdrawOperation.input>,
): Promise<z.output<typeof withdrawOperation.output>> {
  const { type } = mustFind(input.type);
  await db.query(sql`
    DELETE FROM connector_wishes
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${personOf(principal)}
      AND is_type AND wanted = ${type}`);
  return { type, wished: false };
}

/** Keeps that somebody misses an app; one that the catalog has is named instead. */
export async function requestConnector(
  principal: Principal,
  { name, note }: z.output<typeof requestOperation.input>,
): Promise<z.output<typeof requestOperation.output>> {
  const known = connectorNamed(name);
  if (known) return { name: known.name, existing_type: known.type, votes: 0 };
  const wanted = name.toLowerCase().replace(/\s+/g, ' ');
  await keep(principal, { is_type: false, wanted, name, note: note ?? null });
  const { rows } = await db.query<{ votes: number }>(sql`
    SELECT count(DISTINCT user_id)::int AS votes
    FROM connector_wishes
    WHERE NOT is_type AND wanted = ${wanted}`);
  return { name, existing_type: null, votes: rows[0]!.votes };
}

/** What people of the whole installation wait for, most asked for first. */
export async function listWishes(): Promise<z.output<typeof listOperation.output>> {
  const { rows } = await db.query<{
    is_type: boolean;
    wanted: string;
    name: string;
    votes: number;
    workspaces: number;
    last_at: Date;
    askers: Wish['askers'];
    notes: string[];
  }>(sql`
    SELECT x.is_type, x.wanted, (array_agg(x.name ORDER BY x.created_at))[1] AS name,
      count(DISTINCT x.user_id)::int AS votes, count(DISTINCT x.workspace_id)::int AS workspaces,
      max(x.created_at) AS last_at,
      to_jsonb((array_agg(
        jsonb_build_object('name', u.name, 'email', u.email, 'workspace', w.name)
        ORDER BY x.created_at DESC
      ))[1:10]) AS askers,
      COALESCE(
        (array_agg(x.note ORDER BY x.created_at DESC) FILTER (WHERE x.note IS NOT NULL))[1:10], '{}'
      ) AS notes
    FROM connector_wishes x
    JOIN users u ON u.id = x.user_id
    JOIN workspaces w ON w.id = x.workspace_id
    GROUP BY x.is_type, x.wanted
    ORDER BY votes DESC, last_at DESC, wanted
    LIMIT 500`);
  return {
    wishes: rows.map(({ is_type, wanted, name, last_at, ...rest }) => ({
      connector_type: is_type ? wanted : null,
      name: (is_type && findConnector(wanted)?.name) || name,
      ...rest,
      last_at: iso(last_at),
    })),
  };
}

/** The types of the connectors that the person who asks waits for. */
export async function wishedTypes(principal: Principal): Promise<ReadonlySet<string>> {
  const user_id = personOf(principal);
  if (user_id === null) return new Set();
  const { rows } = await db.query<{ wanted: string }>(sql`
    SELECT wanted
    FROM connector_wishes
    WHERE workspace_id = ${principal.workspace.id} AND user_id = ${user_id} AND is_type`);
  return new Set(rows.map((row) => row.wanted));
}

function mustFind(type: string) {
  const connector = findConnector(type);
  if (!connector) throw missing('connector');
  return connector;
}

/** The connector of that name, type or alias, in any case. */
export const connectorNamed = (name: string): Connector | undefined =>
  allConnectors().find(
    (c) => c.name.toLowerCase() === name.toLowerCase() || c === findConnector(name),
  );

/** Keeps it and, the first time, tells of it: whoever runs the installation hears by the outbox. */
async function keep(
  principal: Principal & { request_id?: string },
  { is_type, wanted, name, note }: Wanted,
): Promise<void> {
  const user_id = personOf(principal);
  if (user_id === null) return; // nobody to tell
  await transaction(async (tx) => {
    const { rows } = await tx.query<{ is_new: boolean }>(sql`
      INSERT INTO connector_wishes AS w (workspace_id, user_id, is_type, wanted, name, note)
      VALUES (${principal.workspace.id}, ${user_id}, ${is_type}, ${wanted}, ${name}, ${note})
      ON CONFLICT (workspace_id, user_id, is_type, wanted)
        DO UPDATE SET note = COALESCE(excluded.note, w.note)
      RETURNING xmax = 0 AS is_new`);
    if (rows[0]!.is_new)
      await emit(tx, principal, {
        event: 'connector.wished',
        id: wanted,
        data: { is_type, name },
      });
  });
}

/** Who waits: the person who asks, or who made the key that does. */
const personOf = (principal: Principal): string | null => {
  if (principal.kind === 'user') return principal.user_id;
  return principal.kind === 'api_key' ? principal.created_by : null;
};

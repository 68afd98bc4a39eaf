import { createApiKey, setUp } from '@/lib/access/service';
import { SCOPES } from '@/lib/contract/operation';
import { ownerOf } from '@/lib/demo/repository';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';

export const PASSWORD = 'correct horse battery staple';
/** Where the five thousand connections are. */
export const BIG_SLUG = 'bench-big';
/** As many as most have. */
const FEW = 25;
export const FEW_SLUG = 'bench-few';

/** The owner's workspace: an installation is set up once, whatever is measured in it. */
export const ownWorkspace = once(() =>
  setUp({
    name: 'Bench',
    email: 'bench@example.com',
    password: PASSWORD,
    workspace_name: 'Bench',
    mode: 'sandbox',
  }),
);

/** Workspaces with 25 connections, with a hundred and with five thousand, and keys of the latter. */
export const prepare = once(async () => {
  const { workspace_id, workspace_slug } = await ownWorkspace();
  const big = await another(workspace_id, BIG_SLUG);
  const few = await another(workspace_id, FEW_SLUG);
  const id = await fill(workspace_id, 100);
  await fill(big, 5_000);
  const few_id = await fill(few, FEW);
  await db.query('ANALYZE');
  const small_key = await keyOf(workspace_id),
    big_key = await keyOf(big);
  return { workspace_id, workspace_slug, id, small_key, big_key, few, few_id };
});

/** One more workspace of the same owner; answers its id. */
async function another(workspace_id: string, slug: string): Promise<string> {
  const id = newId();
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    VALUES (${id}, ${slug}, ${slug}, 'sandbox')`);
  await db.query(sql`
    INSERT INTO memberships (workspace_id, user_id, role)
    SELECT ${id}, user_id, 'owner'
    FROM memberships
    WHERE workspace_id = ${workspace_id}`);
  return id;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Connections with a finished run each; answers the id of the newest. */
async function fill(workspace_id: string, n: number): Promise<string> {
  const ids = Array.from({ length: n }, () => [newId(), newId()] as const);
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id, account_label,
      last_synced_at, last_run_id, next_sync_at
    )
    SELECT ${workspace_id}, c, 'hubspot', 'HubSpot ' || n, 'connected', 'business', 'acc-' || n,
      'HubSpot account ' || n, now(), r, now() + interval '1 day'
    FROM unnest(
      ${ids.map((i) => i[0])}::uuid[], ${ids.map((i) => i[1])}::uuid[]
    ) WITH ORDINALITY AS t(c, r, n)`);
  await db.query(sql`
    INSERT INTO sync_runs (
      workspace_id, id, connection_id, status, sync_type, triggered_by, started_at, finished_at,
      streams_total
    )
    SELECT ${workspace_id}, r, c, 'completed', 'incremental', 'schedule', now(), now(), 10
    FROM unnest(${ids.map((i) => i[0])}::uuid[], ${ids.map((i) => i[1])}::uuid[]) AS t(c, r)`);
  return ids.at(-1)![0];
}

async function keyOf(workspace_id: string): Promise<string> {
  const owner = (await ownerOf(workspace_id))!;
  return (
    await createApiKey(
      { ...owner, kind: 'user', scopes: SCOPES, session_id: null },
      { name: 'bench', scopes: ['connections:read'], expires_in_days: 1 },
    )
  ).key;
}

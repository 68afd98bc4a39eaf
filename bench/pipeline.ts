import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';

import { send } from '@/lib/egress/service';
import { findConnector } from '@/lib/catalog/service';
import type { Connector, World } from '@/lib/connectors/kit';
import { newId } from '@/lib/platform/ids';
import { requestRun } from '@/lib/runs/service';
import { db, transaction } from '@/lib/platform/db';
import { runSync } from '@/lib/sync/service';
import { storeTokens } from '@/lib/oauth/service';
import { quietest, stolenShare } from './noise.ts';
import { sql } from '@/lib/platform/sql';

export interface PipelineResult {
  records: number;
  copy_per_second: number;
  first_per_second: number;
  unchanged_per_second: number;
  /** Beside the COPY of the same round. */
  first_ratio: number;
  unchanged_ratio: number;
  /** Share of the processors' time that other guests of the machine took meanwhile. */
  stolen: number;
}

/** A budget of 110 calls in ten seconds is the provider's; the bench measures us. */
const unlimited = (type: string): Connector | undefined => {
  const c = findConnector(type);
  return c && { ...c, limits: [] };
};

const CONTACTS_ONLY = ['contacts'];

/**
 * An access token of a sandbox account with every permission, taken through its consent page and
 * token endpoint.
 */
export async function grant(
  url: string,
  account: string,
): Promise<{ access_token: string; refresh_token: string; expires_in: number }> {
  const redirect_uri = 'http://127.0.0.1/back';
  const { auth } = findConnector('hubspot')!;
  const scope = 'scopes' in auth ? auth.scopes.map((s) => s.scope).join(' ') : '';
  const consent = await fetch(`${url}/app.hubspot.com/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: 'sandbox',
      redirect_uri,
      scope,
      state: 's',
      response_type: 'code',
      account: 'other',
      other_account: account,
      decision: 'allow',
    }),
  });
  const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
  const token = await fetch(`${url}/api.hubapi.com/oauth/2026-03/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'sandbox',
      client_secret: 'sandbox',
      redirect_uri,
      code,
    }),
  });
  return (await token.json()) as {
    access_token: string;
    refresh_token: string;
    expires_in: number;
  };
}

/** After one to warm up, as a worker that has been running for a while is. */
const ROUNDS = 7;
const COUNTED = 5;

/**
 * Whole pipeline: HTTP pages of 100 → parse → hash → look-up + write + checkpoint, beside plain
 * COPY of the same rows into a table like the real one, in the same run: rounds of each in turn, so
 * that noise hits all alike, and the median of those in which other guests of the machine took the
 * least processor time away.
 */
export async function benchPipeline(sandbox_url: string, records: number): Promise<PipelineResult> {
  const workspace_id = newId(),
    account = `bulk-${records}`;
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    VALUES (${workspace_id}, ${`bench-${workspace_id.slice(-6)}`}, 'Bench', 'sandbox')`);
  const tokens = await grant(sandbox_url, account);
  await warm(tokens.access_token);
  const rounds: Round[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const connection_id = newId();
    await db.query(sql`
      INSERT INTO connections (
        workspace_id, id, connector_type, name, status, scope, external_account_id
      )
      VALUES (
        ${workspace_id}, ${connection_id}, 'hubspot', 'Bench', 'connected', 'business',
        ${`${account}/${round}`}
      )`);
    await storeTokens(
      db,
      { workspace_id, connection_id },
      {
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        expires_in_seconds: tokens.expires_in,
      },
    );
    const taken = stolenShare();
    const first = await sync(workspace_id, connection_id, records, false);
    const copied = await copy(connection_id, records);
    const unchanged = await sync(workspace_id, connection_id, records, true);
    if (round > 0) rounds.push({ first, copied, unchanged, stolen: taken() });
  }
  const counted = quietest(rounds, COUNTED);
  const of = (value: (r: Round) => number) => median(counted.map(value));
  return {
    records,
    copy_per_second: of((r) => r.copied),
    first_per_second: of((r) => r.first),
    unchanged_per_second: of((r) => r.unchanged),
    first_ratio: of((r) => r.first / r.copied),
    unchanged_ratio: of((r) => r.unchanged / r.copied),
    stolen: of((r) => r.stolen),
  };
}

interface Round {
  first: number;
  copied: number;
  unchanged: number;
  stolen: number;
}

/** Records a second of one run. */
async function sync(
  workspace_id: string,
  connection_id: string,
  records: number,
  full: boolean,
): Promise<number> {
  const run = await transaction((tx) =>
    requestRun(tx, {
      workspace_id,
      connection_id,
      connector_type: 'hubspot',
      sync_type: full ? 'full' : 'incremental',
      triggered_by: 'manual',
      streams: CONTACTS_ONLY,
    }),
  );
  if (!run.queued) throw new Error('a run is live');
  const begun = performance.now();
  await runSync({ workspace_id, connection_id, run_id: run.run_id }, new AbortController().signal, {
    connector: unlimited,
  });
  const seconds = (performance.now() - begun) / 1000;
  const {
    rows: [row],
  } = await db.query<{ status: string; records_read: number }>(sql`
    SELECT status, records_read
    FROM sync_runs
    WHERE id = ${run.run_id}`);
  if (row?.status !== 'completed' || row.records_read !== records)
    throw new Error(`the bench run ended ${JSON.stringify(row)}`);
  return records / seconds;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/**
 * The sandbox makes and keeps an account's pages when they are first asked for, by the same
 * requests; that is not ours to measure.
 */
async function warm(token: string): Promise<void> {
  const connector = findConnector('hubspot')!;
  const contacts = connector.streams.find((s) => s.name === 'contacts')!.full;
  const route = {
    hosts: connector.hosts,
    mode: 'sandbox' as const,
    limits: [],
    keys: { connection: 'warm', app: 'warm' },
  };
  const world: World = {
    ask: (spec) => send(spec, route, { headers: { authorization: `Bearer ${token}` } }),
    context: { account: { id: '', details: {} }, config: {} },
    since: null,
    parents: async function* () {},
    isLocal: () => false,
    sleep: async () => undefined,
    rows: () => Promise.reject(new Error('no downloads')),
  };
  for await (const page of contacts.read(null, world)) if (page.position === null) return;
}

/**
 * COPY of the rows that were just synced, as text, into an empty table like theirs, with its
 * indexes.
 */
async function copy(connection_id: string, records: number): Promise<number> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(sql`
      SELECT workspace_id::text, connection_id::text, stream, external_id, entity,
        data::text AS data, hash
      FROM records
      WHERE connection_id = ${connection_id}`);
    const escape = (v: string) =>
      v.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
    const lines: string[] = [];
    for (let i = 0; i < rows.length; i += 1_000)
      lines.push(
        rows
          .slice(i, i + 1_000)
          .map((r) => Object.values(r).map(escape).join('\t'))
          .join('\n') + '\n',
      );
    await client.query('CREATE TABLE bench_copy (LIKE records INCLUDING ALL)');
    const begun = performance.now();
    await pipeline(
      Readable.from(lines),
      client.query(
        from(
          'COPY bench_copy (workspace_id, connection_id, stream, external_id, entity, data, hash) FROM STDIN',
        ),
      ),
    );
    const seconds = (performance.now() - begun) / 1000;
    await client.query('DROP TABLE bench_copy');
    return records / seconds;
  } finally {
    await client.end();
  }
}

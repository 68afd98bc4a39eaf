import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { storeTokens } from '@/lib/oauth/service';
import { HEAP } from '../scripts/supervise.mjs';
import { grant } from './syncing.ts';
import { sql } from '@/lib/platform/sql';

export interface MemoryResult {
  records: number;
  per_second: number;
  early_mb: number;
  late_mb: number;
  most_mb: number;
}

/**
 * HubSpot lets 110 calls pass in ten seconds: with pages of 100, accounts of this size, with their
 * other streams, are read in one burst, at full speed.
 */
const IN_ONE_BURST = 9_000;

/** So many connections of a sandbox account with 9,000 contacts, all due now. */
export async function dueConnections(
  sandbox_url: string,
  workspace_id: string,
  count: number,
): Promise<string[]> {
  const tokens = await grant(sandbox_url, `bulk-${IN_ONE_BURST}`);
  const ids = Array.from({ length: count }, newId);
  await db.query(sql`
    INSERT INTO connections (
      workspace_id, id, connector_type, name, status, scope, external_account_id
    )
    SELECT ${workspace_id}, i, 'hubspot', 'Load', 'connected', 'business', 'load-' || i
    FROM unnest(${ids}::uuid[]) i`);
  for (const connection_id of ids)
    await storeTokens(
      db,
      { workspace_id, connection_id },
      {
        access_token: tokens.access_token,
        refresh_token: tokens.refresh_token,
        expires_in_seconds: tokens.expires_in,
      },
    );
  await db.query(sql`
    UPDATE connections
    SET next_sync_at = now() - interval '1 second'
    WHERE workspace_id = ${workspace_id} AND id = ANY(${ids})`);
  return ids;
}

/** How many of these have not had their first sync. */
export async function unsynced(workspace_id: string, ids: readonly string[]): Promise<number> {
  return (
    await db.query<{ n: number }>(sql`
      SELECT count(*)::int AS n
      FROM connections
      WHERE workspace_id = ${workspace_id} AND id = ANY(${ids}) AND last_synced_at IS NULL`)
  ).rows[0]!.n;
}

/**
 * A worker process as it runs in production, with so many records to bring in; its memory in the
 * first quarter, in the last, and at most.
 */
export async function benchMemory(sandbox_url: string, records: number): Promise<MemoryResult> {
  const workspace_id = newId();
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    VALUES (${workspace_id}, ${`memory-${workspace_id.slice(-6)}`}, 'Memory', 'sandbox')`);
  const ids = await dueConnections(sandbox_url, workspace_id, Math.ceil(records / IN_ONE_BURST));
  const begun = performance.now();
  const worker = spawn(process.execPath, [...HEAP, '--enable-source-maps', 'dist/worker.mjs'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: process.env,
  });
  const samples: number[] = [];
  try {
    while ((await unsynced(workspace_id, ids)) > 0) {
      await new Promise((resolve) => {
        setTimeout(resolve, 250);
      });
      samples.push(rssOf(worker.pid!));
      if (worker.exitCode !== null) throw new Error('the worker ended');
    }
  } finally {
    worker.kill('SIGTERM');
    await new Promise((resolve) => {
      worker.once('exit', resolve);
    });
  }
  const seconds = (performance.now() - begun) / 1000;
  const {
    rows: [row],
  } = await db.query<{ n: number }>(sql`
    SELECT COALESCE(sum(records_created), 0)::int AS n
    FROM sync_runs
    WHERE workspace_id = ${workspace_id}`);
  const quarter = samples.length >> 2;
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  return {
    records: row!.n,
    per_second: row!.n / seconds,
    early_mb: median(samples.slice(quarter, 2 * quarter)),
    late_mb: median(samples.slice(-quarter)),
    most_mb: Math.max(...samples),
  };
}

/** Resident memory of a process in MB. */
export const rssOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;

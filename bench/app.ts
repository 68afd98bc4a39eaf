import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { createApiKey, setUp } from '@/lib/access/service';
import { SCOPES } from '@/lib/contract/operation';
import { ownerOf } from '@/lib/demo/repository';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { startBuilt } from './built.ts';
import { dueConnections, rssOf, unsynced } from './load.ts';
import { sql } from '@/lib/platform/sql';

export interface AppResult {
  start_ms: number;
  idle_rss_mb: number;
  bare_p50_ms: number;
  status_p50_ms: number;
  list_100_p50_ms: number;
  page_of_5000_p50_ms: number;
  list_js_kb: number;
  detail_js_kb: number;
  /** Status while this process syncs as fast as it can. */
  busy_p50_ms: number;
  busy_p95_ms: number;
  busy_per_second: number;
}

const ROUNDS = 300;
const IDLE_MS = 6_000;
const PASSWORD = 'correct horse battery staple';

/**
 * The built app in a process of its own (web and worker): start, memory, latency beside a bare
 * route handler, JavaScript of two pages.
 */
export async function benchApp(sandbox_url: string): Promise<AppResult> {
  const { port, origin, pid, start_ms, stop } = await startBuilt();
  try {
    await new Promise((resolve) => {
      setTimeout(resolve, IDLE_MS);
    });
    const idle_rss_mb = rssOf(pid);

    const { workspace_id, workspace_slug, id, small_key, big_key } = await prepare();
    const api = `http://127.0.0.1:${port}/api/platform/v1/connections`;
    const calls: Record<string, () => Promise<number>> = {
      bare: () => timed(`http://127.0.0.1:${port}/healthz`),
      status: () => timed(`${api}/${id}/status`, small_key),
      list: () => timed(`${api}?limit=100`, small_key),
      page: () => timed(`${api}?limit=100`, big_key),
    };
    const p50 = await latencies(calls);
    const busy = await whileSyncing(sandbox_url, workspace_id, calls.status!);
    const cookie = await signIn(origin);
    return {
      ...busy,
      start_ms,
      idle_rss_mb,
      bare_p50_ms: p50('bare'),
      status_p50_ms: p50('status'),
      list_100_p50_ms: p50('list'),
      page_of_5000_p50_ms: p50('page'),
      list_js_kb: await scriptKb(`${origin}/${workspace_slug}/connections`, cookie),
      detail_js_kb: await scriptKb(`${origin}/${workspace_slug}/connections/${id}`, cookie),
    };
  } finally {
    await stop();
  }
}

/** A workspace with a hundred connections and one with five thousand, and a key of each. */
async function prepare() {
  const { workspace_id, workspace_slug } = await setUp({
    name: 'Bench',
    email: 'bench@example.com',
    password: PASSWORD,
    workspace_name: 'Bench',
    mode: 'sandbox',
  });
  const big = newId();
  await db.query(sql`
    INSERT INTO workspaces (id, slug, name, mode)
    VALUES (${big}, 'bench-big', 'Big', 'sandbox')`);
  await db.query(sql`
    INSERT INTO memberships (workspace_id, user_id, role)
    SELECT ${big}, user_id, 'owner'
    FROM memberships
    WHERE workspace_id = ${workspace_id}`);
  const id = await fill(workspace_id, 100);
  await fill(big, 5_000);
  await db.query('ANALYZE');
  const small_key = await keyOf(workspace_id),
    big_key = await keyOf(big);
  return { workspace_id, workspace_slug, id, small_key, big_key };
}

/** The median of each call, in milliseconds. */
async function latencies(
  calls: Record<string, () => Promise<number>>,
): Promise<(name: string) => number> {
  for (const call of Object.values(calls)) for (let i = 0; i < 30; i++) await call(); // warm
  const times: Record<string, number[]> = {};
  // Interleaved: noise hits all alike.
  for (let i = 0; i < ROUNDS; i++)
    for (const [name, call] of Object.entries(calls)) (times[name] ??= []).push(await call());
  return (name) => times[name]!.sort((a, b) => a - b)[ROUNDS >> 1]!;
}

const BUSY_CONNECTIONS = 20;
const BETWEEN_ASKING_MS = 5;

/** Status asked all the time while the same process reads 20 accounts of 9,000 records. */
async function whileSyncing(
  sandbox_url: string,
  workspace_id: string,
  status: () => Promise<number>,
): Promise<Pick<AppResult, 'busy_p50_ms' | 'busy_p95_ms' | 'busy_per_second'>> {
  const ids = await dueConnections(sandbox_url, workspace_id, BUSY_CONNECTIONS);
  const begun = performance.now();
  const times: number[] = [];
  for (let asked = 0; ; asked++) {
    if (asked % 50 === 49 && (await unsynced(workspace_id, ids)) === 0) break;
    times.push(await status());
    await new Promise((resolve) => {
      setTimeout(resolve, BETWEEN_ASKING_MS);
    });
  }
  const seconds = (performance.now() - begun) / 1000;
  const {
    rows: [row],
  } = await db.query<{ n: number }>(sql`
    SELECT sum(records_created)::int AS n
    FROM sync_runs
    WHERE workspace_id = ${workspace_id}`);
  times.sort((x, y) => x - y);
  return {
    busy_p50_ms: times[times.length >> 1]!,
    busy_p95_ms: times[Math.floor(times.length * 0.95)]!,
    busy_per_second: row!.n / seconds,
  };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds from request to the last byte. */
function timed(url: string, key?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .get(url, { agent, headers: key ? { 'x-api-key': key } : {} }, (response) => {
        if (response.statusCode !== 200)
          reject(new Error(`${url} answered ${response.statusCode}`));
        response.resume().on('end', () => resolve(performance.now() - begun));
      })
      .on('error', reject);
  });
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

async function signIn(origin: string): Promise<string> {
  const first = await fetch(`${origin}/api/auth/csrf`);
  const { csrfToken } = (await first.json()) as { csrfToken: string };
  const jar = first.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  const second = await fetch(`${origin}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: jar, origin },
    body: new URLSearchParams({
      csrfToken,
      email: 'bench@example.com',
      password: PASSWORD,
      json: 'true',
    }),
  });
  return [jar, ...second.headers.getSetCookie().map((c) => c.split(';')[0])].join('; ');
}

/** Gzip size of every script the page's HTML names, in its tags and in its data. */
async function scriptKb(url: string, cookie: string): Promise<number> {
  const page = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  if (page.status !== 200) throw new Error(`${url} answered ${page.status}`);
  const html = (await page.text()).replace(/<script[^>]*\bnomodule\b[^>]*>/gi, ''); // browsers of today skip those
  const scripts = new Set(
    [...html.matchAll(/static\/chunks\/[\w.~-]+?\.js/g)].map(
      (m) => `/_next/${m[0].slice(m[0].indexOf('static/'))}`,
    ),
  );
  let bytes = 0;
  for (const path of scripts)
    bytes += gzipSync(Buffer.from(await (await fetch(new URL(path, url))).arrayBuffer())).length;
  return bytes / 1024;
}

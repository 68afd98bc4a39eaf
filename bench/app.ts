import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { db } from '@/lib/platform/db';
import { startBuilt } from './built.ts';
import { PASSWORD, prepare } from './workspaces.ts';
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

/**
 * The built app in a process of its own (web and worker): start, memory, latency beside a bare
 * route handler, JavaScript of two pages.
 */
export async function benchApp(sandbox_url: string): Promise<AppResult> {
  const { port, origin, pid, start_ms, stop } = await startBuilt();
  const address = `http://127.0.0.1:${port}`;
  try {
    await new Promise((resolve) => {
      setTimeout(resolve, IDLE_MS);
    });
    const idle_rss_mb = rssOf(pid);

    const { workspace_id, workspace_slug, id, small_key, big_key } = await prepare();
    const api = `${address}/api/platform/v1/connections`;
    const calls: Record<string, () => Promise<number>> = {
      bare: () => timed(`${address}/healthz`),
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

import { startSync } from '@/lib/connections/service';
import { findConnector } from '@/lib/catalog/service';
import { limitsFor, type RateLimit } from '@/lib/connectors/kit';
import { SCOPES } from '@/lib/contract/operation';
import type { UserPrincipal } from '@/lib/contract/principal';
import { CONSENTED, KEYED } from '@/lib/demo/accounts';
import { byConsent, byKey } from '@/lib/demo/connect';
import { ownerOf, pipedriveKey } from '@/lib/demo/repository';
import { sandboxControl } from '@/lib/egress/service';
import { db, transaction } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { requestRun } from '@/lib/runs/service';
import { runSync } from '@/lib/sync/service';
import { startBuilt } from './built.ts';
import type { ConnectorResult } from './connectors.ts';

/** How long a provider takes to answer where budgets are measured: what one does over a network. */
const ANSWERS_MS = 100;
/** Budgets of hours and days do not open again while somebody waits for a bench. */
const LONGEST_MS = 240_000;
const LONGEST_WINDOW_MS = 60_000;
/** What is measured begins when we say so. */
const LATER = { sync_immediately: false };

interface Sample {
  type: string;
  connection_id: string;
  records: number;
  seconds: number;
  /** The same from a provider that takes its time to answer. */
  far_seconds: number;
}

/**
 * Every connector against the sandbox: as fast as the engine can while nothing limits it, from a
 * provider that takes its time, and within what the connector declares, at one that counts too.
 * Takes the workspace's id; writes the results as JSON.
 */
const workspace_id = process.argv[2]!;
const owner = (await ownerOf(workspace_id))!;
const me: UserPrincipal = { ...owner, kind: 'user', scopes: SCOPES, session_id: null };
await sandboxControl('limits', { off: true });
const samples: Sample[] = [];
for (const [type, connect] of connecting())
  samples.push({ ...(await unlimited(type, await connect())), far_seconds: 0 });
for (const { type } of samples)
  await sandboxControl('faults', { provider: type, kind: 'slow', delay_ms: ANSWERS_MS });
await Promise.all(
  samples.map(async (sample) => {
    sample.far_seconds = (await unlimited(sample.type, sample.connection_id)).seconds;
  }),
);
const results = await limited(samples);
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0));

function connecting(): [string, () => Promise<string>][] {
  return [
    ['hubspot', () => byConsent(me, 'hubspot', 'acme', LATER)],
    ['pipedrive', () => byKey(me, 'pipedrive', { api_key: pipedriveKey('acme') }, LATER)],
    ...CONSENTED.map(([type, , account]): [string, () => Promise<string>] => [
      type,
      () => byConsent(me, type, account, LATER),
    ]),
    ...KEYED.map(([type, , credentials]): [string, () => Promise<string>] => [
      type,
      () => byKey(me, type, credentials, LATER),
    ]),
  ];
}

/** A first load with nothing in its way but the engine, the database and the sandbox. */
async function unlimited(
  type: string,
  connection_id: string,
): Promise<Omit<Sample, 'far_seconds'>> {
  const target = { workspace_id, connection_id };
  const run = await transaction((tx) =>
    requestRun(tx, { ...target, connector_type: type, sync_type: 'full', triggered_by: 'manual' }),
  );
  if (!run.queued) throw new Error(`${type}: a run is live`);
  const begun = performance.now();
  await runSync({ ...target, run_id: run.run_id }, new AbortController().signal, {
    connector: (name) => ({ ...findConnector(name)!, limits: [] }),
  });
  const seconds = (performance.now() - begun) / 1_000;
  const { status, records_read: records } = await stateOf(run.run_id);
  if (status !== 'completed') throw new Error(`${type} ended ${status}`);
  return { type, connection_id, records, seconds };
}

interface RunState {
  status: string;
  records_read: number;
  seconds: number | null;
}

async function stateOf(run_id: string): Promise<RunState> {
  const { rows } = await db.query<RunState>(sql`
    SELECT status, records_read, extract(epoch FROM finished_at - started_at)::float8 AS seconds
    FROM sync_runs
    WHERE workspace_id = ${workspace_id} AND id = ${run_id}`);
  return rows[0]!;
}

/** All at once through a worker, which keeps to what is declared. */
async function limited(all: readonly Sample[]): Promise<ConnectorResult[]> {
  await sandboxControl('limits', { off: false });
  const app = await startBuilt();
  try {
    return await Promise.all(
      all.map(async (sample) => {
        const before = await tally(sample.type);
        const { sync_run_id: run_id } = await startSync(me, {
          id: sample.connection_id,
          full_sync: true,
          streams: [],
        });
        const state = await ended(run_id);
        return resultOf({ ...sample, state }, await askedSince(sample.type, before));
      }),
    );
  } finally {
    await app.stop();
  }
}

async function ended(run_id: string): Promise<RunState> {
  const last = performance.now() + LONGEST_MS;
  for (;;) {
    const state = await stateOf(run_id);
    if (state.seconds !== null || performance.now() > last) return state;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** How often each path was called, and what was answered how often. */
interface Tally {
  paths: Record<string, number>;
  statuses: Record<string, number>;
}

async function tally(type: string): Promise<Tally> {
  const answer = await fetch(`${process.env.SANDBOX_URL}/_control/requests?provider=${type}`);
  return (await answer.json()) as Tally;
}

/** What was asked of a provider since, and how much of it was refused for being too much. */
async function askedSince(type: string, before: Tally): Promise<Asked> {
  const after = await tally(type);
  const paths = Object.entries(after.paths)
    .map(([key, count]) => ({
      path: key.replace(/^\S+ [^/]+/, ''),
      count: count - (before.paths[key] ?? 0),
    }))
    .filter(({ count }) => count > 0);
  return { paths, refused: (after.statuses['429'] ?? 0) - (before.statuses['429'] ?? 0) };
}

interface Asked {
  paths: { path: string; count: number }[];
  refused: number;
}

function resultOf(
  { type, records, seconds, far_seconds, state }: Sample & { state: RunState },
  { paths, refused }: Asked,
): ConnectorResult {
  const { limits } = findConnector(type)!;
  const least_ms = Math.max(...limitsFor(limits, {}).map((limit) => leastMs(limit, paths)));
  return {
    connector: type,
    per_second: records / seconds,
    requests: paths.reduce((sum, { count }) => sum + count, 0),
    refused,
    // Where its answers alone take as long, the limit is not what it waits for.
    share:
      least_ms > far_seconds * 1_000 && state.seconds !== null
        ? least_ms / (state.seconds * 1_000)
        : null,
  };
}

/** The least time that so many requests take within a limit; 0 where it is not what limits. */
function leastMs(
  { requests, per_ms, cost = 1, paths: counted, except }: RateLimit,
  paths: readonly { path: string; count: number }[],
): number {
  if (per_ms > LONGEST_WINDOW_MS) return 0;
  const asked = paths
    .filter(({ path }) => (!counted || counted.test(path)) && !except?.test(path))
    .reduce((sum, { count }) => sum + count * cost, 0);
  return Math.floor((asked - 1) / requests) * per_ms;
}

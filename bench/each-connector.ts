import { createConnection, finishAuthorization, startSync } from '@/lib/connections/service';
import { findConnector } from '@/lib/catalog/service';
import { limitsFor, type RateLimit } from '@/lib/connectors/kit';
import { SCOPES } from '@/lib/contract/operation';
import type { UserPrincipal } from '@/lib/contract/principal';
import { CONSENTED, KEYED } from '@/lib/demo/accounts';
import { ownerOf, pipedriveKey } from '@/lib/demo/repository';
import { sandboxConsent, sandboxControl } from '@/lib/egress/service';
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

interface Sample {
  type: string;
  connection_id: string;
  records: number;
  seconds: number;
}

/**
 * Every connector against the sandbox, twice: as fast as the engine can while nothing limits it, and
 * within what the connector declares, with a provider that takes its time and counts for itself.
 * Takes the workspace's id; writes the results as JSON.
 */
const workspace_id = process.argv[2]!;
const owner = (await ownerOf(workspace_id))!;
const me: UserPrincipal = { ...owner, kind: 'user', scopes: SCOPES, session_id: null };
await sandboxControl('limits', { off: true });
const samples: Sample[] = [];
for (const [type, connect] of connecting()) samples.push(await unlimited(type, await connect()));
const results = await limited(samples);
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0));

function connecting(): [string, () => Promise<string>][] {
  return [
    ['hubspot', () => byConsent('hubspot', 'acme')],
    ['pipedrive', () => byKey('pipedrive', { api_key: pipedriveKey('acme') })],
    ...CONSENTED.map(([type, , account]): [string, () => Promise<string>] => [
      type,
      () => byConsent(type, account),
    ]),
    ...KEYED.map(([type, , credentials]): [string, () => Promise<string>] => [
      type,
      () => byKey(type, credentials),
    ]),
  ];
}

async function byConsent(connector_type: string, account: string): Promise<string> {
  const { authorize_url, connection } = await createConnection(me, {
    connector_type,
    sync_immediately: false,
  });
  const back = await sandboxConsent(authorize_url!, { account: 'other', other_account: account });
  await finishAuthorization(connector_type, back.searchParams, me.session_id);
  return connection!.id;
}

async function byKey(connector_type: string, credentials: Record<string, string>): Promise<string> {
  const asked = { connector_type, credentials, sync_immediately: false };
  return (await createConnection(me, asked)).connection!.id;
}

/** A first load with nothing in its way but the engine, the database and the sandbox. */
async function unlimited(type: string, connection_id: string): Promise<Sample> {
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
  for (const { type } of all)
    await sandboxControl('faults', { provider: type, kind: 'slow', delay_ms: ANSWERS_MS });
  const before = await tally();
  const app = await startBuilt();
  try {
    const runs = await Promise.all(
      all.map(async (sample) => {
        const { sync_run_id: run_id } = await startSync(me, {
          id: sample.connection_id,
          full_sync: true,
          streams: [],
        });
        return { ...sample, run_id, state: await ended(run_id) };
      }),
    );
    const after = await tally();
    return runs.map((run) => resultOf(run, requestsBetween(run.type, before, after)));
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

/** How often each path was called, and how often something was refused for being too much. */
interface Tally {
  requests: Record<string, number>;
  statuses: Record<string, number>;
}

const tally = async (): Promise<Tally> =>
  (await (await fetch(`${process.env.SANDBOX_URL}/_control/requests`)).json()) as Tally;

function requestsBetween(type: string, before: Tally, after: Tally) {
  const since = (what: keyof Tally) =>
    Object.entries(after[what])
      .filter(([key]) => key.startsWith(`${type} `))
      .map(
        ([key, count]) => [key.slice(type.length + 1), count - (before[what][key] ?? 0)] as const,
      )
      .filter(([, count]) => count > 0);
  return {
    paths: since('requests').map(([key, count]) => ({
      path: key.replace(/^\S+ [^/]+/, ''),
      count,
    })),
    refused: since('statuses').find(([status]) => status === '429')?.[1] ?? 0,
  };
}

function resultOf(
  { type, records, seconds, state }: Sample & { state: RunState },
  { paths, refused }: ReturnType<typeof requestsBetween>,
): ConnectorResult {
  const { limits } = findConnector(type)!;
  const least_ms = Math.max(...limitsFor(limits, {}).map((limit) => leastMs(limit, paths)));
  return {
    connector: type,
    per_second: records / seconds,
    requests: paths.reduce((sum, { count }) => sum + count, 0),
    refused,
    share: least_ms > 0 && state.seconds !== null ? least_ms / (state.seconds * 1_000) : null,
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

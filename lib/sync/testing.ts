import { afterAll, beforeAll } from 'vitest';
import { findConnector } from '@/lib/catalog/service';
import { createConnection, finishAuthorization } from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import type { Connection } from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import type { UserPrincipal } from '@/lib/contract/principal';
import { provideSandbox } from '@/lib/egress/sandbox-address';
import { stopJobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace } from '@/lib/platform/testing';
import { serveSandbox, type RunningSandbox } from '@/lib/sandbox/server';
import { runSync, type SyncDeps } from '@/lib/sync/service';
import type * as z from 'zod';

let sandboxUrl: () => Promise<string>;

/** A sandbox over HTTP for a test file, with rate limits off; egress of this process uses it. */
export function useSandbox(): { current: RunningSandbox } {
  const holder = {} as { current: RunningSandbox };
  beforeAll(async () => {
    holder.current = await serveSandbox({ port: 0 });
    holder.current.sandbox.control.limits({ off: true });
    sandboxUrl = async () => holder.current.url;
    provideSandbox(sandboxUrl);
  });
  afterAll(async () => {
    await stopJobs(0);
    await holder.current.close();
  });
  return holder;
}

/** Runs whatever is queued for the connection, as a worker would. */
export async function work(
  connection_id: string,
  signal: AbortSignal = new AbortController().signal,
  connector: (type: string) => Connector | undefined = findConnector,
  write?: SyncDeps['write'],
): Promise<void> {
  const { rows } = await db.query<{ id: string; workspace_id: string }>(sql`
    SELECT id, workspace_id
    FROM sync_runs
    WHERE connection_id = ${connection_id} AND status IN ('pending', 'running')`);
  for (const run of rows)
    await runSync({ workspace_id: run.workspace_id, connection_id, run_id: run.id }, signal, {
      connector,
      write,
    });
}

const connectInput = { sync_immediately: true };

/** A key of a sandbox company with that many persons. */
export const bulkKey = (persons: number): string => `b01d${String(persons).padStart(36, '0')}`;

export async function connectPipedrive(
  principal: UserPrincipal,
  api_key: string,
): Promise<z.output<typeof Connection>> {
  const result = await createConnection(principal, {
    ...connectInput,
    connector_type: 'pipedrive',
    api_key,
  });
  return result.connection!;
}

/**
 * The sandbox as it was, without limits, and a new workspace connected to a company of that many
 * persons.
 */
export async function freshPipedrive(
  sandbox: { current: RunningSandbox },
  persons: number,
): Promise<{ principal: UserPrincipal; id: string }> {
  const { control } = sandbox.current.sandbox;
  control.reset();
  control.limits({ off: true });
  const principal = await makePrincipal(await makeWorkspace());
  const { id } = await connectPipedrive(principal, bulkKey(persons));
  return { principal, id };
}

/** What went wrong, by its stable code. */
export const errorCode = (error: unknown): string =>
  error instanceof DomainError ? error.code : `not a DomainError: ${String(error)}`;

/**
 * Walks the consent page as a browser would: reads its form, allows as `account`, follows back to
 * the callback. Answers where the browser ends up.
 */
export async function consentAs(
  authorize_url: string,
  account: string,
  session_id: string | null,
  decision: 'allow' | 'deny' = 'allow',
): Promise<URL> {
  const back = await consentAt(authorize_url, account, decision);
  return new URL(
    await finishAuthorization(back.pathname.split('/').at(-1)!, back.searchParams, session_id),
  );
}

/** The address the consent page sends the browser back to. */
export async function consentAt(
  authorize_url: string,
  account: string,
  decision: 'allow' | 'deny' = 'allow',
): Promise<URL> {
  const asked = new URL(authorize_url);
  const page = new URL(asked.pathname.replace(/^\/sandbox/, ''), await sandboxUrl());
  const form = new URLSearchParams([
    ...asked.searchParams,
    ['account', 'other'],
    ['other_account', account],
    ['decision', decision],
  ]);
  const response = await fetch(page, { method: 'POST', body: form, redirect: 'manual' });
  const location = response.headers.get('location');
  if (!location)
    throw new Error(
      `the consent page answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
    );
  return new URL(location);
}

export async function connectHubSpot(principal: UserPrincipal, account: string): Promise<string> {
  const { authorize_url, connection } = await createConnection(principal, {
    ...connectInput,
    connector_type: 'hubspot',
  });
  const end = await consentAs(authorize_url!, account, principal.session_id);
  if (end.searchParams.get('connected') !== 'hubspot')
    throw new Error(`connecting failed: ${end.search}`);
  return connection!.id;
}

/** Ids of the live records of a stream, in order. */
export const storedIds = async (id: string, stream: string): Promise<string[]> =>
  (
    await db.query<{ external_id: string }>(sql`
      SELECT external_id
      FROM records
      WHERE connection_id = ${id} AND stream = ${stream} AND deleted_at IS NULL
      ORDER BY 1`)
  ).rows.map((r) => r.external_id);

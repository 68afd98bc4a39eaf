import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { defineConnector, type Connector, type Stream } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';
import type { Trigger } from '@/lib/contract/runs';
import { provideSandbox } from '@/lib/egress/sandbox-address';
import { storeFields } from '@/lib/oauth/service';
import { db, transaction } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import { requestRun } from '@/lib/runs/service';
import { runSync } from '@/lib/sync/run';

/** One answer of the fake provider. A body that is no text is sent as JSON. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  body: Json | string;
  /** Sent as it is, instead of a JSON text of `body`. */
  raw?: string;
}

export interface FakeCall {
  path: string;
  query: URLSearchParams;
  method: string;
}

/** A provider that a test writes itself, over HTTP, as egress meets any other. */
export interface FakeProvider {
  answer: (call: FakeCall) => FakeAnswer | Promise<FakeAnswer>;
  calls: FakeCall[];
}

/** Serves a fake provider to the engine for the length of a test file. */
export function useFakeProvider(): FakeProvider {
  const provider: FakeProvider = { answer: () => ({ body: { data: [] } }), calls: [] };
  const server = createServer((request, response) => {
    void respond(provider, request).then(({ status = 200, headers = {}, body, raw }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(raw ?? (typeof body === 'string' ? body : JSON.stringify(body)));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    provideSandbox(async () => `http://127.0.0.1:${port}`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return provider;
}

async function respond(provider: FakeProvider, request: IncomingMessage): Promise<FakeAnswer> {
  const url = new URL(request.url ?? '/', 'http://fake');
  const call: FakeCall = {
    // The first segment is the host the engine asked for.
    path: url.pathname.replace(/^\/[^/]+/, ''),
    query: url.searchParams,
    method: request.method ?? 'GET',
  };
  provider.calls.push(call);
  try {
    return await provider.answer(call);
  } catch (error) {
    return { status: 500, body: { error: String(error) } };
  }
}

/** A connector of the streams given, which calls the fake provider. */
export const fakeConnector = (
  streams: readonly Stream[],
  more: Partial<Connector> = {},
): Connector =>
  defineConnector({
    type: 'fake',
    name: 'Fake',
    description: 'A provider that a test writes itself.',
    category: 'custom',
    ownership: 'workspace',
    direction: 'inbound',
    instancing: 'multiple',
    version: '1.0.0',
    docs_url: 'https://api.fake.example/docs',
    logo: null,
    keywords: [],
    default_cadence: '30m',
    puller: { status: 'live' },
    promises: ['Reads only.'],
    hosts: ['api.fake.example'],
    auth: {
      method: 'api_key',
      fields: [],
      apply: ({ api_key = '' }) => ({ 'x-key': api_key }),
      account: {
        request: () => ({ url: 'https://api.fake.example/me' }),
        read: () => ({ id: 'me', label: 'Me' }),
      },
    },
    limits: [{ name: 'all', scope: 'connection', requests: 1_000_000, per_ms: 1_000 }],
    errors: [],
    streams,
    ...more,
  });

export interface FakeConnection {
  workspace_id: string;
  id: string;
  /** Makes one run and answers it, with its streams. */
  sync: (
    connector: Connector,
    options?: { full?: boolean; by?: Trigger; signal?: AbortSignal },
  ) => Promise<FakeRun>;
  /** Ids of live records of a stream, sorted. */
  stored: (stream: string) => Promise<string[]>;
  /** Asks again for the run that was given back. */
  resume: (connector: Connector, run_id: string) => Promise<FakeRun>;
}

export interface FakeRun {
  id: string;
  status: string;
  error_reason: string | null;
  error_message: string | null;
  records_created: number;
  records_updated: number;
  records_deleted: number;
  records_failed: number;
  records_missed: number;
  records_read: number;
}

/** A connection of the fake connector, as if somebody had just connected it. */
export async function connectFake(workspace_id: string): Promise<FakeConnection> {
  const id = newId();
  await db.query(sql`
    INSERT INTO connections (workspace_id, id, connector_type, name, status, scope, external_account_id)
    VALUES (${workspace_id}, ${id}, 'fake', 'Fake', 'connected', 'business', 'me')`);
  await storeFields(db, { workspace_id, connection_id: id }, { api_key: 'fake-key-of-a-test' });
  const work = async (connector: Connector, run_id: string, signal?: AbortSignal) => {
    const payload = { workspace_id, connection_id: id, run_id };
    await runSync(payload, signal ?? new AbortController().signal, { connector: () => connector });
    return readRun(run_id);
  };
  return {
    workspace_id,
    id,
    sync: async (connector, { full = false, by = 'manual', signal } = {}) => {
      const run = await transaction((tx) =>
        requestRun(tx, {
          workspace_id,
          connection_id: id,
          connector_type: 'fake',
          sync_type: full ? 'full' : 'incremental',
          triggered_by: by,
          streams: [],
        }),
      );
      if (!run.queued) throw new Error('a run is live');
      return work(connector, run.run_id, signal);
    },
    resume: (connector, run_id) => work(connector, run_id),
    stored: async (stream) => {
      const { rows } = await db.query<{ external_id: string }>(sql`
        SELECT external_id
        FROM records
        WHERE connection_id = ${id} AND stream = ${stream} AND deleted_at IS NULL
        ORDER BY external_id COLLATE "C"`);
      return rows.map((row) => row.external_id);
    },
  };
}

async function readRun(id: string): Promise<FakeRun> {
  const { rows } = await db.query<FakeRun>(sql`SELECT * FROM sync_runs WHERE id = ${id}`);
  return rows[0]!;
}

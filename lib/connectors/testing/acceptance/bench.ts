import { afterAll, beforeAll } from 'vitest';
import type { Connector, Stream } from '@/lib/connectors/kit';
import { inSmallPages } from '@/lib/connectors/testing/acceptance/small-pages';
import { signIn, type SignIn } from '@/lib/connectors/testing/acceptance/sign-in';
import type { Acceptance } from '@/lib/connectors/testing/acceptance/row';
import { undisturbed } from '@/lib/connectors/testing/acceptance/undisturbed';
import { findConnector } from '@/lib/catalog/service';
import { getConnection, listRuns, startSync } from '@/lib/connections/service';
import type { Json } from '@/lib/contract/common';
import type { UserPrincipal } from '@/lib/contract/principal';
import { provideSandbox } from '@/lib/egress/sandbox-address';
import { stopJobs } from '@/lib/jobs/service';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import type { Control, RecordNote } from '@/lib/sandbox/control';
import { createSandbox } from '@/lib/sandbox/sandbox';
import { serveSandbox, type RunningSandbox } from '@/lib/sandbox/server';
import { work } from '@/lib/sync/testing';

/** A clock of the sandbox that stands still until a check turns it: nothing moves by itself. */
interface Clock {
  now: number;
}

/** The sandbox, the engine and the database a connector is accepted with. */
export interface Bench {
  row: Acceptance;
  /** Where the sandbox answers. */
  url: string;
  /** What the engine runs: the connector in small pages, without budgets to wait for. */
  connector: Connector;
  control: Control;
  clock: Clock;
}

type Runs = Awaited<ReturnType<typeof listRuns>>['runs'];
export type Run = Runs[number];

export interface StoredRecord {
  id: string;
  data: Json;
  /** In the words of its entity; null: it has no such form. */
  canonical: Json;
}

/** A database, a sandbox over HTTP and what egress needs to find it, for one test file. */
export function useBench(): (row: Acceptance) => Promise<Bench> {
  useTestDatabase();
  const clock: Clock = { now: 0 };
  let running: RunningSandbox;
  beforeAll(async () => {
    running = await serveSandbox({ port: 0, sandbox: createSandbox({ now: () => clock.now }) });
    provideSandbox(async () => running.url);
  });
  afterAll(async () => {
    await stopJobs(0);
    await running.close();
  });
  return async (row) => {
    clock.now = undisturbed(Date.now());
    const { control } = running.sandbox;
    control.reset();
    control.limits({ off: true });
    row.prepare?.(control);
    await db.query(sql`DELETE FROM rate_budgets`);
    const connector = { ...inSmallPages(row.connector, row.small_pages), limits: [] };
    return { row, url: running.url, connector, control, clock };
  };
}

/** A connection of the account in a workspace of its own. */
export class Connected {
  readonly bench: Bench;
  readonly principal: UserPrincipal;
  readonly id: string;

  private constructor(bench: Bench, principal: UserPrincipal, id: string) {
    this.bench = bench;
    this.principal = principal;
    this.id = id;
  }

  /** Connects as a person would, through the service; its first run waits to be worked off. */
  static async with(bench: Bench, how: SignIn = {}): Promise<Connected> {
    const principal = await makePrincipal(await makeWorkspace());
    return new Connected(bench, principal, await signIn(bench, principal, how));
  }

  /** Connects and makes the first run. */
  static async synced(bench: Bench, how: SignIn = {}): Promise<Connected> {
    const connected = await Connected.with(bench, how);
    await connected.work();
    return connected;
  }

  /** Works off the run that is queued. */
  async work({
    signal,
    connector = this.bench.connector,
  }: { signal?: AbortSignal; connector?: Connector } = {}): Promise<Run> {
    await work(this.id, signal, (type) =>
      findConnector(type)?.type === connector.type ? connector : undefined,
    );
    return this.lastRun();
  }

  /** Asks for a run and works it off. */
  async sync({
    full = false,
    streams = [] as string[],
    connector = this.bench.connector,
  } = {}): Promise<Run> {
    await startSync(this.principal, { id: this.id, full_sync: full, streams });
    return this.work({ connector });
  }

  async lastRun(): Promise<Run> {
    const { runs } = await listRuns(this.principal, { id: this.id, limit: 1 });
    return runs[0]!;
  }

  look() {
    return getConnection(this.principal, { id: this.id });
  }

  /** Live records of a stream, in the order of their ids. */
  async stored(stream: string): Promise<StoredRecord[]> {
    const { rows } = await db.query<StoredRecord>(sql`
      SELECT external_id AS id, data, canonical
      FROM records
      WHERE connection_id = ${this.id} AND stream = ${stream} AND deleted_at IS NULL
      ORDER BY external_id COLLATE "C"`);
    return rows;
  }

  /** Ids of live records by stream, of all streams. */
  async everything(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const { name } of this.bench.connector.streams)
      found[name] = (await this.stored(name)).map((record) => record.id);
    return found;
  }

  /** Where the next incremental pass of a stream starts from. */
  async bookmark(stream: string): Promise<string | null> {
    const { rows } = await db.query<{ since: string | null }>(sql`
      SELECT bookmark->>'since' AS since
      FROM stream_checkpoints
      WHERE connection_id = ${this.id} AND stream = ${stream}`);
    return rows[0]?.since ?? null;
  }
}

/** The streams the sandbox's data can be changed of. */
export const changeable = ({ row, connector }: Bench): Stream[] =>
  connector.streams.filter(({ name }) => row.streams[name]?.fixed === undefined);

const recordsOf = ({ row, control }: Bench, stream: string) =>
  control.records({ provider: row.connector.type, account: row.account, stream });

/** Ids of what the sandbox has of a stream, in order. */
export const there = (bench: Bench, stream: string): string[] =>
  (bench.row.streams[stream]?.there ?? live)(recordsOf(bench, stream))
    .map((note) => note.id)
    .sort();

const live = (records: { live: RecordNote[] }): RecordNote[] => records.live;

/** How two sets of ids differ, in a few words; null when they do not. */
export function difference(found: readonly string[], wanted: readonly string[]): string | null {
  const [have, want] = [new Set(found), new Set(wanted)];
  const lacks = wanted.filter((id) => !have.has(id));
  const surplus = found.filter((id) => !want.has(id));
  if (lacks.length === 0 && surplus.length === 0) return null;
  const some = (ids: readonly string[]) => ids.slice(0, 3).join(', ');
  return [
    `${found.length} of ${wanted.length} are stored`,
    ...(lacks.length > 0 ? [`lacking ${some(lacks)}`] : []),
    ...(surplus.length > 0 ? [`too many ${some(surplus)}`] : []),
  ].join('; ');
}

/** How a run that should have gone well did not; nothing when it did. */
export function troubleOf(run: Run): string[] {
  const streams = run.streams
    .filter((stream) => stream.status !== 'completed')
    .map(({ stream, status, error_message }) => `${stream}: ${status}, ${error_message ?? ''}`);
  if (run.status !== 'completed' && streams.length === 0)
    return [`the run is ${run.status}: ${run.error_message ?? ''}`];
  return run.records_failed === 0
    ? streams
    : [...streams, `${run.records_failed} records could not be stored`];
}

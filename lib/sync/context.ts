import type { Connector, Stream, StreamContext } from '@/lib/connectors/kit';
import type { Progress } from '@/lib/contract/runs';
import type { Route } from '@/lib/egress/service';
import type { Access } from '@/lib/oauth/service';
import type { WriteTarget } from '@/lib/records/service';
import type { RunRow } from '@/lib/runs/service';
import type { RunLog } from '@/lib/sync/run-log';

/** How the provider is reached during a run. */
export interface Caller {
  /** What is kept of the run; none where nobody would read it. */
  log?: RunLog;
  connector: Connector;
  route: Route;
  access: Access;
  /** Account.details of the connection, for the account call. */
  account_details: Record<string, string>;
  /** Aborts when the run may not go on: cancelled, taken over, stopping. */
  signal: AbortSignal;
  /** How far the provider's clock is ahead of ours, as its answers say; null: they do not. */
  clock: { offset_ms: number | null };
}

/** What a live run tells of itself. */
export type ProgressNote = Omit<
  Progress,
  'run_id' | 'elapsed_ms' | 'records_per_second' | 'estimated_remaining_ms' | 'waiting'
>;

/** One stream of one run: the one object that goes through all stages. */
export interface StreamRun extends WriteTarget {
  declared: Stream;
  /** `records_read` is what the database said after our last commit; see writeProgress. */
  run: RunRow;
  caller: Caller;
  context: StreamContext;
  /** How far back a person wants it, ISO 8601; null: all of it. */
  backfill_from: string | null;
  /** Ids of records something of which is in quarantine: only these may have something to resolve. */
  quarantined: Set<string>;
  /** Adds what the run already did to what this stream reports. */
  progress: (p: { records: number; pages: number; total: number | null }) => ProgressNote;
}

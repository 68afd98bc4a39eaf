import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import type { WriteTarget } from '@/lib/records/service';

/** Where the last complete pass ended. */
export interface StoredBookmark {
  /** What the next pass starts from, before the overlap is taken off; null: nothing was proved. */
  since: string | null;
  /** When a full pass was last complete, ISO 8601, by the database's clock. */
  full_at: string | null;
  /** What is older was never asked for, ISO 8601; absent or null: all was. */
  from?: string | null;
}

export type Phase = 'main' | 'later' | 'deletions' | 'recheck' | 'sweep';

/** The form of `Pass`; one that another version left behind is begun anew. */
export const PASS_VERSION = 2;

/** A pass that is under way: all that is needed to go on after a crash. */
export interface Pass {
  version: typeof PASS_VERSION;
  mode: 'full' | 'incremental';
  phase: Phase;
  /** Where the walk of the phase stands; only the walk looks into it. */
  position: Json | null;
  since: string | null;
  /** Of a full pass: nothing older is wanted, ISO 8601; see StoredBookmark. */
  from?: string | null;
  /** The connector's first-page value of this pass, or what its probe said. */
  first: string | null;
  /** The connector's last-page value. */
  last: string | null;
  /** The provider's clock when the pass began, ISO 8601; null: it does not say. */
  provider_began_at: string | null;
  /**
   * The newest change time met that is not past the provider's clock when the pass began, ISO 8601:
   * up to there the pass proves that nothing is missing.
   */
  newest: string | null;
  /** On a periodic full pass: what changed before this should have come by increments. */
  missed_before: string | null;
  generation: number;
  run_id: string;
  /** By the database's clock. */
  began_at: string;
  pages: number;
  records: number;
  /** Nothing of this stream was stored when the pass began. */
  first_load: boolean;
  /** Some page was no proof of what there is: what was not met may exist. */
  incomplete?: boolean;
}

export interface Checkpoint {
  bookmark: StoredBookmark | null;
  pass: Pass | null;
  generation: number;
  stalls: number;
  /** The database's clock when it was read: workers' clocks may differ. */
  now: Date;
}

type StreamKey = Pick<WriteTarget, 'workspace_id' | 'connection_id' | 'stream'>;

/** Where a stream stands; a pass of another form than ours counts as none. */
export async function loadCheckpoint({
  workspace_id,
  connection_id,
  stream,
}: StreamKey): Promise<Checkpoint> {
  const { rows } = await db.query<Checkpoint>(sql`
    SELECT
      c.bookmark,
      c.pass,
      COALESCE(c.generation, 0) AS generation,
      COALESCE(c.stalls, 0) AS stalls,
      t.now
    FROM (SELECT clock_timestamp() AS now) t
    LEFT JOIN stream_checkpoints c
      ON c.workspace_id = ${workspace_id} AND c.connection_id = ${connection_id}
      AND c.stream = ${stream}`);
  const row = rows[0]!;
  return { ...row, pass: row.pass?.version === PASS_VERSION ? row.pass : null };
}

/** Whether nothing of the stream was ever stored. */
export async function isFirstLoad({
  workspace_id,
  connection_id,
  stream,
}: StreamKey): Promise<boolean> {
  const { rowCount } = await db.query(sql`
    SELECT 1
    FROM stream_counts
    WHERE workspace_id = ${workspace_id} AND connection_id = ${connection_id}
      AND stream = ${stream}`);
  return rowCount === 0;
}

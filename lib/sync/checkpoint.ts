import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';

/** Where the last complete pass ended. */
export interface Bookmark {
  /**
   * Lower bound of the next pass, before the overlap is taken off: a time, or the connector's
   * first-page value.
   */
  since: string;
  /** When a full pass was last complete, ISO 8601. */
  full_at: string | null;
}

export type Phase = 'main' | 'deletions' | 'recheck' | 'sweep';

/** A pass that is under way: all that is needed to go on after a crash. */
export interface Pass {
  mode: 'full' | 'incremental';
  phase: Phase;
  page: Json | null;
  since: string | null;
  until: string;
  /** The connector's first-page value of this pass. */
  first: string | null;
  generation: number;
  run_id: string;
  pages: number;
  records: number;
  /** Nothing of this stream was stored when the pass began. */
  first_load: boolean;
  /**
   * Some page was no listing (an error that means "nothing", or a body without the list): not met
   * does not mean gone.
   */
  incomplete?: boolean;
}

export interface Checkpoint {
  cursor: Bookmark | null;
  pass: Pass | null;
  generation: number;
  stalls: number;
  /**
   * The database's clock when it was read: workers' clocks may differ, and a bookmark ahead of time
   * would leave records out.
   */
  now: Date;
}

export async function loadCheckpoint(
  workspace_id: string,
  connection_id: string,
  stream: string,
): Promise<Checkpoint> {
  const {
    rows: [row],
  } = await db.query<Checkpoint>(
    `SELECT c.cursor, c.pass, COALESCE(c.generation, 0) AS generation, COALESCE(c.stalls, 0) AS stalls, t.now
     FROM (SELECT clock_timestamp() AS now) t LEFT JOIN stream_checkpoints c ON c.workspace_id = $1 AND c.connection_id = $2 AND c.stream = $3`,
    [workspace_id, connection_id, stream],
  );
  return row!;
}

/** Whether anything of the stream was ever stored. */
export async function isFirstLoad(
  workspace_id: string,
  connection_id: string,
  stream: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'SELECT 1 FROM stream_counts WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3',
    [workspace_id, connection_id, stream],
  );
  return rowCount === 0;
}

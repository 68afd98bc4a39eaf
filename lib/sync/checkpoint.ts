import type { Json } from '@/lib/contract/common';
import { db } from '@/lib/platform/db';

/** Where the last complete pass ended. */
export interface Bookmark {
  /** Lower bound of the next pass, before the overlap is taken off: a time, or the connector's first-page value. */
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
}

export interface Checkpoint { cursor: Bookmark | null; pass: Pass | null; generation: number; stalls: number }

const EMPTY: Checkpoint = { cursor: null, pass: null, generation: 0, stalls: 0 };

export async function loadCheckpoint(workspace_id: string, connection_id: string, stream: string): Promise<Checkpoint> {
  const { rows } = await db.query<{ cursor: Bookmark | null; pass: Pass | null; generation: number; stalls: number }>(
    'SELECT cursor, pass, generation, stalls FROM stream_checkpoints WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3', [workspace_id, connection_id, stream]);
  return rows[0] ?? EMPTY;
}

/** Whether anything of the stream was ever stored. */
export async function isFirstLoad(workspace_id: string, connection_id: string, stream: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT 1 FROM stream_counts WHERE workspace_id = $1 AND connection_id = $2 AND stream = $3', [workspace_id, connection_id, stream]);
  return rowCount === 0;
}

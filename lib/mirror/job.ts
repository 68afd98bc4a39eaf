import type { Ask } from '@/lib/connectors/kit';
import type { ColumnIds } from '@/lib/mirror/notion/columns';
import type { Mirror } from '@/lib/mirror/repository';
import {
  countPassed,
  isOurs,
  writePage,
  type Page,
  type PageChange,
  type PageState,
} from '@/lib/mirror/repository-pages';
import { transaction } from '@/lib/platform/db';
import { countIn, type Counts, type RunRow } from '@/lib/runs/service';
import { LostClaim, type Change } from '@/lib/sync/service';

/** The one object that goes through a run of a mirror. */
export interface Job {
  run: RunRow;
  mirror: Mirror;
  /** Who we are at the provider: what somebody else edited last was edited by hand. */
  bot: string | null;
  signal: AbortSignal;
  ask: Ask;
  change: Change;
  /** How far the provider's clock is ahead of ours; null: its answers do not say. */
  clock: { offset_ms: number | null };
}

/** Where pages are written. */
export interface Target {
  data_source_id: string;
  columns: ColumnIds;
}

/** The counts of a run, and what it passed by. */
type Counted = Counts & { skipped?: number; conflicts?: number };
type Named = { id: string; external_id: string };

/** Names the document of a page. */
export const namedBy = ({ document_id, external_id }: Page): Named => ({
  id: document_id,
  external_id,
});

/**
 * Writes what became of a page, and counts it, if the run is still ours: a worker that lost its
 * claim changes nothing. Throws LostClaim.
 */
export async function save(
  { run, mirror }: Pick<Job, 'run' | 'mirror'>,
  document: Named,
  change: PageChange & { state: PageState },
  counts: Counted = {},
): Promise<void> {
  await transaction(async (tx) => {
    if (!(await countIn(tx, run, counts))) throw new LostClaim();
    await writePage(tx, mirror, document, change);
    await countPassed(tx, run, counts);
  });
}

/**
 * Writes down that a create is about to leave. Whoever finds this and no page knows that there may
 * be one, and looks before it makes another. Throws LostClaim.
 */
export async function intend({ run, mirror }: Job, document: Named): Promise<void> {
  await transaction(async (tx) => {
    if (!(await isOurs(tx, run))) throw new LostClaim();
    await writePage(tx, mirror, document, { state: 'creating', page_id: null, intended: true });
  });
}

/** Does something inside a transaction of the run. Throws LostClaim. */
export async function fenced(
  { run }: Pick<Job, 'run'>,
  work: Parameters<typeof transaction<void>>[0],
): Promise<void> {
  await transaction(async (tx) => {
    if (!(await isOurs(tx, run))) throw new LostClaim();
    await work(tx);
  });
}

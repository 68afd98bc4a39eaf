import type { PoolClient } from 'pg';
import { bySystem, emit } from '@/lib/events/service';
import { transaction } from '@/lib/platform/db';
import { findUnseen, NOTHING_WRITTEN, writeRecords } from '@/lib/records/service';
import type { Pass } from '@/lib/sync/checkpoint';
import { countRecords } from '@/lib/sync/commit';
import type { StreamRun } from '@/lib/sync/context';
import { writeProgress, type StreamProgress } from '@/lib/sync/progress';
import { heldDeletions, setDeletionsHeld } from '@/lib/sync/repository';

/** A sweep that would remove more than this share and this many stops and asks a person. */
const MAX_SHARE = 0.2;
const MAX_RECORDS = 50;
/** Of a stream with more than a handful of records, no more than this share goes unasked. */
const HANDFUL = 5;
const MAX_SMALL_SHARE = 0.5;
/** What a person confirmed may have grown by this share until the stream has been read again. */
const CONFIRMED_SLACK = 1.1;

/**
 * Pure: whether a sweep may remove that many of the live records. `confirmed` is the number a
 * person has said yes to, if one did.
 */
export function mayDelete(would_delete: number, of: number, confirmed: number | null): boolean {
  if (would_delete === 0) return true;
  const everything = would_delete >= of;
  const mostOfIt = of > HANDFUL && would_delete > of * MAX_SMALL_SHARE;
  const many = would_delete > MAX_RECORDS && would_delete > of * MAX_SHARE;
  if (!everything && !mostOfIt && !many) return true;
  return confirmed !== null && would_delete <= confirmed * CONFIRMED_SLACK;
}

/**
 * Tombstones what a complete full pass has not seen, all in one transaction with the checkpoint;
 * holds it back when that looks like a mistake. A person's word is good for one sweep, whatever
 * comes of it.
 */
export async function sweepUnseen(
  job: StreamRun,
  pass: Pass,
  progress: StreamProgress,
): Promise<void> {
  const swept = await transaction(async (tx: PoolClient) => {
    // The connection before the run, as whoever cancels or disconnects takes them.
    const held = await heldDeletions(tx, job);
    const { ids, of } = await findUnseen(tx, job, pass.generation);
    const may = mayDelete(ids.length, of, held.confirmed);
    const gone = ids.map((id) => ({ id, merged_into: null }));
    const written = may
      ? await writeRecords(tx, job, { changed: [], unknown: [], revived: 0, gone, copy: null })
      : NOTHING_WRITTEN;
    const holding = may ? null : { would_delete: ids.length, of };
    await setDeletionsHeld(tx, job, holding);
    if (holding && holding.would_delete !== held.would_delete)
      await emit(tx, bySystem(job.workspace_id), {
        event: 'connection.deletions_held',
        id: job.connection_id,
        data: { stream: job.stream, ...holding },
      });
    // Where deletions are named as they happen, a full pass should find none.
    const missed = job.declared.deletions.by === 'full_pass' ? 0 : written.deleted;
    await writeProgress(tx, job, progress, {
      pages: 0,
      read: 0,
      written,
      failed: 0,
      missed,
      note: null,
    });
    return written;
  });
  countRecords(swept);
}

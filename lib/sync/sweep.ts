import type { PoolClient } from 'pg';
import { transaction } from '@/lib/platform/db';
import { findUnseen, writeRecords } from '@/lib/records/service';
import { countRecords, NOTHING, settle, type Standing, type StreamTarget } from '@/lib/sync/commit';
import { confirmedDeletions, setDeletionsHeld } from '@/lib/sync/repository';

/** A sweep that would remove more than this share and this many stops and asks a person. */
const MAX_SHARE = 0.2;
const MAX_RECORDS = 50;
/** What a person confirmed may have grown by this share until the stream has been read again. */
const CONFIRMED_SLACK = 1.1;

/**
 * Pure: whether a sweep may remove that many. `confirmed` is the number a person has said yes to,
 * if one did.
 */
export function mayDelete(would_delete: number, of: number, confirmed: number | null): boolean {
  if (would_delete <= MAX_RECORDS || would_delete <= of * MAX_SHARE) return true;
  return confirmed !== null && would_delete <= confirmed * CONFIRMED_SLACK;
}

/**
 * Tombstones what a complete full pass did not meet, all in one transaction with the checkpoint;
 * holds it back when that looks like a mistake. A person's word is good for one sweep, whatever
 * comes of it.
 */
export async function sweepUnseen(
  target: StreamTarget,
  generation: number,
  standing: Standing,
): Promise<void> {
  const swept = await transaction(async (tx: PoolClient) => {
    // The connection before the run, as whoever cancels or disconnects takes them.
    const confirmed = await confirmedDeletions(tx, target);
    const { ids, of } = await findUnseen(tx, target, generation);
    const may = mayDelete(ids.length, of, confirmed);
    const written = may
      ? await writeRecords(tx, target, { changed: [], revived: 0, gone: ids, copy: null })
      : NOTHING;
    await setDeletionsHeld(tx, target, may ? null : { would_delete: ids.length, of });
    await settle(tx, target, standing, { pages: 0, read: 0, written, failed: 0, progress: null });
    return written;
  });
  countRecords(swept);
}

import type { PoolClient } from 'pg';
import {
  findChanges,
  NOTHING_WRITTEN,
  prepareRecords,
  writeRecords,
  type Row,
  type WriteTarget,
  type Written,
} from '@/lib/records/service';
import { digest, type BadItem } from '@/lib/sync/rows';

/**
 * Class 22 is "data exception", class 54 "program limit exceeded": the row's fault. Everything else
 * is not, and must not quarantine anybody's data.
 */
export const isRowsFault = (error: unknown): boolean =>
  /^(22|54)/.test((error as { code?: string }).code ?? '');

/**
 * Writes rows inside the caller's transaction; those the database refuses are found by halving and
 * added to `bad`. Throws on any other trouble.
 */
export async function writeSafely(
  tx: PoolClient,
  target: WriteTarget,
  rows: readonly Row[],
  bad: BadItem[],
): Promise<Written> {
  await tx.query('SAVEPOINT batch');
  try {
    const ready = prepareRecords(target, rows, { first_load: false });
    const written = await writeRecords(tx, target, await findChanges(tx, target, ready));
    await tx.query('RELEASE SAVEPOINT batch');
    return written;
  } catch (error) {
    await tx.query('ROLLBACK TO SAVEPOINT batch');
    if (!isRowsFault(error)) throw error;
    if (rows.length > 1) return writeHalves(tx, target, rows, bad);
    const [row] = rows as [Row];
    bad.push({
      external_id: row.id,
      reason: `the database refused it: ${(error as Error).message}`,
      payload: { record: row.text },
      hash: digest(row.text),
    });
    return NOTHING_WRITTEN;
  }
}

async function writeHalves(
  tx: PoolClient,
  target: WriteTarget,
  rows: readonly Row[],
  bad: BadItem[],
): Promise<Written> {
  const middle = rows.length >> 1;
  const a = await writeSafely(tx, target, rows.slice(0, middle), bad);
  const b = await writeSafely(tx, target, rows.slice(middle), bad);
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    deleted: a.deleted + b.deleted,
    revived: a.revived + b.revived,
  };
}

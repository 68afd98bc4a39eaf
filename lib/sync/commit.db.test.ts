import { beforeEach, describe, expect, it } from 'vitest';
import { byPageToken, pages } from '@/lib/connectors/kit';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { useTestDatabase } from '@/lib/platform/testing';
import { API, thingConnector, useThings } from '@/lib/sync/fixtures/things';

useTestDatabase();
const things = useThings();

const PAGE = 1_000;
/** First id of each page; how many records there are in all. */
let starts: number[];
let answered: (page: number) => Promise<void>;
let version: number;

const connector = thingConnector({
  incremental: undefined,
  full: pages<string>({
    request: ({ page }) => ({ url: `${API}/paged`, query: { page: page ?? undefined } }),
    records: 'data',
    next: byPageToken('next'),
  }),
});

beforeEach(() => {
  starts = [0, 1_000, 2_000, 3_000, 4_000, 5_000];
  answered = async () => undefined;
  version = 1;
  things.provider.answer = async ({ query }) => {
    const page = Number(query.get('page') ?? '0');
    await answered(page);
    const data = Array.from({ length: PAGE }, (_, i) => ({
      id: `t${String(starts[page]! + i).padStart(5, '0')}`,
      version,
      note: 'x'.repeat(200),
    }));
    return { body: { data, ...(page + 1 < starts.length ? { next: String(page + 1) } : {}) } };
  };
});

const count = async () =>
  (
    await db.query<{ records: number; counted: number; sums: number; newest: number }>(sql`
      SELECT
        (SELECT count(*)::int FROM records WHERE connection_id = ${things.connection.id}) AS records,
        (SELECT live FROM stream_counts WHERE connection_id = ${things.connection.id}) AS counted,
        (SELECT sum(records_created)::int FROM sync_runs
          WHERE connection_id = ${things.connection.id}) AS sums,
        (SELECT count(*)::int FROM records
          WHERE connection_id = ${things.connection.id}
            AND (data->>'version')::int = ${version}) AS newest`)
  ).rows[0]!;

describe('batches that are written side by side', () => {
  it('come to the same as one after the other', async () => {
    expect(await things.connection.sync(connector)).toMatchObject({ status: 'completed' });
    expect(await count()).toEqual({ records: 6_000, counted: 6_000, sums: 6_000, newest: 6_000 });
  });

  it.each([
    ['half of the one before', [0, 500, 1_000, 1_500, 2_000, 2_500]],
    ['the same records again', [0, 0, 0, 0, 0, 0]],
    ['those of two before', [0, 1_000, 0, 1_000, 0, 1_000]],
  ])('never wait in a circle for %s', async (_, overlapping) => {
    starts = overlapping;
    const ids = new Set(overlapping.flatMap((s) => Array.from({ length: PAGE }, (__, i) => s + i)));
    for (version = 1; version <= 3; version++) {
      expect(await things.connection.sync(connector)).toMatchObject({ status: 'completed' });
      expect(await count()).toMatchObject({
        records: ids.size,
        counted: ids.size,
        newest: ids.size,
      });
    }
  });

  it('stop at once when the run is taken over, and leave nothing half done', async () => {
    answered = async (page) => {
      if (page !== 4) return;
      await db.query(sql`
        UPDATE sync_runs SET epoch = epoch + 1
        WHERE connection_id = ${things.connection.id} AND status = 'running'`);
    };
    await things.connection.sync(connector);
    const { records, counted } = await count();
    expect(records % PAGE).toBe(0);
    expect(counted).toBe(records);
    expect(records).toBeLessThan(6_000);
    const { rows } = await db.query<{ position: string; read: number }>(sql`
      SELECT k.pass->>'position' AS position, r.records_read AS read
      FROM stream_checkpoints k JOIN sync_runs r ON r.connection_id = k.connection_id
      WHERE k.connection_id = ${things.connection.id}`);
    expect(Number(rows[0]!.position) * PAGE).toBe(records);
    expect(rows[0]!.read).toBe(records);
  });
});

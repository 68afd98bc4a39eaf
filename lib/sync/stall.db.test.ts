import { expect, it } from 'vitest';
import { findConnector } from '@/lib/catalog/service';
import { getConnection, startSync } from '@/lib/connections/service';
import type { Connector } from '@/lib/connectors/kit';
import { withRequests, withStreams } from '@/lib/connectors/testing/change';
import { db } from '@/lib/platform/db';
import { sql } from '@/lib/platform/sql';
import { makePrincipal, makeWorkspace, useTestDatabase } from '@/lib/platform/testing';
import { bulkKey, connectPipedrive, useSandbox, work } from '@/lib/sync/testing';

useTestDatabase();
useSandbox();

const pipedrive = findConnector('pipedrive')!;
/** Pipedrive whose persons are asked for at an address that does not exist, from page `n` on. */
const stuck = (n: () => number): Connector =>
  withStreams(pipedrive, (s) =>
    s.name !== 'persons'
      ? s
      : {
          ...s,
          full: withRequests(s.full, (spec) => {
            pages += 1;
            return pages <= n() ? spec : { ...spec, url: spec.url.replace('persons', 'nowhere') };
          }),
        },
  );
let pages = 0;

it('a stream that gets no further in five runs is named, until it does', async () => {
  const principal = await makePrincipal(await makeWorkspace());
  const { id } = await connectPipedrive(principal, bulkKey(1_800));
  let readable = 0;
  const sync = async (full_sync = false) => {
    if (!(await getConnection(principal, { id })).is_syncing)
      await startSync(principal, { id, full_sync, streams: ['persons', 'stages'] });
    pages = 0;
    await work(id, undefined, (type) => (type === 'pipedrive' ? stuck(() => readable) : undefined));
    return getConnection(principal, { id });
  };
  for (let run = 1; run <= 4; run++)
    expect(await sync()).toMatchObject({
      health: 'degraded',
      stalled_streams: [],
      health_detail: { action: 'sync' },
    });
  const stalled = await sync();
  expect(stalled).toMatchObject({
    health: 'degraded',
    stalled_streams: ['persons'],
    health_detail: { action: 'start_over', who: 'you' },
  });
  expect(stalled.health_detail.cause).toMatch(
    /^People has got no further in the last five syncs\. The last sync said: persons: Pipedrive refused the request/,
  );
  // One page further is further.
  readable = 1;
  expect(await sync()).toMatchObject({ stalled_streams: [], health_detail: { action: 'sync' } });
  // A full sync begins anew, and dying at the same page each time is none.
  for (let run = 1; run <= 5; run++) await sync(true);
  expect(await getConnection(principal, { id })).toMatchObject({ stalled_streams: ['persons'] });
  readable = 100;
  expect(await sync()).toMatchObject({ health: 'healthy', stalled_streams: [] });
  const { rows } = await db.query<{ n: number }>(sql`
    SELECT count(*)::int AS n
    FROM records
    WHERE connection_id = ${id} AND stream = 'persons'`);
  expect(rows[0]!.n).toBe(1_800);
}, 60_000);

import type * as z from 'zod';
import { allConnectors } from '@/lib/catalog/service';
import { readableRows } from '@/lib/connections/service';
import type { compareMetrics as compareOperation, MetricTotals } from '@/lib/contract/metrics';
import type { Principal } from '@/lib/contract/principal';
import { bucketsOf, fill } from '@/lib/metrics/buckets';
import { periodOf } from '@/lib/metrics/read';
import { lastIn } from '@/lib/metrics/repository';
import { sumsOf, type Sums } from '@/lib/metrics/sums';
import { engagementOf, together } from '@/lib/metrics/totals';
import { iso } from '@/lib/platform/clock';

/** Each is read with its posts; more could not be told apart on a page. */
const ACCOUNTS_AT_MOST = 20;

/**
 * How the social accounts of a workspace did, side by side: those whose records the caller may read,
 * without those that are disconnected. Throws invalid_request.
 */
export async function compareMetrics(
  principal: Principal,
  input: z.output<typeof compareOperation.input>,
): Promise<z.output<typeof compareOperation.output>> {
  const period = periodOf(input);
  const buckets = bucketsOf(period, 'day');
  const social = allConnectors().filter((c) => c.streams.some((s) => s.entity === 'metrics'));
  const types = social.map(({ type }) => type);
  const rows = (await readableRows(principal, types)).toSorted(
    (a, b) =>
      types.indexOf(a.connector_type) - types.indexOf(b.connector_type) ||
      a.name.localeCompare(b.name, 'en'),
  );
  const accounts = await Promise.all(
    rows.slice(0, ACCOUNTS_AT_MOST).map(async (row) => {
      const [sums, known] = await Promise.all([sumsOf(row, period), lastIn(row.id, period, 'day')]);
      const followers = known.filter(({ metric }) => metric === 'followers');
      return { row, sums, followers: fill(buckets, followers) };
    }),
  );
  const byNetwork = Map.groupBy(accounts, ({ row }) => row.connector_type);
  return {
    from: iso(period.from),
    to: iso(period.to),
    accounts: accounts.map(({ row, sums: { posts: _, earlier: __, ...sums }, followers }) => ({
      connection_id: row.id,
      connector_type: row.connector_type,
      name: row.name,
      account: row.handle ? `@${row.handle.replace(/^@/, '')}` : row.account_label,
      ...sums,
      followers,
    })),
    left_out: rows.length - accounts.length,
    networks: [...byNetwork].map(([connector_type, of]) => ({
      connector_type,
      accounts: of.length,
      ...combined(of.map(({ sums }) => sums)),
    })),
    total: combined(accounts.map(({ sums }) => sums)),
  };
}

function combined(sums: readonly Sums[]): {
  current: MetricTotals;
  previous: MetricTotals;
  engagement_of: string[];
} {
  const [posts, earlier] = [sums.flatMap((s) => s.posts), sums.flatMap((s) => s.earlier)];
  return {
    current: together(
      posts,
      sums.map((s) => s.current),
    ),
    previous: together(
      earlier,
      sums.map((s) => s.previous),
    ),
    engagement_of: engagementOf(posts),
  };
}

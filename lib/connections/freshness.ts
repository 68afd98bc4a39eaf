import type * as z from 'zod';
import { findConnector } from '@/lib/catalog/service';
import type {
  Freshness,
  FreshnessMark,
  getFreshness as getOperation,
} from '@/lib/contract/freshness';
import type { Principal } from '@/lib/contract/principal';
import type { Row } from '@/lib/connections/repository-row';
import { mustFind } from '@/lib/connections/shared';
import { iso } from '@/lib/platform/clock';
import { arrivals, marksOfConnections, marksOfStreams, type MarkRow } from '@/lib/runs/service';
import { intervalOf } from '@/lib/schedule/service';

/** Data is called current for this many times its cadence after a good run. */
const PROMISED_CADENCES = 2;

/**
 * How current connections were over the last days, by id: one statement however many they are. They
 * are of one workspace.
 */
export async function freshnessOf(
  rows: readonly Row[],
): Promise<Record<string, z.output<typeof Freshness>>> {
  const [first] = rows;
  if (!first) return {};
  const promises = await promisesOf(rows);
  const marks = await marksOfConnections(
    first.workspace_id,
    rows.map((row) => ({ id: row.id, promise_ms: promises.get(row.connector_type) ?? null })),
  );
  const byConnection = Map.groupBy(marks, (mark) => mark.key);
  return Object.fromEntries(
    rows.map((row) => [
      row.id,
      lineOf(row, promises.get(row.connector_type) ?? null, byConnection.get(row.id) ?? []),
    ]),
  );
}

/** How current one connection was, as a whole and by stream. Throws connection_not_found. */
export async function getFreshness(
  principal: Principal,
  input: z.output<typeof getOperation.input>,
): Promise<z.output<typeof getOperation.output>> {
  const row = await mustFind(principal, input.id);
  const promise_ms = (await promisesOf([row])).get(row.connector_type) ?? null;
  const [whole, streams, arrived] = await Promise.all([
    marksOfConnections(row.workspace_id, [{ id: row.id, promise_ms }]),
    marksOfStreams(row.workspace_id, row.id, promise_ms),
    arrivals(row.workspace_id, row.id),
  ]);
  const byStream = Map.groupBy(streams, (mark) => mark.key);
  const known = findConnector(row.connector_type)?.streams.map((s) => s.name) ?? [];
  return {
    ...lineOf(row, promise_ms, whole),
    arrivals: arrived.map(({ at, changed }) => ({ at: iso(at), changed })),
    streams: known.map((stream) => {
      const marks = byStream.get(stream) ?? [];
      return { stream, changed: sum(marks), marks: marks.map(toMark) };
    }),
  };
}

/** The promise of each connector type, in milliseconds; null where events arrive by themselves. */
async function promisesOf(rows: readonly Row[]): Promise<Map<string, number | null>> {
  const types = new Set(rows.map((row) => row.connector_type));
  return new Map(
    await Promise.all(
      [...types].map(async (type) => {
        const connector = findConnector(type);
        const promised =
          connector && connector.auth.method !== 'webhook'
            ? PROMISED_CADENCES * (await intervalOf(connector))
            : null;
        return [type, promised] as const;
      }),
    ),
  );
}

const lineOf = (
  row: Row,
  promise_ms: number | null,
  marks: readonly MarkRow[],
): z.output<typeof Freshness> => ({
  promise_ms,
  next_at: row.live_run_id === null && row.status !== 'disconnected' ? iso(row.next_sync_at) : null,
  changed: sum(marks),
  marks: marks.map(toMark),
});

const sum = (marks: readonly MarkRow[]): number => marks.reduce((n, mark) => n + mark.today, 0);

const toMark = (mark: MarkRow): FreshnessMark => ({
  outcome: mark.outcome,
  from: iso(mark.first_at),
  to: iso(mark.last_at),
  runs: mark.runs,
  changed: mark.changed,
});

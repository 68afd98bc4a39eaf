import type { PoolClient } from 'pg';
import type { Stream, Connector, StreamContext } from '@/lib/connectors/kit';
import { parseJson } from '@/lib/platform/json';
import {
  addToCounts,
  resolveRetried,
  takeQuarantined,
  type Row,
  type QuarantinedRow,
} from '@/lib/records/service';
import { writeSafely } from '@/lib/sync/write-safely';
import { toRows, type BadItem } from '@/lib/sync/rows';

export interface RetryTarget {
  workspace_id: string;
  connection_id: string;
  context: StreamContext;
}

/**
 * Takes what is quarantined through the rules and the write path of a sync again, inside the caller's
 * transaction, which holds the connection's lock while no run is live. Answers the last id taken
 * (null: there was none) and what came of it.
 */
export async function retryQuarantined(
  tx: PoolClient,
  connector: Connector,
  target: RetryTarget,
  query: { ids: readonly string[] | null; after: string | null; limit: number },
): Promise<{ last: string | null; resolved: number; failed: number }> {
  const taken = await takeQuarantined(tx, target.workspace_id, target.connection_id, query);
  const reasons = new Map<string, string | null>();
  for (const [name, group] of Map.groupBy(taken, (t) => t.stream)) {
    const stream = connector.streams.find((s) => s.name === name);
    const judged = group.map((t) => ({
      id: t.id,
      ...(stream
        ? rowOf(stream, t, target.context)
        : { reason: 'The connector no longer has this stream.' }),
    }));
    const bad: BadItem[] = [];
    const rows = judged.flatMap((j) => ('row' in j && j.row ? [j.row] : []));
    if (stream && rows.length > 0) {
      const to = {
        workspace_id: target.workspace_id,
        connection_id: target.connection_id,
        stream: name,
        entity: stream.entity,
      };
      await addToCounts(tx, to, await writeSafely(tx, to, rows, bad));
    }
    const refused = new Map(bad.map((b) => [b.external_id, b.reason]));
    for (const j of judged)
      reasons.set(j.id, 'reason' in j ? j.reason : ((j.row && refused.get(j.row.id)) ?? null));
  }
  if (taken.length > 0)
    await resolveRetried(
      tx,
      target.workspace_id,
      taken.map((t) => ({ id: t.id, reason: reasons.get(t.id) ?? null })),
    );
  const failed = [...reasons.values()].filter((reason) => reason !== null).length;
  return { last: taken.at(-1)?.id ?? null, resolved: taken.length - failed, failed };
}

/** Pure: the row to write (none when the stream drops the item), or why there is none. */
function rowOf(
  stream: Stream,
  { payload }: QuarantinedRow,
  context: StreamContext,
): { row: Row | null } | { reason: string } {
  if (payload === null)
    return { reason: 'Its content was too large to be kept; only a sync can bring it in.' };
  // What was made of an item is not made again.
  const by = 'item' in payload ? stream : { ...stream, transform: undefined };
  const { rows, bad } = toRows(
    by,
    [parseJson('item' in payload ? payload.item : payload.record)],
    context,
  );
  return bad[0] ? { reason: bad[0].reason } : { row: rows[0] ?? null };
}

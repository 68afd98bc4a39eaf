import { parentsOf, type Connector, type Page, type Stream } from '@/lib/connectors/kit';
import { sleep } from '@/lib/platform/clock';
import { log } from '@/lib/platform/log';
import { askerFor, isLocal } from '@/lib/sync/ask';
import { openCaller } from '@/lib/sync/caller';
import type { Caller } from '@/lib/sync/context';
import { loadConnection, type ConnectionRow } from '@/lib/sync/repository';

/** A person waits for it. */
const PATIENCE_MS = 10_000;
/** Everything has changed since then; HubSpot's search takes no zero for a time. */
const EVER = '2000-01-01T00:00:00Z';

/**
 * How many records a first load would read, by the first page of each stream: of those of which the
 * provider gives a count, within ten seconds. Stores nothing.
 */
export async function estimate(
  workspace_id: string,
  connection_id: string,
  connector: Connector,
  from: string | null,
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const connection = await loadConnection(workspace_id, connection_id);
  if (!connection) return counts;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const caller = await openCaller(connection, connector, {
      probe: false,
      signal,
      clock: { offset_ms: null },
    });
    for (const stream of connector.streams.filter(isCountable)) {
      const count = await countOf(caller, connection, stream, from);
      if (count !== null) counts.set(stream.name, count);
    }
  } catch (error) {
    log.info({ err: error, connection: connection_id }, 'estimate given up');
  }
  return counts;
}

/** One that is read through another starts from records that are not here yet. */
const isCountable = (stream: Stream): boolean =>
  parentsOf(stream).length === 0 && !stream.full.arrives;

async function countOf(
  caller: Caller,
  connection: ConnectionRow,
  stream: Stream,
  from: string | null,
): Promise<number | null> {
  const byChanges = stream.backfill === 'changes' && stream.incremental;
  const walk = byChanges ? byChanges.walk : stream.full;
  const account = { id: connection.external_account_id ?? '', details: connection.account };
  const pages = walk.read(null, {
    ask: askerFor(caller),
    rows: () => Promise.reject(new Error('an estimate downloads nothing')),
    context: { account, config: connection.config, from: stream.backfill ? from : null },
    since: byChanges ? (from ?? EVER) : null,
    parents: async function* none() {},
    isLocal,
    sleep: (ms) => sleep(ms, caller.signal),
  });
  try {
    for await (const page of pages) return countIn(page);
  } catch (error) {
    caller.signal.throwIfAborted();
    log.info({ err: error, connection: connection.id, stream: stream.name }, 'no estimate');
  }
  return null;
}

/** The provider's own count; a first page that is the last counts itself. */
const countIn = ({ total, items, position }: Page): number | null =>
  total?.records ?? (position === null ? items.length : null);

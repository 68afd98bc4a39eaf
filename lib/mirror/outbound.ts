import { startSync } from '@/lib/connections/service';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';

/** Throws not_outbound for a connection that only reads. */
export function assertOutbound({ direction, name }: { direction: string; name: string }): void {
  if (direction === 'outbound') return;
  throw new DomainError('not_outbound', { detail: `${name} reads, and writes nothing.` });
}

/**
 * Queues a run where one can be: null when one is live already, which takes up what was set before it
 * looks, or the connection has to wait or to be repaired first.
 */
export async function startWriting(actor: Actor, id: string): Promise<string | null> {
  try {
    return (await startSync(actor, { id, full_sync: false, streams: [] })).sync_run_id;
  } catch (error) {
    const code = error instanceof DomainError ? error.code : '';
    if (code === 'sync_in_progress' || code === 'not_syncable') return null;
    throw error;
  }
}

import type * as z from 'zod';
import type { confirmDeletions as confirmOperation } from '@/lib/contract/connections';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import { findRow } from '@/lib/connections/repository-read';
import { confirmHeld, lockConnection } from '@/lib/connections/repository-write';
import { connectorOf, mustFind } from '@/lib/connections/shared';
import { assertSyncable } from '@/lib/connections/syncing';
import { emit } from '@/lib/events/service';
import { transaction } from '@/lib/platform/db';
import { requestRun } from '@/lib/runs/service';

/**
 * Says yes to deletions that were held back, up to the number that was shown, and reads the stream
 * once more: what that complete pass does not meet is deleted when it is no more than was said yes
 * to, give or take a tenth, and held back again otherwise. The word and the run are noted together
 * or not at all. Throws no_deletions_held, deletions_changed, not_syncable, or sync_in_progress.
 */
export async function confirmDeletions(
  actor: Actor,
  input: z.output<typeof confirmOperation.input>,
): Promise<z.output<typeof confirmOperation.output>> {
  const { workspace_id, id, connector_type } = await mustFind(actor, input.id);
  return transaction(async (tx) => {
    await lockConnection(tx, workspace_id, id);
    const row = (await findRow(workspace_id, id, tx))!;
    const held = row.sweep_held?.[input.stream];
    if (!held)
      throw new DomainError('no_deletions_held', {
        detail: `${row.name} holds no deletions of "${input.stream}" back.`,
      });
    if (row.live_run_id)
      throw new DomainError('sync_in_progress', {
        detail:
          'A sync of this connection is already running. What it finds may change the number.',
        extra: { sync_run_id: row.live_run_id },
      });
    assertSyncable(row);
    const up_to = input.up_to ?? held.would_delete;
    if (held.would_delete > up_to)
      throw new DomainError('deletions_changed', {
        detail: `By now ${held.would_delete} of ${held.of} would be deleted, not ${up_to}.`,
        extra: { would_delete: held.would_delete, of: held.of },
      });
    if (!connectorOf(row).streams.some((s) => s.name === input.stream))
      throw new DomainError('unknown_stream', {
        detail: `The connector no longer has a stream "${input.stream}".`,
      });
    await confirmHeld(tx, workspace_id, id, input.stream, held.would_delete);
    const data = { stream: input.stream, up_to: held.would_delete };
    await emit(tx, actor, { event: 'connection.deletions_confirmed', id, data });
    const run = await requestRun(tx, {
      workspace_id,
      connection_id: id,
      connector_type,
      sync_type: 'full',
      triggered_by: actor.kind === 'api_key' ? 'api' : 'manual',
      streams: [input.stream],
      priority: 10,
    });
    if (!run.queued)
      throw new DomainError('sync_in_progress', { extra: { sync_run_id: run.live_run_id } });
    return {
      confirmed: true,
      stream: input.stream,
      up_to: held.would_delete,
      sync_run_id: run.run_id,
    };
  });
}

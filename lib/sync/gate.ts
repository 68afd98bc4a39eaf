import type { Connector } from '@/lib/connectors/kit';
import type { RunRow } from '@/lib/runs/service';
import type { ConnectionRow } from '@/lib/sync/repository';

/** A run that was claimed this often without committing anything crashes its worker. */
const MAX_ATTEMPTS = 5;

export interface Refusal {
  status: 'cancelled' | 'failed';
  reason: string;
}

/** Pure: why a run does not start; null when it may. */
export function refusal(
  run: RunRow,
  connection: ConnectionRow | null,
  connector: Connector | null | undefined,
): Refusal | null {
  const cancelled = (reason: string): Refusal => ({ status: 'cancelled', reason });
  if (!connection || !connector) return cancelled('The connection or its connector is gone.');
  if (run.cancel_requested_at) return cancelled('Cancelled before it began.');
  if (connection.status === 'disconnected') return cancelled('The connection was disconnected.');
  if (connection.status === 'paused' && run.triggered_by === 'schedule')
    return cancelled('The connection is paused.');
  // The schedule tries a refused credential again by itself a few times.
  if (connection.needs_reauth && run.triggered_by !== 'schedule')
    return cancelled('The connection has to be authorized again first.');
  if (run.attempts > MAX_ATTEMPTS)
    return {
      status: 'failed',
      reason:
        `The sync crashed ${MAX_ATTEMPTS} times in a row without getting further and was ` +
        'stopped. It is tried again in an hour.',
    };
  return null;
}

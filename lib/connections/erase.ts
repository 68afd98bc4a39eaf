import type * as z from 'zod';
import { DomainError } from '@/lib/contract/errors';
import type { eraseConnection as eraseOperation } from '@/lib/contract/erasing';
import type { Actor } from '@/lib/contract/principal';
import type { Row } from '@/lib/connections/repository-read';
import { removeConnection } from '@/lib/connections/repository-write';
import { mustFind, mustLock } from '@/lib/connections/shared';
import { emit } from '@/lib/events/service';
import { insistentTransaction } from '@/lib/platform/db';
import { eraseRecords } from '@/lib/records/service';
import { removeRuns } from '@/lib/runs/service';

/**
 * Removes a disconnected connection for good: its records, history and quarantine, and at last
 * itself. `name` must be its own, as a sign that it is meant. What the audit trail says stays. Throws
 * connection_not_found, invalid_request, invalid_transition when it is not disconnected.
 */
export async function eraseConnection(
  actor: Actor,
  input: z.output<typeof eraseOperation.input>,
): Promise<z.output<typeof eraseOperation.output>> {
  const row = await mustFind(actor, input.id);
  if (input.name !== row.name) {
    const message = 'This is not the name of the connection.';
    throw new DomainError('invalid_request', {
      detail: message,
      fix: `Send its name: ${row.name}`,
      errors: [{ path: 'name', message }],
    });
  }
  const records_erased = await insistentTransaction(async (tx) => {
    assertDisconnected(await mustLock(tx, actor, row.id));
    await removeRuns(tx, row.workspace_id, row.id);
    await removeConnection(tx, row.workspace_id, row.id);
    const records = await eraseRecords(tx, row.id);
    const data = { connector_type: row.connector_type, name: row.name, records };
    await emit(tx, actor, { event: 'connection.erased', id: row.id, data });
    return records;
  });
  return { id: row.id, erased: true, records_erased };
}

/** Disconnecting takes back our access; what is only deleted would keep it. */
function assertDisconnected({ status, name }: Row): void {
  if (status === 'disconnected') return;
  throw new DomainError('invalid_transition', {
    detail: `${name} is still connected.`,
    fix: 'Disconnect it first.',
  });
}

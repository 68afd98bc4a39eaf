import type * as z from 'zod';
import { findConnector } from '@/lib/catalog/service';
import { recordsOf } from '@/lib/connections/shared';
import { DomainError } from '@/lib/contract/errors';
import type { listFields as fieldsOperation } from '@/lib/contract/fields';
import type { Principal } from '@/lib/contract/principal';
import { readFields } from '@/lib/records/service';

/**
 * The fields of a stream's records, and what of them came, went or changed its type. Throws
 * connection_not_found, forbidden for somebody else's personal connection, and unknown_stream.
 */
export async function listFields(
  principal: Principal,
  { id, stream }: z.output<typeof fieldsOperation.input>,
): Promise<z.output<typeof fieldsOperation.output>> {
  const row = await recordsOf(principal, id);
  const streams = findConnector(row.connector_type)?.streams ?? [];
  if (!streams.some((s) => s.name === stream))
    throw new DomainError('unknown_stream', { detail: `There is no stream ${stream}.` });
  return readFields(row.workspace_id, row.id, stream);
}

import * as z from 'zod';
import { Id } from '@/lib/contract/common';
import { defineOperation } from '@/lib/contract/operation';

export const eraseConnection = defineOperation({
  id: 'eraseConnection',
  method: 'POST',
  path: '/api/platform/v1/connections/{id}/erase',
  tag: 'Connections',
  surface: 'connections',
  summary: 'Remove a disconnected connection with its records and its history, for good',
  scope: 'connections:delete',
  audit: { event: 'connection.erased', target: { input: 'id' } },
  idempotency: 'not_idempotent',
  not_found: { id: 'connection' },
  errors: ['invalid_transition'],
  /** `name`: of the connection, as a sign that this one is meant. */
  input: z.strictObject({ id: Id, name: z.string().max(120) }),
  output: z.object({
    id: Id,
    erased: z.literal(true),
    records_erased: z.int(),
  }),
});

import type { Examples } from '@/lib/contract/examples/example';
import { CONNECTION, CONNECTION_ID } from '@/lib/contract/examples/samples';

/** The audit trail. */
export const AUDIT_EXAMPLES = {
  listAuditEvents: [
    {
      summary: 'What was done to connections',
      input: { action: 'connection.', limit: 1 },
      output: {
        events: [
          {
            id: '01a2164d-5c6e-7a3b-9d2f-1f0e8c7b6a54',
            at: '2026-11-21T10:00:00.000Z',
            actor_kind: 'user',
            actor_id: '01a2164d-0000-7a3b-9d2f-1f0e8c7b6a54',
            actor_name: 'Leila Weber',
            action: 'connection.paused',
            target_kind: 'connection',
            target_id: CONNECTION_ID,
            target_name: CONNECTION.name,
            request_id: '01a2164d-5c6d-7a3b-9d2f-1f0e8c7b6a54',
            data: {},
          },
        ],
        next_cursor: null,
        has_more: false,
      },
    },
  ],
} satisfies Examples;

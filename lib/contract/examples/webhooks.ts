import type * as z from 'zod';
import type { Examples } from '@/lib/contract/examples/example';
import { WORKSPACE_ID } from '@/lib/contract/examples/samples';
import type { WebhookDelivery, WebhookEndpoint } from '@/lib/contract/webhooks';

const ENDPOINT_ID = '019a1f72-5b0e-7c44-a1d8-3e6f9a2b7c55';
const DELIVERY_ID = '019a1f73-0c1d-7e90-b2f4-8a7d6c5e4b36';

const ENDPOINT: z.output<typeof WebhookEndpoint> = {
  id: ENDPOINT_ID,
  provider: 'linear',
  provider_name: 'Linear',
  name: 'Linear',
  workspace: { id: WORKSPACE_ID, slug: 'acme' },
  connection_id: null,
  reach: 'workspace',
  url: `https://inlet.example.com/api/v1/connectors/webhooks/linear/${ENDPOINT_ID}`,
  registered: false,
  lapses_at: null,
  created_at: '2026-11-30T09:12:00.000Z',
  rotated_at: null,
  previous_secret_until: null,
  disabled_at: null,
  counts: { accepted: 41, duplicates: 2, challenges: 0, refused: 1, pending: 0, failed: 0 },
  last_delivery_at: '2026-11-30T09:40:11.000Z',
};

const DELIVERY: z.output<typeof WebhookDelivery> = {
  id: DELIVERY_ID,
  endpoint_id: ENDPOINT_ID,
  provider: 'linear',
  received_at: '2026-11-30T09:40:11.000Z',
  verdict: 'accepted',
  reason: null,
  dedupe_key: '6f1c8f5e-2b1d-4c39-9f3b-1f6f0d1c2a77',
  repeats: 0,
  event_keys: ['issue.updated'],
  size: 1_204,
  took_ms: 3.1,
  handled_after_ms: 18,
  state: 'done',
  attempts: 1,
  error: null,
  connections: 1,
  payload: { action: 'update', type: 'Issue', data: { title: '[redacted]' } },
};

const SECRET = 'lin_wh_Zb3kQ7xN2vT9mRs4';

/** Events in: addresses providers deliver to, and what they delivered. */
export const WEBHOOK_EXAMPLES = {
  listConnectorEvents: [
    {
      summary: 'What Linear delivered last',
      input: { provider: 'linear' },
      output: { endpoints: [ENDPOINT], deliveries: [DELIVERY], next_cursor: null },
    },
  ],
  createConnectorEndpoint: [
    {
      summary: 'An address for Linear',
      input: { provider: 'linear' },
      output: { endpoint: ENDPOINT, secret: SECRET, verify_token: null },
    },
  ],
  rotateConnectorEndpoint: [
    {
      summary: 'A new secret',
      input: { id: ENDPOINT_ID },
      output: { endpoint: ENDPOINT, secret: SECRET, verify_token: null },
    },
  ],
  updateConnectorEndpoint: [
    {
      summary: 'Stop taking deliveries',
      input: { id: ENDPOINT_ID, disabled: true },
      output: { endpoint: { ...ENDPOINT, disabled_at: '2026-11-30T10:00:00.000Z' } },
    },
  ],
  replayConnectorDelivery: [
    {
      summary: 'Handle a delivery once more',
      input: { id: DELIVERY_ID },
      output: { delivery: DELIVERY },
    },
  ],
} satisfies Examples;

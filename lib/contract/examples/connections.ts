import type { ConnectionStream } from '@/lib/contract/streams';
import type { Examples } from '@/lib/contract/examples/example';
import {
  CONNECTED,
  CONNECTION,
  CONNECTION_ID,
  CONNECTOR,
  RECORD,
  RUN_ID,
  RUN_SUMMARY,
  TOMBSTONE,
} from '@/lib/contract/examples/samples';

const id = CONNECTION_ID;
const STREAM: ConnectionStream = {
  stream: 'deals',
  label: 'Deals',
  entity: 'opportunities',
  description: 'Every deal with its stage, value and owner.',
  sync_mode: 'incremental',
  enabled: true,
  parents: [],
  backfill: true,
};
const COLLECTION = {
  id: 'sales-emea-x7k2p9',
  name: 'Sales EMEA',
  connections: 2,
  created_at: '2026-11-02T14:00:00.000Z',
};
const { status, health, health_detail, is_syncing, last_synced_at, current_to, last_error } =
  CONNECTION;

/** Connecting, connections, runs and records. */
export const CONNECTION_EXAMPLES = {
  getCatalog: [
    {
      summary: 'What of the CRMs can be connected',
      input: { category: 'crm' },
      output: { connectors: [CONNECTOR] },
    },
  ],
  listConnections: [
    { summary: 'Everything', input: {}, output: { connections: [CONNECTION], next_cursor: null } },
    {
      summary: 'What needs somebody to sign in again, ten at a time',
      input: { health: 'needs_reauth', limit: 10 },
      output: { connections: [], next_cursor: null },
    },
    {
      summary: 'What has both tags',
      input: { tag: 'emea,sales' },
      output: { connections: [CONNECTION], next_cursor: null },
    },
  ],
  eraseConnection: [
    {
      summary: 'Remove it with everything it brought in',
      input: { id, name: CONNECTION.name },
      output: { id, erased: true, records_erased: 312 },
    },
  ],
  getFreshness: [
    {
      summary: 'How current it was over the last days',
      input: { id },
      output: {
        promise_ms: 3_600_000,
        next_at: '2026-11-21T10:30:00.000Z',
        changed: 41,
        marks: [
          {
            outcome: 'completed',
            from: '2026-11-20T10:00:00.000Z',
            to: '2026-11-21T10:00:00.000Z',
            runs: 49,
            changed: 41,
          },
        ],
        arrivals: [{ at: '2026-11-21T09:30:00.000Z', changed: 41 }],
        streams: [
          {
            stream: 'deals',
            changed: 41,
            marks: [
              {
                outcome: 'completed',
                from: '2026-11-20T10:00:00.000Z',
                to: '2026-11-21T10:00:00.000Z',
                runs: 49,
                changed: 41,
              },
            ],
          },
        ],
      },
    },
  ],
  getConnection: [{ summary: 'One connection', input: { id }, output: CONNECTION }],
  getConnectionStatus: [
    {
      summary: 'How it is doing',
      input: { id },
      output: {
        id,
        status,
        health,
        health_detail,
        is_syncing,
        last_synced_at,
        current_to,
        last_error,
        last_run: RUN_SUMMARY,
        auto_paused_at: null,
        progress: null,
      },
    },
  ],
  createConnection: [
    {
      summary: 'With an API key',
      input: {
        connector_type: 'pipedrive',
        api_key: '0123456789abcdef0123456789abcdef01234567',
        name: 'Pipedrive EMEA',
      },
      output: { mode: 'connected', connection: CONNECTED, sync_run_id: RUN_ID },
    },
    {
      summary: 'With a rhythm of its own',
      input: {
        connector_type: 'pipedrive',
        api_key: '0123456789abcdef0123456789abcdef01234567',
        schedule: { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' },
      },
      output: {
        mode: 'connected',
        connection: { ...CONNECTED, schedule: { cron: '0 6 * * 1-5', timezone: 'Europe/Berlin' } },
        sync_run_id: RUN_ID,
      },
    },
    {
      summary: 'By OAuth: send the person to authorize_url',
      input: { connector_type: 'hubspot', return_to: 'https://app.example.com/sources' },
      output: {
        mode: 'oauth_redirect',
        authorize_url: 'https://app.hubspot.com/oauth/authorize?client_id=…&state=…',
        connection: { ...CONNECTED, connector_type: 'hubspot', status: 'pending' },
      },
    },
    {
      summary: 'Without the key: send it later to credential_submit_url',
      input: { connector_type: 'pipedrive' },
      output: {
        mode: 'credentials_required',
        credential_submit_url: `https://inlet.example.com/api/platform/v1/connections/${id}/credentials`,
        connection: { ...CONNECTED, status: 'pending', is_syncing: false },
      },
    },
  ],
  submitCredentials: [
    {
      summary: 'The key of a connection that waits for it',
      input: { id, api_key: '0123456789abcdef0123456789abcdef01234567' },
      output: { mode: 'connected', connection: CONNECTED, sync_run_id: RUN_ID },
    },
  ],
  resolveHandle: [
    {
      summary: 'Who is @acme?',
      input: { connector_type: 'x', handle: 'acme' },
      output: {
        account: {
          external_account_id: '1538291',
          handle: 'acme',
          display_name: 'Acme',
          avatar_url: null,
          followers: 4_200,
          description: 'Makers of everything.',
          verified: true,
          protected: false,
          profile_url: 'https://x.com/acme',
        },
        existing_id: null,
      },
    },
  ],
  reconnectConnection: [
    {
      summary: 'With a new key',
      input: { id, api_key: '0123456789abcdef0123456789abcdef01234567' },
      output: { mode: 'connected', connection: CONNECTED, sync_run_id: RUN_ID },
    },
  ],
  updateConnection: [
    {
      summary: 'Another name',
      input: { id, name: 'Pipedrive EMEA (prod)' },
      output: {
        updated: true,
        id,
        connector_type: 'pipedrive',
        name: 'Pipedrive EMEA (prod)',
        connection: { ...CONNECTION, name: 'Pipedrive EMEA (prod)' },
      },
    },
    {
      summary: 'Its tags, in the place of those it had',
      input: { id, tags: ['emea', 'sales'] },
      output: {
        updated: true,
        id,
        connector_type: 'pipedrive',
        tags: ['emea', 'sales'],
        connection: CONNECTION,
      },
    },
  ],
  listCollections: [{ summary: 'All of them', input: {}, output: { collections: [COLLECTION] } }],
  createCollection: [
    {
      summary: 'A collection with an id made from its name',
      input: { name: COLLECTION.name },
      output: { collection: { ...COLLECTION, connections: 0 } },
    },
  ],
  deleteCollection: [
    {
      summary: 'One that is empty',
      input: { id: COLLECTION.id },
      output: { id: COLLECTION.id, deleted: true },
    },
  ],
  deleteConnection: [
    {
      summary: 'Disconnect',
      input: { id },
      output: { id, status: 'disconnected', disconnected: true, revoked: null },
    },
  ],
  confirmDeletions: [
    {
      summary: 'Yes, those are gone',
      input: { id, stream: 'persons', up_to: 320 },
      output: { confirmed: true, stream: 'persons', up_to: 320, sync_run_id: RUN_ID },
    },
  ],
  pauseConnection: [
    {
      summary: 'Pause',
      input: { id },
      output: { connection: { ...CONNECTION, status: 'paused' } },
    },
  ],
  resumeConnection: [{ summary: 'Resume', input: { id }, output: { connection: CONNECTION } }],
  listStreams: [
    {
      summary: 'What is read, and how far back',
      input: { id },
      output: { streams: [STREAM], backfill_from: null },
    },
  ],
  updateStreams: [
    {
      summary: 'Leave one out, and begin with last year',
      input: {
        id,
        streams: { deals: true, products: false },
        backfill_from: '2025-01-01T00:00:00Z',
      },
      output: { streams: [STREAM], backfill_from: '2025-01-01T00:00:00.000Z', sync_run_id: null },
    },
  ],
  estimateStreams: [
    {
      summary: 'How much there is since January',
      input: { id, from: '2026-01-01T00:00:00Z' },
      output: { streams: [{ stream: 'deals', records: 312 }] },
    },
  ],
  listEntities: [
    {
      summary: 'How much there is',
      input: { id },
      output: {
        entities: [{ entity: 'opportunities', count: 312, updated_at: RECORD.updated_at }],
        streams: [
          {
            stream: 'deals',
            label: 'Deals',
            entity: 'opportunities',
            sync_mode: 'incremental',
            count: 312,
            deleted: 9,
            quarantined: 0,
            last_success_at: '2026-11-30T09:00:04.412Z',
            current_to: '2026-11-30T09:00:02.000Z',
            bookmark: '2026-11-30T09:00:02.000Z',
            full_read_at: '2026-11-29T03:12:40.118Z',
            missed: 0,
          },
        ],
      },
    },
  ],
  listRecords: [
    {
      summary: 'What changed since the last page',
      input: { id, stream: 'deals', cursor: 'czo5MDMxMw', limit: 2 },
      output: { records: [RECORD, TOMBSTONE], next_cursor: 'czo5MDMxNQ', has_more: false },
    },
  ],
  listFields: [
    {
      summary: 'What the provider added to its deals',
      input: { id, stream: 'deals' },
      output: {
        stream: 'deals',
        newest: { records: 1000, from: '2026-11-29T10:00:00.000Z', to: '2026-11-30T09:00:02.000Z' },
        oldest: { records: 1000, from: '2026-11-02T14:00:00.000Z', to: '2026-11-03T08:12:00.000Z' },
        fields: [
          {
            path: 'custom_fields.region',
            types: ['string'],
            types_before: [],
            newest: 412,
            oldest: 0,
            state: 'new',
          },
        ],
      },
    },
  ],
  listQuarantine: [
    {
      summary: 'What could not be stored',
      input: { id },
      output: {
        records: [
          {
            id: '019a1f70-3f10-7c1b-9d4e-1a2b3c4d5e60',
            stream: 'persons',
            label: 'People',
            external_id: '812',
            reason: 'It has no id.',
            payload: '{"name":"?"}',
            payload_truncated: false,
            payload_hash: '5f1d',
            run_id: RUN_ID,
            first_seen_at: '2026-11-29T09:00:04.000Z',
            last_seen_at: '2026-11-30T09:00:04.000Z',
          },
        ],
        next_cursor: null,
        total: 1,
      },
    },
  ],
  retryQuarantine: [
    {
      summary: 'Try all of them again',
      input: { id },
      output: { retried: 1, resolved: 1, failed: 0, remaining: 0 },
    },
  ],
} satisfies Examples;

import type * as z from 'zod';
import type { Member } from '@/lib/contract/access';
import type { ApiKey } from '@/lib/contract/api-keys';
import type { CatalogEntry } from '@/lib/contract/catalog';
import type { Connection } from '@/lib/contract/connections';
import type { ProviderApp } from '@/lib/contract/provider-apps';
import type { Run, RunSummary, SyncedRecord } from '@/lib/contract/runs';

/** What the examples of the operations are made of. */
export const CONNECTION_ID = '019a1f6e-6d3a-7c52-9d1e-2f6b8c0a4e11';
export const RUN_ID = '019a1f70-11b4-7a0f-8c39-5d2e7f9b3a02';
export const USER_ID = '019a1f6c-2b7e-7d10-8a4f-6c1d9e3b5a70';
export const WORKSPACE_ID = '019a1f6c-0a11-7b3c-9f21-4d8e7a6b5c40';
export const KEY_ID = '019a1f6d-41c9-7e8a-b3d5-0f9e8d7c6b51';
export const API_KEY = 'inlet_sk_live_4fQ2mZ8sVxT1kLr7NwYp3HdJc6GbEaU9oXi5RtCq0hwWks';

export const RUN_SUMMARY: z.output<typeof RunSummary> = {
  id: RUN_ID,
  status: 'completed',
  sync_type: 'incremental',
  triggered_by: 'schedule',
  started_at: '2026-11-30T09:00:02.114Z',
  finished_at: '2026-11-30T09:00:09.870Z',
  streams_total: 5,
  streams_failed: 0,
  records_written: 38,
  error_reason: null,
};

const STREAM: z.output<typeof Run>['streams'][number] = {
  stream: 'deals',
  entity: 'opportunities',
  status: 'completed',
  started_at: '2026-11-30T09:00:02.300Z',
  finished_at: '2026-11-30T09:00:04.412Z',
  records_written: 12,
  records_created: 4,
  records_updated: 8,
  records_deleted: 1,
  records_failed: 0,
  records_missed: 0,
  records_read: 14,
  pages: 1,
  error_reason: null,
  error_message: null,
};

export const RUN: z.output<typeof Run> = {
  ...RUN_SUMMARY,
  created_at: '2026-11-30T09:00:00.021Z',
  records_created: 20,
  records_updated: 18,
  records_deleted: 1,
  records_failed: 0,
  records_missed: 0,
  error_message: null,
  streams: [STREAM],
};

export const CONNECTION: z.output<typeof Connection> = {
  id: CONNECTION_ID,
  kind: 'first_party',
  connector_type: 'pipedrive',
  name: 'Pipedrive EMEA',
  description: null,
  status: 'connected',
  health: 'healthy',
  health_detail: {
    cause: 'Connected and up to date.',
    causes: [{ code: 'up_to_date', values: {} }],
    who: 'nobody',
    action: 'none',
    action_label: null,
    retry_at: null,
  },
  scope: 'business',
  direction: 'inbound',
  is_syncing: false,
  last_synced_at: '2026-11-30T09:00:09.870Z',
  current_to: '2026-11-30T09:00:02.000Z',
  last_error: null,
  error_category: null,
  last_run: RUN_SUMMARY,
  records_total: 1_247,
  owner_user_id: null,
  owner_name: null,
  created_by: USER_ID,
  created_by_name: 'Ada Lovelace',
  created_at: '2026-11-02T14:11:30.512Z',
  updated_at: '2026-11-30T09:00:09.870Z',
  account_label: 'Acme EMEA',
  external_account_id: '7781234',
  missing_scopes: [],
  collection: null,
  tags: ['emea', 'sales'],
  schedule: null,
  config: {},
  account_details: { api_domain: 'https://acme.pipedrive.com' },
  authorization: 'api_key',
  auth_provider: null,
  disconnected_at: null,
  auto_paused_at: null,
  handle: null,
  display_name: null,
  avatar_url: null,
  deletions_held: [],
  stalled_streams: [],
  quarantined: 0,
  live_updates: 'none',
  live_updates_detail: null,
};

/** The same while its first sync waits. */
export const CONNECTED: z.output<typeof Connection> = {
  ...CONNECTION,
  health: 'syncing',
  health_detail: {
    cause: 'A sync is running.',
    causes: [{ code: 'syncing', values: {} }],
    who: 'nobody',
    action: 'none',
    action_label: null,
    retry_at: null,
  },
  is_syncing: true,
  last_synced_at: null,
  current_to: null,
  last_run: null,
  records_total: 0,
};

export const CONNECTOR: z.output<typeof CatalogEntry> = {
  type: 'pipedrive',
  name: 'Pipedrive',
  description: 'Deals, people, organizations and activities.',
  kind: 'first_party',
  category: 'crm',
  auth_method: 'api_key',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  puller_status: 'live',
  connectable: true,
  availability: 'available',
  availability_reason: null,
  configured: true,
  streams: [
    {
      name: 'deals',
      label: 'Deals',
      entity: 'opportunities',
      sync_mode: 'incremental',
      description: 'Every deal with its stage, value and owner.',
      parents: [],
      backfill: true,
    },
  ],
  credential_fields: [
    {
      key: 'api_key',
      label: 'API token',
      required: true,
      secret: true,
      placeholder: '40 letters and digits',
      help: 'The token of a user who sees what should be synced.',
      where_to_find: [
        'Open your name, then Company settings.',
        'Choose Personal preferences → API.',
      ],
      find_url: 'https://app.pipedrive.com/settings/api',
      pattern: '^[0-9a-f]{40}$',
    },
  ],
  connect_fields: [],
  scopes: [],
  tools: [
    {
      name: 'list_deals',
      description: 'Read the synced deals: every deal with its stage, value and owner.',
    },
  ],
  handle_placeholder: null,
  promises: ['Inlet reads and never writes.'],
  docs_url: 'https://developers.pipedrive.com/docs/api/v1',
  logo: 'pipedrive',
  keywords: ['crm', 'sales'],
  default_cadence: '30m',
  federated_search: false,
  version: '1.0.0',
  set_up_minutes: 2,
  role_needed: null,
  trouble: null,
  wished: false,
};

export const RECORD: z.output<typeof SyncedRecord> = {
  id: '4711',
  stream: 'deals',
  entity: 'opportunities',
  data: { id: 4711, title: 'Acme renewal', value: 12_000, currency: 'EUR' },
  parent_id: null,
  seq: '90314',
  created_at: '2026-11-28T08:30:11.402Z',
  updated_at: '2026-11-30T09:00:03.155Z',
  deleted: false,
  deleted_at: null,
  merged_into: null,
  source_url: 'https://acme.pipedrive.com/deal/4711',
};
/** A record that is gone at the provider. */
export const TOMBSTONE: z.output<typeof SyncedRecord> = {
  ...RECORD,
  id: '4702',
  data: { id: 4702, title: 'Old deal' },
  seq: '90315',
  deleted: true,
  deleted_at: '2026-11-30T09:00:04.001Z',
  source_url: null,
};

export const MEMBER: z.output<typeof Member> = {
  user_id: USER_ID,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  role: 'admin',
  joined_at: '2026-11-02T14:00:00.000Z',
};

export const KEY: z.output<typeof ApiKey> = {
  id: KEY_ID,
  name: 'Warehouse',
  prefix: API_KEY.slice(0, 18),
  last4: API_KEY.slice(-4),
  scopes: ['connections:read'],
  created_by: USER_ID,
  created_by_name: 'Ada Lovelace',
  created_at: '2026-11-30T09:12:00.000Z',
  expires_at: '2027-02-28T09:12:00.000Z',
  last_used_at: null,
  revoked_at: null,
  connection_ids: [],
  connector_types: [],
  replaces: null,
};

export const PROVIDER_APP: z.output<typeof ProviderApp> = {
  type: 'hubspot',
  name: 'HubSpot',
  client_id: '6f1c9d2e-5a77-4c31-9d0b-0e7d1f2a3b4c',
  source: 'stored',
  redirect_uri: 'https://inlet.example.com/api/oauth/callback/hubspot',
  docs_url: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/overview',
  scopes: [{ scope: 'crm.objects.contacts.read', why: 'To read your contacts.', required: true }],
  updated_at: '2026-11-30T09:12:00.000Z',
};

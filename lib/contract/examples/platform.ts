import type { Examples } from '@/lib/contract/examples/example';
import {
  API_KEY,
  KEY,
  KEY_ID,
  MEMBER,
  PROVIDER_APP,
  USER_ID,
  WORKSPACE_ID,
} from '@/lib/contract/examples/samples';

const INVITATION = {
  id: '019a1f6d-9b3c-7a01-8e2f-7c6d5e4f3a21',
  email: 'grace@example.com',
  role: 'member',
  expires_at: '2026-12-07T09:12:00.000Z',
  created_at: '2026-11-30T09:12:00.000Z',
} as const;
const ORIGINS = {
  api_origins: ['https://app.example.com'],
  return_origins: ['https://app.example.com'],
};
const CADENCE = {
  type: 'hubspot',
  name: 'HubSpot',
  default_interval: '30m',
  override: '1h',
  effective_interval: '1h',
  connections: 3,
} as const;
const NEW_KEY = 'inlet_sk_live_9wT4cLx2KpQ8zVn6MbRs1YfHj7DgEaU3oXi5RtCq0hS2b8dF';

/** Access, the account and what all workspaces share. */
export const PLATFORM_EXAMPLES = {
  getSession: [
    {
      summary: 'Who a key is',
      input: {},
      output: {
        user: null,
        workspace: {
          id: WORKSPACE_ID,
          slug: 'acme',
          name: 'Acme',
          mode: 'live',
          role: null,
          twin_of: null,
        },
        workspaces: [],
        scopes: ['connections:read'],
        access: { connections: 'write', personal_records: 'hidden' },
      },
    },
  ],
  listMembers: [{ summary: 'Everybody', input: {}, output: { members: [MEMBER] } }],
  updateMember: [
    {
      summary: 'Make somebody an admin',
      input: { user_id: USER_ID, role: 'admin' },
      output: { member: MEMBER },
    },
  ],
  removeMember: [
    {
      summary: 'Remove',
      input: { user_id: USER_ID },
      output: { removed: true, user_id: USER_ID },
    },
  ],
  listInvitations: [
    { summary: 'Open invitations', input: {}, output: { invitations: [INVITATION] } },
  ],
  createInvitation: [
    {
      summary: 'Invite a colleague',
      input: { email: 'grace@example.com' },
      output: { invitation: INVITATION, url: 'https://inlet.example.com/invite/…' },
    },
  ],
  deleteInvitation: [
    {
      summary: 'Withdraw',
      input: { id: INVITATION.id },
      output: { deleted: true, id: INVITATION.id },
    },
  ],
  listApiKeys: [{ summary: 'Every key', input: {}, output: { api_keys: [KEY] } }],
  createApiKey: [
    {
      summary: 'A key that reads',
      input: { name: 'Warehouse', scopes: ['connections:read'] },
      output: { api_key: KEY, key: API_KEY },
    },
    {
      summary: 'A key for one kind of source alone',
      input: {
        name: 'CRM export',
        scopes: ['connections:read'],
        connector_types: ['hubspot'],
        expires_in_days: 30,
      },
      output: {
        api_key: { ...KEY, name: 'CRM export', connector_types: ['hubspot'] },
        key: API_KEY,
      },
    },
  ],
  rotateApiKey: [
    {
      summary: 'Both work for two hours',
      input: { id: KEY_ID, overlap_hours: 2 },
      output: {
        api_key: { ...KEY, id: '019a1f7a-6a10-7b2c-9e3d-4f5a6b7c8d90', replaces: KEY_ID },
        key: NEW_KEY,
        replaced: { ...KEY, expires_at: '2026-11-30T11:12:00.000Z' },
      },
    },
  ],
  revokeApiKey: [
    { summary: 'Revoke', input: { id: KEY_ID }, output: { revoked: true, id: KEY_ID } },
  ],
  getOrigins: [{ summary: 'Which origins may', input: {}, output: ORIGINS }],
  setOrigins: [
    {
      summary: 'Let a page of yours call',
      input: ORIGINS,
      output: { ...ORIGINS, workspace: { id: WORKSPACE_ID } },
    },
  ],
  listCadences: [{ summary: 'Every connector', input: {}, output: { connectors: [CADENCE] } }],
  setCadence: [
    {
      summary: 'Sync every HubSpot connection hourly',
      input: { type: 'hubspot', sync_interval: '1h' },
      output: { connector: CADENCE },
    },
  ],
  listOperations: [
    {
      summary: 'What this key may call',
      input: {},
      output: {
        operations: [
          {
            id: 'getSession',
            method: 'GET',
            path: '/api/platform/v1/session',
            summary: 'Who am I, and where',
            scope: null,
            input_schema: { type: 'object', properties: {}, additionalProperties: false },
            output_schema: { type: 'object' },
          },
        ],
      },
    },
  ],
  listSessions: [
    {
      summary: 'Where you are signed in',
      input: {},
      output: {
        sessions: [
          {
            id: '019a1f6d-0c4d-7e5f-8a6b-9c8d7e6f5a43',
            browser: 'Firefox on Windows',
            address: '203.0.113.7',
            created_at: '2026-11-30T08:00:00.000Z',
            last_used_at: '2026-11-30T09:12:00.000Z',
            current: true,
          },
        ],
      },
    },
  ],
  endSession: [
    {
      summary: 'Sign another browser out',
      input: { id: '019a1f6d-0c4d-7e5f-8a6b-9c8d7e6f5a43' },
      output: { ended: true, id: '019a1f6d-0c4d-7e5f-8a6b-9c8d7e6f5a43' },
    },
  ],
  changePassword: [
    {
      summary: 'A new password',
      input: {
        current_password: 'the old one of many words',
        new_password: 'another one of many words',
      },
      output: { changed: true, sessions_ended: 1 },
    },
  ],
  getSystemChecks: [
    {
      summary: 'How the installation is doing',
      input: {},
      output: {
        checked_at: '2026-11-30T09:12:00.000Z',
        level: 'ok',
        checks: [
          {
            id: 'workers',
            title: 'Workers',
            level: 'ok',
            finding: '2 processes sync, 20 syncs at a time.',
            fix: null,
            facts: [],
          },
        ],
      },
    },
  ],
  listProviderApps: [
    { summary: 'Every provider app', input: {}, output: { provider_apps: [PROVIDER_APP] } },
  ],
  setProviderApp: [
    {
      summary: 'Enter the app of HubSpot',
      input: {
        type: 'hubspot',
        client_id: '6f1c9d2e-5a77-4c31-9d0b-0e7d1f2a3b4c',
        client_secret: 'the secret HubSpot shows',
      },
      output: { provider_app: PROVIDER_APP },
    },
  ],
  deleteProviderApp: [
    {
      summary: 'Forget it',
      input: { type: 'hubspot' },
      output: {
        provider_app: { ...PROVIDER_APP, client_id: null, source: null, updated_at: null },
      },
    },
  ],
  testProviderApp: [
    {
      summary: 'Does HubSpot know it?',
      input: { type: 'hubspot' },
      output: { verdict: 'accepted', said: 'HubSpot accepts the app.' },
    },
  ],
} satisfies Examples;

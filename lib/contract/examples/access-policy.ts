import type { Examples } from '@/lib/contract/examples/example';
import { MEMBER, USER_ID, WORKSPACE_ID } from '@/lib/contract/examples/samples';

const APP = {
  id: 'connections',
  name: 'Connections',
  about: 'Sources of the workspace: what is connected, how current it is, and its records.',
  enabled: true,
} as const;
const UNSAID = { level: 'hidden', from: 'default' } as const;
const ROLE = {
  role: 'member',
  says: { connections: { level: 'read', from: 'role' }, personal_records: UNSAID },
  scopes: ['connections:read', 'members:read', 'api_keys:read'],
  access: { connections: 'read', personal_records: 'hidden' },
} as const;
const { user_id, name, email } = MEMBER;
const PERSON = {
  user_id,
  name,
  email,
  role: 'member',
  says: { connections: { level: 'write', from: 'member' }, personal_records: UNSAID },
  scopes: [
    'connections:read',
    'connections:write',
    'connections:delete',
    'members:read',
    'api_keys:read',
  ],
  access: { connections: 'write', personal_records: 'hidden' },
} as const;

const WORKSPACE = { id: WORKSPACE_ID, slug: 'acme', name: 'Acme', mode: 'live' } as const;
const APPROVAL = { type: 'hubspot', name: 'HubSpot', approved: true, connections: 3 };

/** Which apps are on, who may do what, and the workspaces there are. */
export const ACCESS_EXAMPLES = {
  listApps: [{ summary: 'Which apps are on', input: {}, output: { apps: [APP] } }],
  setApp: [
    {
      summary: 'Turn an app on',
      input: { id: 'connections', enabled: true },
      output: { app: APP },
    },
  ],
  getAccess: [
    {
      summary: 'Who may do what',
      input: {},
      output: { roles: [{ ...ROLE, scopes: [...ROLE.scopes] }], members: [person()] },
    },
  ],
  setRoleAccess: [
    {
      summary: 'Members only look',
      input: { role: 'member', surface: 'connections', level: 'read' },
      output: { role: { ...ROLE, scopes: [...ROLE.scopes] } },
    },
  ],
  updateWorkspace: [
    { summary: 'Rename', input: { name: 'Acme' }, output: { workspace: WORKSPACE } },
  ],
  listWorkspaces: [
    {
      summary: 'Every workspace',
      input: {},
      output: {
        workspaces: [
          {
            ...WORKSPACE,
            members: 4,
            connections: 12,
            last_activity_at: '2026-11-30T09:12:00.000Z',
            created_at: '2026-10-01T09:00:00.000Z',
          },
        ],
      },
    },
  ],
  createWorkspace: [
    {
      summary: 'A workspace to try things in',
      input: { name: 'Playground', mode: 'sandbox' },
      output: {
        workspace: { ...WORKSPACE, slug: 'playground', name: 'Playground', mode: 'sandbox' },
      },
    },
  ],
  listConnectorApprovals: [
    { summary: 'Which may be connected', input: {}, output: { connectors: [APPROVAL] } },
  ],
  setConnectorApproval: [
    {
      summary: 'HubSpot may be connected',
      input: { type: 'hubspot', approved: true },
      output: { connector: APPROVAL },
    },
  ],
  updateProfile: [
    {
      summary: 'Dates as they are in Berlin',
      input: { time_zone: 'Europe/Berlin' },
      output: { user: { id: USER_ID, name, time_zone: 'Europe/Berlin', language: null } },
    },
  ],
  setMemberAccess: [
    {
      summary: 'One of them may connect',
      input: { user_id: USER_ID, surface: 'connections', level: 'write' },
      output: { member: person() },
    },
  ],
} satisfies Partial<Examples>;

function person() {
  return { ...PERSON, scopes: [...PERSON.scopes] };
}

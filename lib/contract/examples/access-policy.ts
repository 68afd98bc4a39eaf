import type { Examples } from '@/lib/contract/examples/example';
import { MEMBER, USER_ID } from '@/lib/contract/examples/samples';

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

/** Which apps are on, and who may do what. */
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

import { accountAt, canonical, defineConnector, defineStream, text } from '@/lib/connectors/kit';
import {
  ANSWERS,
  delta,
  DELTA_LINK,
  GRAPH,
  GRAPH_ERRORS,
  HOSTS,
  microsoft,
} from '@/lib/connectors/providers/microsoft/graph';

const FIELDS = [
  'id',
  'displayName',
  'mail',
  'userPrincipalName',
  'jobTitle',
  'department',
  'officeLocation',
  'accountEnabled',
  'userType',
];
const users = delta(() => ({ url: `${GRAPH}/users/delta`, query: { $select: FIELDS.join(',') } }));

export default defineConnector({
  type: 'o365',
  aliases: ['microsoft-365', 'office365'],
  name: 'Microsoft 365',
  description: 'The people of your organization, as its directory has them.',
  category: 'comms',
  docs_url: 'https://learn.microsoft.com/graph/api/resources/user',
  logo: 'microsoft',
  keywords: ['microsoft', 'office', 'directory', 'entra', 'people', 'organization'],
  default_cadence: '1h',
  role_needed: 'an administrator of your Microsoft 365 organization',
  promises: [
    'Reads only: nobody is added, changed or removed.',
    'No mailbox is read: connect Outlook for your own mail.',
    'An administrator can take the permission back at any time.',
  ],
  hosts: HOSTS,

  auth: {
    ...microsoft('organizations'),
    scopes: [
      { scope: 'offline_access', why: 'Stay connected while you are away' },
      { scope: 'User.Read', why: 'Recognise which organization was connected' },
      { scope: 'User.Read.All', why: 'Read the directory; an administrator has to agree to it' },
    ],
    account: {
      request: () => ({ url: `${GRAPH}/organization`, query: { $select: 'id,displayName' } }),
      read: accountAt('value.0.id', 'value.0.displayName'),
    },
  },

  // No figure is published for the directory that would hold for every size of organization.
  limits: [{ name: 'directory', requests: 1_000, per_ms: 300_000 }],
  ...ANSWERS,
  errors: GRAPH_ERRORS,

  streams: [
    defineStream({
      name: 'users',
      description: 'Members and guests of the organization',
      scopes: ['User.Read.All'],
      full: users,
      incremental: { bookmark: DELTA_LINK },
      deletions: { by: 'changes' },
      canonical: canonical('users', 1, {
        name: 'displayName',
        email: (user) => text(user, 'mail') ?? text(user, 'userPrincipalName'),
      }),
    }),
  ],
});

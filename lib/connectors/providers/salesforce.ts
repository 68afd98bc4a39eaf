import {
  at,
  canonical,
  changedSince,
  defineConnector,
  defineStream,
  refusal,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import type { Canonical, ErrorRule, Given, RuleSpec, Stream, Walk } from '@/lib/connectors/kit';
import {
  ACCOUNTS,
  CASES,
  CONTACTS,
  EVENTS,
  LEADS,
  OPPORTUNITIES,
  TASKS,
  USERS,
} from '@/lib/connectors/providers/salesforce/canonical';
import { recordsOf, recordsOfNamed } from '@/lib/connectors/providers/salesforce/records';
import type { Json } from '@/lib/contract/common';

const PRODUCTION = 'login.salesforce.com';
const HOUR_MS = 3_600_000;

export default defineConnector({
  type: 'salesforce',
  name: 'Salesforce',
  description: 'Accounts, contacts, leads, opportunities, cases, tasks, events and users.',
  category: 'crm',
  docs_url: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest',
  source: 'developer.salesforce.com, 2026-08',
  logo: 'salesforce',
  keywords: ['crm', 'sales', 'opportunities', 'leads', 'cases'],
  default_cadence: '30m',
  role_needed: 'a Salesforce user with API access',
  promises: [
    'Reads only: nothing in Salesforce is created, changed or deleted.',
    'What you may not see in Salesforce, Inlet does not see either.',
    'You can end the session in Salesforce at any time, under Connected Apps OAuth Usage.',
  ],
  hosts: [
    '*.my.salesforce.com',
    '*.sandbox.my.salesforce.com',
    '*.develop.my.salesforce.com',
    '*.scratch.my.salesforce.com',
    '*.trailblaze.my.salesforce.com',
    '*.salesforce.com',
  ],

  auth: {
    method: 'oauth',
    connect_fields: [
      {
        key: 'login_host',
        label: 'Where you sign in',
        required: false,
        secret: false,
        placeholder: 'acme.my.salesforce.com',
        help: 'Leave it empty for production, say test.salesforce.com for a sandbox, or your My Domain.',
        where_to_find: ['It is the host in the address of your Salesforce sign-in page.'],
        pattern: '^([a-z0-9-]+\\.)+salesforce\\.com$',
      },
      {
        key: 'custom_objects',
        label: 'Custom objects',
        required: false,
        secret: false,
        placeholder: 'Project__c, Invoice__c',
        help: 'The API names of objects of your own that are to be read as well.',
        where_to_find: ['They are in Setup, Object Manager, and end with __c.'],
        pattern: '^\\w+__c( *, *\\w+__c)*$',
      },
    ],
    authorize_url: (given) => `https://${loginHost(given)}/services/oauth2/authorize`,
    token_url: (given) => `https://${loginHost(given)}/services/oauth2/token`,
    client_auth: 'body',
    pkce: 'S256',
    scopes: [
      { scope: 'api', why: 'Read records' },
      { scope: 'refresh_token', why: 'Keep reading while you are away' },
      { scope: 'id', why: 'Recognise which organization was connected' },
    ],
    // "full" holds all the others but the one that lasts.
    granted_scopes: (body) => {
      const scopes = text(body, 'scope')?.split(' ') ?? null;
      return scopes?.includes('full') ? [...scopes, 'api', 'id'] : scopes;
    },
    // Where the data is. It may move, which the next answer says.
    facts: (body): Record<string, string> => {
      const instance_url = text(body, 'instance_url');
      return instance_url === null ? {} : { instance_url };
    },
    given_facts: ({ login_host }): Record<string, string> =>
      login_host === undefined ? {} : { instance_url: `https://${login_host}` },
    // On where the app says so, as new ones do; the others send no new one, and the old one stays.
    rotates_refresh_token: true,
    revoke: ({ access_token, refresh_token }) => ({
      method: 'POST',
      url: `https://${PRODUCTION}/services/oauth2/revoke`,
      form: { token: refresh_token ?? access_token },
    }),
    account: {
      request: ({ instance_url = `https://${PRODUCTION}` }) => ({
        url: `${instance_url}/services/oauth2/userinfo`,
      }),
      read: ({ body }, { instance_url }) => ({
        id: text(body, 'organization_id') ?? '',
        label: text(body, 'preferred_username') ?? text(body, 'organization_id') ?? '',
        details: { instance_url: instance_url ?? originOf(text(body, 'urls.rest')) },
      }),
    },
  },

  // The daily pool is the organization's, for everything that uses it: 15,000 at least, most have
  // 100,000 and more. Salesforce says when it is used up.
  limits: [
    { name: 'second', requests: 10, per_ms: 1_000 },
    { name: 'day', requests: 50_000, per_ms: 24 * HOUR_MS },
  ],

  says: '0.message',
  errors: [
    { when: { status: 401, body: { '0.errorCode': 'INVALID_SESSION_ID' } }, then: 'refresh_token' },
    {
      // "Bad_OAuth_Token", as text, at the one address that is not of the data API.
      when: { status: 403, json: false, path: /\/userinfo$/ },
      then: 'refresh_token',
      message: 'Salesforce no longer accepts this authorization.',
      source: 'seen in answers of userinfo',
    },
    {
      when: {
        status: 403,
        body: { '0.errorCode': 'REQUEST_LIMIT_EXCEEDED', '0.message': /concurrent/i },
      },
      then: 'rate_limited',
      message: 'Salesforce has too many requests at a time: {0.message}',
      wait: [RETRY_AFTER, { ms: 60_000 }],
    },
    {
      when: { status: 403, body: { '0.errorCode': 'REQUEST_LIMIT_EXCEEDED' } },
      then: 'rate_limited',
      message: 'The organization’s calls of 24 hours are used up, by everything that asks.',
      // The window moves: some come back every hour.
      wait: [RETRY_AFTER, { ms: HOUR_MS }],
    },
    coded(403, /^API_(DISABLED_FOR_ORG|CURRENTLY_DISABLED)$/, 'config', 'has no API here'),
    coded(403, /./, 'missing_scope', 'does not show this to you'),
    coded([400, 404], /^(INVALID_TYPE|NOT_FOUND)$/, 'missing_scope', 'does not show these to you'),
    coded(400, /^INVALID_QUERY_LOCATOR$/, 'restart_pass', 'no longer knows the place'),
    coded(
      400,
      /^(QUERY_TIMEOUT|OPERATION_TOO_LARGE|TXN_SECURITY_METERING_ERROR)$/,
      'retry',
      'did not get to the end of it',
    ),
    {
      // Without a body, from the edge.
      when: { status: [406, 420] },
      then: 'retry',
      message: 'Salesforce did not take the request (HTTP {status}).',
    },
    refusal('0.message'),
  ],

  streams: [
    table('Account', 'accounts', 'Companies', ACCOUNTS),
    table('Contact', 'contacts', 'People at companies', CONTACTS),
    table('Lead', 'leads', 'People who may become contacts', LEADS),
    table('Opportunity', 'opportunities', 'Deals with amount, stage and close date', OPPORTUNITIES),
    table('Task', 'tasks', 'To-dos and logged calls', TASKS),
    table('Event', 'events', 'Meetings in the calendar', EVENTS),
    table('Case', 'cases', 'What customers need help with', CASES),
    table('User', 'users', 'Who owns records', USERS),
    defineStream({
      name: 'custom_objects',
      description: 'Records of the objects of your own that you named',
      ...read(recordsOfNamed('custom_objects')),
      // Which object a record is of: they share the stream.
      transform: (record) => ({ ...bare(record), object: text(record, 'attributes.type') }),
      canonical: canonical('reference', 1, { name: 'Name' }),
    }),
  ],
  page_of: (_stream, record, { details }) => `${details.instance_url}/${text(record, 'Id')}`,
});

function loginHost({ login_host }: Given): string {
  return login_host || PRODUCTION;
}

const originOf = (address: string | null): string =>
  new URL(address ?? `https://${PRODUCTION}`).origin;

function coded(
  status: number | number[],
  code: RegExp,
  then: ErrorRule['then'],
  what: string,
): RuleSpec {
  const message = `Salesforce ${what}: {0.message}`;
  return { when: { status, body: { '0.errorCode': code } }, then, message };
}

/** All records of an object, with every field the person may see, those of their own among them. */
function table(object: string, name: string, description: string, mapping: Canonical): Stream {
  return defineStream({
    name,
    description,
    ...read(recordsOf(object)),
    transform: bare,
    canonical: mapping,
  });
}

function read(full: Walk) {
  return {
    id: 'Id',
    full,
    backfill: 'changes' as const,
    // Whatever changed a record moves it, also what the system does by itself.
    incremental: changedSince('SystemModstamp', { minutes: 10 }),
    deletions: {
      by: 'flag' as const,
      deleted: (record: Json) => at(record, 'IsDeleted') === true,
    },
  };
}

/** Without its address in the API, which changes with the version that is asked. */
function bare(record: Json): Record<string, Json> {
  const { attributes: _, ...fields } = record as Record<string, Json>;
  return fields;
}

import { at, canonical, defineConnector, defineStream, refusal, text } from '@/lib/connectors/kit';
import type { Canonical, ErrorRule, Given, Stream } from '@/lib/connectors/kit';
import { recordsOf, recordsOfNamed } from '@/lib/connectors/providers/salesforce/records';
import type { Json } from '@/lib/contract/common';

const DOCS = 'developer.salesforce.com, 2026-08';
const PRODUCTION = 'login.salesforce.com';
const HOUR_MS = 3_600_000;

export default defineConnector({
  type: 'salesforce',
  name: 'Salesforce',
  description: 'Accounts, contacts, leads, opportunities, cases, tasks, events and users.',
  category: 'crm',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest',
  logo: 'salesforce',
  keywords: ['crm', 'sales', 'opportunities', 'leads', 'cases'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        find_url: null,
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
        find_url: null,
        pattern: '^\\w+__c( *, *\\w+__c)*$',
      },
    ],
    authorize_url: (given) => `https://${loginHost(given)}/services/oauth2/authorize`,
    token_url: (given) => `https://${loginHost(given)}/services/oauth2/token`,
    client_auth: 'body',
    pkce: 'S256',
    scope_separator: ' ',
    scopes: [
      { scope: 'api', why: 'Read records', required: true },
      { scope: 'refresh_token', why: 'Keep reading while you are away', required: true },
      { scope: 'id', why: 'Recognise which organization was connected', required: true },
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
    apply: (token) => ({ authorization: `Bearer ${token}` }),
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
    { name: 'second', scope: 'connection', requests: 10, per_ms: 1_000 },
    { name: 'day', scope: 'connection', requests: 50_000, per_ms: 24 * HOUR_MS },
  ],

  errors: [
    {
      when: { status: 401, body: { '0.errorCode': 'INVALID_SESSION_ID' } },
      then: 'refresh_token',
      message: 'Salesforce no longer accepts this authorization: {0.message}',
      source: DOCS,
    },
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
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 60_000 }],
      source: DOCS,
    },
    {
      when: { status: 403, body: { '0.errorCode': 'REQUEST_LIMIT_EXCEEDED' } },
      then: 'rate_limited',
      message: 'The organization’s calls of 24 hours are used up, by everything that asks.',
      // The window moves: some come back every hour.
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: HOUR_MS }],
      source: DOCS,
    },
    coded(403, /^API_(DISABLED_FOR_ORG|CURRENTLY_DISABLED)$/, 'config', 'has no API here'),
    coded(403, /./, 'missing_scope', 'does not show this to you'),
    coded([400, 404], /^(INVALID_TYPE|NOT_FOUND)$/, 'missing_scope', 'does not show these to you'),
    coded(400, 'INVALID_QUERY_LOCATOR', 'restart_pass', 'no longer knows the place'),
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
      source: DOCS,
    },
    refusal('Salesforce', '0.message', DOCS),
  ],

  streams: [
    table('accounts', 'Account', 'Companies', accounts()),
    table(
      'contacts',
      'Contact',
      'People at companies',
      people(() => null),
    ),
    table(
      'leads',
      'Lead',
      'People who may become contacts',
      people((one) => text(one, 'Company')),
    ),
    table(
      'opportunities',
      'Opportunity',
      'Deals with amount, stage and close date',
      canonical('opportunities', 1, (deal) => ({
        name: text(deal, 'Name'),
        amount: text(deal, 'Amount'),
        currency: text(deal, 'CurrencyIsoCode'),
        stage: text(deal, 'StageName'),
        close_date: text(deal, 'CloseDate'),
      })),
    ),
    table('tasks', 'Task', 'To-dos and logged calls', activities('ActivityDate')),
    table('events', 'Event', 'Meetings in the calendar', activities('StartDateTime')),
    table(
      'cases',
      'Case',
      'What customers need help with',
      canonical('tickets', 1, (one) => ({
        subject: text(one, 'Subject'),
        status: text(one, 'Status'),
        priority: text(one, 'Priority'),
      })),
    ),
    table(
      'users',
      'User',
      'Who owns records',
      canonical('users', 1, (user) => ({ name: text(user, 'Name'), email: text(user, 'Email') })),
    ),
    {
      ...table(
        'custom_objects',
        '',
        'Records of the objects of your own that you named',
        canonical('reference', 1, (one) => ({ name: text(one, 'Name') })),
        recordsOfNamed('custom_objects'),
      ),
      label: 'Custom objects',
      // Which object a record is of: they share the stream.
      transform: (record) => ({ ...bare(record), object: text(record, 'attributes.type') }),
    },
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
  code: string | RegExp,
  then: ErrorRule['then'],
  what: string,
): ErrorRule {
  const message = `Salesforce ${what}: {0.message}`;
  return { when: { status, body: { '0.errorCode': code } }, then, message, source: DOCS };
}

/** All records of an object, with every field the person may see, those of their own among them. */
function table(
  name: string,
  object: string,
  description: string,
  mapping: Canonical,
  walk = recordsOf(object),
): Stream {
  return defineStream({
    name,
    label: name[0]!.toUpperCase() + name.slice(1),
    entity: mapping.entity,
    description,
    id: 'Id',
    full: walk,
    backfill: 'changes',
    incremental: {
      walk,
      // Whatever changed a record moves it, also what the system does by itself.
      bookmark: { by: 'time', changed_at: 'SystemModstamp', overlap_seconds: 600 },
    },
    deletions: { by: 'flag', deleted: (record) => at(record, 'IsDeleted') === true },
    transform: bare,
    canonical: mapping,
  });
}

/** Without its address in the API, which changes with the version that is asked. */
function bare(record: Json): Record<string, Json> {
  const { attributes: _, ...fields } = record as Record<string, Json>;
  return fields;
}

function accounts(): Canonical {
  return canonical('accounts', 1, (account) => {
    const site = text(account, 'Website');
    const address = site?.includes('://') ? site : `https://${site}`;
    const host = site && URL.canParse(address) ? new URL(address).hostname : null;
    return { name: text(account, 'Name'), domain: host?.replace(/^www\./, '') ?? null };
  });
}

function people(company: (record: Json) => string | null): Canonical {
  return canonical('people', 1, (person) => ({
    name: text(person, 'Name'),
    emails: [text(person, 'Email') ?? []].flat(),
    company: company(person),
  }));
}

function activities(time: string): Canonical {
  return canonical('activities', 1, (one) => ({
    title: text(one, 'Subject'),
    kind: text(one, 'TaskSubtype') ?? text(one, 'EventSubtype'),
    at: text(one, time)?.replace(/\+0000$/, 'Z') ?? null,
  }));
}

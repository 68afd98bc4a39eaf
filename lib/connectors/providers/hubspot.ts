import { at, defineConnector, defineStream, pages, search, text } from '@/lib/connectors/kit';
import type { ErrorRule, Stream, Walk } from '@/lib/connectors/kit';
import { inBatch } from '@/lib/connectors/providers/hubspot/one';
import {
  ACCOUNT,
  API,
  OBJECTS,
  OWNERS,
  pageOf,
  under,
  versioned,
  type Path,
} from '@/lib/connectors/providers/hubspot/paths';
import { PROPERTIES } from '@/lib/connectors/providers/hubspot/properties';
import type { Entity, Json } from '@/lib/contract/common';

const LIST_LIMIT = 100;
const SEARCH_LIMIT = 200;
/** A search shows no more than this; asking beyond it is refused with 400. */
const SEARCH_SHOWS = 10_000;
/** Search lags behind writes by seconds to minutes. */
const OVERLAP_SECONDS = 15 * 60;

/** Calls, meetings, notes and tasks are readable with the permission for contacts. */
const SCOPES: Readonly<Record<string, string>> = {
  companies: 'crm.objects.companies.read',
  deals: 'crm.objects.deals.read',
  tickets: 'tickets',
  emails: 'sales-email-read',
};

/**
 * Facts about the API: HubSpot's public OpenAPI collection (2026-08) and developers.hubspot.com.
 */
const DOCS = 'developers.hubspot.com/docs/api-reference/error-handling';

export default defineConnector({
  type: 'hubspot',
  name: 'HubSpot',
  description:
    'Contacts, companies, deals, tickets and every call, meeting, note, task and email logged on them.',
  category: 'crm',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.1.0',
  docs_url: 'https://developers.hubspot.com/docs/api-reference/overview',
  logo: 'hubspot',
  keywords: ['crm', 'marketing', 'sales', 'service', 'contacts', 'deals', 'tickets'],
  default_cadence: '30m',
  puller: { status: 'live' },
  role_needed: 'a HubSpot super admin',
  promises: [
    'Reads only: nothing in HubSpot is created, changed or deleted.',
    'Sends no email and logs no activity.',
    'You can take the permission back in HubSpot at any time.',
  ],
  hosts: ['api.hubapi.com', 'app.hubspot.com'],

  auth: {
    method: 'oauth',
    authorize_url: 'https://app.hubspot.com/oauth/authorize',
    token_url: `${API}/oauth/2026-03/token`,
    client_auth: 'body',
    pkce: 'S256',
    scope_separator: ' ',
    optional_scope_param: 'optional_scope',
    scopes: [
      { scope: 'oauth', why: 'Recognise which HubSpot account was connected', required: true },
      {
        scope: 'crm.objects.contacts.read',
        why: 'Read contacts, and the calls, meetings, notes and tasks logged on them',
        required: true,
      },
      { scope: 'crm.objects.companies.read', why: 'Read companies', required: false },
      { scope: 'crm.objects.deals.read', why: 'Read deals with amount and stage', required: false },
      { scope: 'crm.objects.owners.read', why: 'Show who owns a record', required: false },
      { scope: 'tickets', why: 'Read support tickets', required: false },
      { scope: 'sales-email-read', why: 'Read the text of logged emails', required: false },
    ],
    granted_scopes: (body) => {
      const scopes = at(body, 'scopes');
      return Array.isArray(scopes) ? scopes.filter((s) => typeof s === 'string') : null;
    },
    rotates_refresh_token: false,
    grant_gone: [{ status: 'BAD_REFRESH_TOKEN' }],
    revoke: ({ access_token, refresh_token, client_id, client_secret }) => ({
      method: 'POST',
      url: `${API}/oauth/2026-03/token/revoke`,
      form: {
        token: refresh_token ?? access_token,
        token_type_hint: refresh_token ? 'refresh_token' : 'access_token',
        client_id,
        client_secret,
      },
    }),
    apply: (token) => ({ authorization: `Bearer ${token}` }),
    account: {
      request: () => versioned(ACCOUNT, {}),
      read: ({ body }) => {
        const portal = text(body, 'portalId') ?? '';
        return {
          id: portal,
          label: `HubSpot account ${portal}`,
          details: { ui_domain: text(body, 'uiDomain') ?? 'app.hubspot.com' },
        };
      },
    },
  },

  limits: [
    { name: 'burst', scope: 'connection', requests: 110, per_ms: 10_000, except: /\/search$/ },
    { name: 'search', scope: 'connection', requests: 5, per_ms: 1_000, paths: /\/search$/ },
  ],

  errors: [
    {
      when: { status: 401 },
      then: 'refresh_token',
      message: 'HubSpot no longer accepts this authorization: {message}',
      source: DOCS,
    },
    {
      when: { status: 403, body: { category: 'MISSING_SCOPES' } },
      then: 'missing_scope',
      message: 'HubSpot was not given the permission {errors.0.context.requiredGranularScopes.0}.',
      source: DOCS,
    },
    {
      when: { status: 404 },
      then: 'missing_scope',
      message: 'This HubSpot account does not have this kind of record.',
      source: DOCS,
    },
    slowDown(
      { status: 429, body: { policyName: 'DAILY' } },
      'HubSpot’s daily allowance for this account is used up. It returns at midnight in the account’s time zone.',
      { fallback_ms: 3_600_000, source: 'developers.hubspot.com/docs/api/usage-details' },
    ),
    slowDown({ status: 429, body: { policyName: 'SECONDLY' } }, 'HubSpot asked us to slow down.', {
      fallback_ms: 1_000,
      source: '@hubspot/api-client 13: waits one second',
    }),
    slowDown({ status: 429 }, 'HubSpot asked us to slow down.', {
      fallback_ms: 10_000,
      source: '@hubspot/api-client 13: waits ten seconds; Retry-After may be absent',
    }),
    slowDown({ status: 477 }, 'HubSpot is moving this account to another data centre.', {
      fallback_ms: 60_000,
      source: DOCS,
    }),
    {
      when: { status: [423, 521, 522, 523, 524, 530] },
      then: 'retry',
      message: 'HubSpot is having trouble (HTTP {status}).',
      source:
        'seen in production by open-source connectors; 530 is the proxy’s, so it never costs anybody a reconnect',
    },
    {
      when: { status: 400 },
      then: 'fail',
      message: 'HubSpot refused the request: {message}',
      source: DOCS,
    },
  ],

  streams: [
    object('contacts', 'Contacts', 'people', 'People and what is known about them'),
    object('companies', 'Companies', 'accounts', 'Organizations'),
    object('deals', 'Deals', 'opportunities', 'Deals with amount, stage and close date'),
    object('tickets', 'Tickets', 'tickets', 'Support tickets'),
    defineStream({
      name: 'owners',
      label: 'Owners',
      entity: 'users',
      description: 'The HubSpot users records belong to',
      id: 'id',
      scopes: ['crm.objects.owners.read'],
      full: listing(OWNERS, {}, false),
      deletions: { by: 'listing', walk: listing(OWNERS, {}, true) },
    }),
    object('calls', 'Calls', 'calls', 'Logged calls'),
    object('meetings', 'Meetings', 'activities', 'Logged meetings'),
    object('notes', 'Notes', 'activities', 'Notes on records'),
    object('tasks', 'Tasks', 'activities', 'Tasks and their state'),
    object('emails', 'Emails', 'messages', 'Emails logged on records'),
  ],
  page_of: pageOf,
});

/** A limit, with how long to wait where HubSpot does not say. */
function slowDown(
  when: ErrorRule['when'],
  message: string,
  { fallback_ms, source }: { fallback_ms: number; source: string },
): ErrorRule {
  const wait = [{ header: 'retry-after', form: 'retry_after' as const }, { ms: fallback_ms }];
  return { when, then: 'rate_limited', message, wait, source };
}

/** A kind of CRM record: listed for a full pass, searched by change time for an incremental one. */
function object(name: string, label: string, entity: Entity, description: string): Stream {
  const properties = PROPERTIES[name]!.trim().split(/\s+/);
  const path = under(OBJECTS, name);
  const modified = name === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    scopes: [SCOPES[name] ?? 'crm.objects.contacts.read'],
    full: listing(path, { properties: properties.join(',') }, false),
    backfill: 'changes',
    one: inBatch(path, properties),
    incremental: {
      walk: changes(under(path, 'search'), modified, properties),
      bookmark: { by: 'time', changed_at: 'updatedAt', overlap_seconds: OVERLAP_SECONDS },
    },
    deletions: { by: 'listing', walk: listing(path, {}, true) },
    transform: sameForm,
    merged: mergedIds,
  });
}

/** GET listing, `after` until it is missing. A short or empty page with `after` goes on. */
function listing(path: Path, query: Record<string, string>, archived: boolean): Walk {
  return pages<string>({
    request: ({ page, size }) =>
      versioned(path, { query: { limit: size, archived, ...query, after: page ?? undefined } }),
    page_size: LIST_LIMIT,
    records: 'results',
    next: ({ body }) => text(body, 'paging.next.after'),
  });
}

/**
 * POST search over change times. No source says whether `hs_object_id` is compared as text or as
 * number: the walk checks (lib/connectors/kit/walks/search.ts). A page may be short or empty with
 * `after`, when what is on it is archived.
 */
function changes(path: Path, modified: string, properties: readonly string[]): Walk {
  const filter = (operator: 'GTE' | 'LTE', ms: number | null) =>
    ms === null ? [] : [{ propertyName: modified, operator, value: String(ms) }];
  return search({
    request: ({ from_ms, to_ms, beyond, after, size }) =>
      versioned(path, {
        method: 'POST',
        json: {
          filterGroups: [
            {
              filters: [
                ...filter('GTE', from_ms),
                ...filter('LTE', to_ms),
                ...(beyond === null
                  ? []
                  : [{ propertyName: 'hs_object_id', operator: 'GT', value: beyond }]),
              ],
            },
          ],
          sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
          properties: [...properties],
          limit: size,
          after: after ?? '0',
        },
      }),
    records: 'results',
    id: 'id',
    token: 'paging.next.after',
    total: 'total',
    page_size: SEARCH_LIMIT,
    max_results: SEARCH_SHOWS,
  });
}

/** HubSpot names what was merged into a contact in one of its properties: "101;102". */
function mergedIds(record: Json): string[] {
  const ids = text(record, 'properties.hs_merged_object_ids') ?? '';
  return ids.split(';').filter((id) => id !== '');
}

/**
 * Listing and search describe a record with different extras: both are cut to the same form, so
 * that neither looks like a change of the other.
 */
function sameForm(item: Json): Json {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return item;
  const { id, properties, createdAt, updatedAt, archived, url } = item;
  return {
    id: id ?? null,
    properties: properties ?? {},
    createdAt: createdAt ?? null,
    updatedAt: updatedAt ?? null,
    archived: archived ?? false,
    url: url ?? null,
  };
}

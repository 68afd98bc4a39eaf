import {
  at,
  changedSince,
  defineConnector,
  defineStream,
  RETRY_AFTER,
  text,
} from '@/lib/connectors/kit';
import type { Stream } from '@/lib/connectors/kit';
import { inBatch } from '@/lib/connectors/providers/hubspot/one';
import {
  ACCOUNT,
  API,
  OBJECTS,
  OWNERS,
  pageOf,
  under,
  versioned,
} from '@/lib/connectors/providers/hubspot/paths';
import { PROPERTIES } from '@/lib/connectors/providers/hubspot/properties';
import { mergedIds, sameForm } from '@/lib/connectors/providers/hubspot/record';
import { changes, listing } from '@/lib/connectors/providers/hubspot/walks';
import type { Entity } from '@/lib/contract/common';

/** Calls, meetings, notes and tasks are readable with the permission for contacts. */
const SCOPES: Readonly<Record<string, string>> = {
  companies: 'crm.objects.companies.read',
  deals: 'crm.objects.deals.read',
  tickets: 'tickets',
  emails: 'sales-email-read',
};

export default defineConnector({
  type: 'hubspot',
  name: 'HubSpot',
  description:
    'Contacts, companies, deals, tickets and every call, meeting, note, task and email logged on them.',
  category: 'crm',
  version: '1.1.0',
  docs_url: 'https://developers.hubspot.com/docs/api-reference/overview',
  // Facts about the API: HubSpot's public OpenAPI collection (2026-08) and developers.hubspot.com.
  source: 'developers.hubspot.com/docs/api-reference/error-handling',
  logo: 'hubspot',
  keywords: ['crm', 'marketing', 'sales', 'service', 'contacts', 'deals', 'tickets'],
  default_cadence: '30m',
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
    optional_scope_param: 'optional_scope',
    scopes: [
      { scope: 'oauth', why: 'Recognise which HubSpot account was connected' },
      {
        scope: 'crm.objects.contacts.read',
        why: 'Read contacts, and the calls, meetings, notes and tasks logged on them',
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
    { name: 'burst', requests: 110, per_ms: 10_000, except: /\/search$/ },
    { name: 'search', requests: 5, per_ms: 1_000, paths: /\/search$/ },
  ],

  says: 'message',
  errors: [
    { when: { status: 401 }, then: 'refresh_token' },
    {
      when: { status: 403, body: { category: 'MISSING_SCOPES' } },
      then: 'missing_scope',
      message: 'HubSpot was not given the permission {errors.0.context.requiredGranularScopes.0}.',
    },
    {
      when: { status: 404 },
      then: 'missing_scope',
      message: 'This HubSpot account does not have this kind of record.',
    },
    {
      when: { status: 429, body: { policyName: 'DAILY' } },
      then: 'rate_limited',
      message:
        'HubSpot’s daily allowance for this account is used up. It returns at midnight in the account’s time zone.',
      wait: [RETRY_AFTER, { ms: 3_600_000 }],
      source: 'developers.hubspot.com/docs/api/usage-details',
    },
    {
      when: { status: 429, body: { policyName: 'SECONDLY' } },
      then: 'rate_limited',
      wait: [RETRY_AFTER, { ms: 1_000 }],
      source: '@hubspot/api-client 13: waits one second',
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      wait: [RETRY_AFTER, { ms: 10_000 }],
      source: '@hubspot/api-client 13: waits ten seconds; Retry-After may be absent',
    },
    {
      when: { status: 477 },
      then: 'rate_limited',
      message: 'HubSpot is moving this account to another data centre.',
      wait: [RETRY_AFTER, { ms: 60_000 }],
    },
    {
      when: { status: [423, 521, 522, 523, 524, 530] },
      then: 'retry',
      message: 'HubSpot is having trouble (HTTP {status}).',
      source:
        'seen in production by open-source connectors; 530 is the proxy’s, so it never costs anybody a reconnect',
    },
    { when: { status: 400 }, then: 'fail' },
  ],

  streams: [
    object('contacts', 'people', 'People and what is known about them'),
    object('companies', 'accounts', 'Organizations'),
    object('deals', 'opportunities', 'Deals with amount, stage and close date'),
    object('tickets', 'tickets', 'Support tickets'),
    defineStream({
      name: 'owners',
      entity: 'users',
      description: 'The HubSpot users records belong to',
      scopes: ['crm.objects.owners.read'],
      full: listing(OWNERS, {}, false),
      deletions: { by: 'listing', walk: listing(OWNERS, {}, true) },
    }),
    object('calls', 'calls', 'Logged calls'),
    object('meetings', 'activities', 'Logged meetings'),
    object('notes', 'activities', 'Notes on records'),
    object('tasks', 'activities', 'Tasks and their state'),
    object('emails', 'messages', 'Emails logged on records'),
  ],
  page_of: pageOf,
});

/** A kind of CRM record: listed for a full pass, searched by change time for an incremental one. */
function object(name: string, entity: Entity, description: string): Stream {
  const properties = PROPERTIES[name]!.trim().split(/\s+/);
  const path = under(OBJECTS, name);
  const modified = name === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
  return defineStream({
    name,
    entity,
    description,
    scopes: [SCOPES[name] ?? 'crm.objects.contacts.read'],
    full: listing(path, { properties: properties.join(',') }, false),
    backfill: 'changes',
    one: inBatch(path, properties),
    incremental: {
      walk: changes(under(path, 'search'), modified, properties),
      // Search lags behind writes by seconds to minutes.
      ...changedSince('updatedAt', { minutes: 15 }),
    },
    deletions: { by: 'listing', walk: listing(path, {}, true) },
    transform: sameForm,
    merged: mergedIds,
  });
}

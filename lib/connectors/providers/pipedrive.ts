import {
  changedSince,
  defineConnector,
  defineStream,
  RETRY_AFTER,
  sequence,
  text,
} from '@/lib/connectors/kit';
import type { Stream, StreamSpec } from '@/lib/connectors/kit';
import { changed, listing, updated, users } from '@/lib/connectors/providers/pipedrive/walks';
import type { Entity } from '@/lib/contract/common';

const LIMITS = 'pipedrive.readme.io/docs/core-api-concepts-rate-limiting';
/**
 * Change times have no fraction of a second, and the lower bound is inclusive; a minute covers
 * writes that become visible late.
 */
const BY_TIME = changedSince('update_time', { minutes: 1 });

/** Kinds of record that have a page of their own in Pipedrive's web app. */
const PAGES: Record<string, string> = {
  deals: 'deal',
  persons: 'person',
  organizations: 'organization',
};

export default defineConnector({
  type: 'pipedrive',
  name: 'Pipedrive',
  description:
    'Deals, people, organizations, activities and products, with the pipelines they move through.',
  category: 'crm',
  version: '1.1.0',
  docs_url: 'https://developers.pipedrive.com/docs/api/v1',
  source: 'pipedrive.readme.io/docs/core-api-concepts-http-status-codes',
  logo: 'pipedrive',
  keywords: ['crm', 'sales', 'deals', 'pipeline'],
  default_cadence: '30m',
  promises: [
    'Reads only: nothing in Pipedrive is created, changed or deleted.',
    'Sees what the owner of the key sees, and no more.',
    'A new key in Pipedrive ends the access at once.',
  ],
  hosts: ['api.pipedrive.com', '*.pipedrive.com'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_key',
        label: 'API token',
        placeholder: '40 characters, 0–9 and a–f',
        help: 'Your personal API token. It sees the same deals and people as you do.',
        where_to_find: [
          'Open Pipedrive and click your picture, top right.',
          'Choose Personal preferences, then the API tab.',
          'Copy “Your personal API token”. If the tab is missing, an admin has to allow API access for you.',
        ],
        find_url: 'https://app.pipedrive.com/settings/api',
        pattern: '^[0-9a-f]{40}$',
      },
    ],
    apply: ({ api_key = '' }) => ({ 'x-api-token': api_key }),
    account: {
      request: () => ({ url: 'https://api.pipedrive.com/v1/users/me' }),
      read: ({ body }) => {
        const domain = text(body, 'data.company_domain') ?? '';
        // The company is the account: two keys of one company see the same records.
        return {
          id: text(body, 'data.company_id') ?? domain,
          label: `${text(body, 'data.company_name') ?? domain} (${text(body, 'data.email') ?? 'Pipedrive'})`,
          details: { company_domain: domain },
        };
      },
    },
  },

  // The smallest plan's allowance; larger plans have up to 120.
  limits: [{ name: 'burst', requests: 20, per_ms: 2_000 }],

  errors: [
    // The same answer for a token that was replaced, one that never was, and one of another
    // company.
    {
      when: { status: 401, body: { error: /\S/ } },
      then: 'needs_reauth',
      message: 'Pipedrive does not accept this API token. It said: “{error}”.',
    },
    { when: { status: 401 }, then: 'needs_reauth' },
    {
      when: { status: 402 },
      then: 'config',
      message: 'Pipedrive has stopped this company’s account: {error_info}',
    },
    {
      when: { status: 403, json: false },
      then: 'rate_limited',
      message: 'Pipedrive’s protection turned us away for calling too often.',
      wait: [RETRY_AFTER, { ms: 5 * 60_000 }],
      source: LIMITS,
    },
    {
      when: { status: 403 },
      then: 'missing_scope',
      message: 'The owner of this token may not see this, or the plan does not include it.',
    },
    {
      when: { status: 429, header: { 'x-daily-ratelimit-token-remaining': /^-?0/ } },
      then: 'rate_limited',
      message:
        'Pipedrive’s daily allowance for this company is used up. It returns at midnight, server time.',
      wait: [RETRY_AFTER, { ms: 3_600_000 }],
      source: LIMITS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      wait: [RETRY_AFTER, { header: 'x-ratelimit-reset', form: 'seconds' }, { ms: 2_000 }],
      source: LIMITS,
    },
    {
      when: { status: 400, body: { error_info: /cursor/i } },
      then: 'restart_pass',
      source: 'v2 paging: cursors are opaque and not promised to last',
    },
    {
      when: { status: [400, 404, 410], body: { error_info: /\S/ } },
      then: 'fail',
      message: 'Pipedrive refused the request: {error} ({error_info})',
    },
    { when: { status: [400, 404, 410] }, then: 'fail', says: 'error' },
  ],

  streams: [
    changing('deals', 'opportunities', 'Deals with value, stage and status', {
      // Since July 2025 every other listing of deals leaves the archived ones out.
      full: sequence(listing('deals'), listing('deals/archived')),
      incremental: {
        walk: sequence(listing('deals', changed), listing('deals/archived', changed)),
        ...BY_TIME,
      },
      deletions: {
        by: 'listing',
        // The changelog of v2: deleted deals are listed for 30 days.
        remembers_days: 29,
        walk: listing('deals', (at) => ({ status: 'deleted', ...updated(at) })),
      },
    }),
    changing('persons', 'people', 'People and how to reach them', { label: 'People' }),
    changing('organizations', 'accounts', 'Companies people work at'),
    changing('activities', 'activities', 'Calls, meetings, tasks and mails, planned and done'),
    changing('products', 'reference', 'What is sold, with prices', {
      // Takes updated_since, but no sort order by change time: official SDK 33.7.
      incremental: { walk: listing('products', updated), ...BY_TIME },
    }),
    defineStream({
      name: 'users',
      entity: 'users',
      description: 'The Pipedrive users records belong to',
      full: users(),
    }),
    // Small ones that are always read whole.
    defineStream({
      name: 'pipelines',
      entity: 'reference',
      description: 'Names and order of the pipelines',
      full: listing('pipelines'),
    }),
    defineStream({
      name: 'stages',
      entity: 'reference',
      description: 'Stages of each pipeline',
      full: listing('stages'),
    }),
  ],
  page_of: (stream, record, { details }) =>
    stream in PAGES
      ? `https://${details.company_domain}.pipedrive.com/${PAGES[stream]}/${text(record, 'id')}`
      : null,
});

/** A stream that can be asked for what changed. */
function changing(
  name: string,
  entity: Entity,
  description: string,
  more: Partial<StreamSpec> = {},
): Stream {
  return defineStream({
    name,
    entity,
    description,
    full: listing(name),
    backfill: 'changes',
    incremental: { walk: listing(name, changed), ...BY_TIME },
    // Lists hide what was deleted: a full pass a day finds out.
    full_every_hours: 24,
    ...more,
  });
}

import { byCursor, defineConnector, defineStream, onePage, text } from '@/lib/connectors/kit';
import type { AnyStream, At, Deletions, Pull } from '@/lib/connectors/kit';
import type { Entity, Json } from '@/lib/contract/common';

const PAGE = 500;
/**
 * Change times have no fraction of a second, and the lower bound is inclusive; a minute covers
 * clocks that differ.
 */
const OVERLAP_SECONDS = 60;
/** Lists hide what was deleted: a full pass a day finds out. */
const SWEEP: Deletions = { by: 'sweep', every_hours: 24 };

const DOCS = 'pipedrive.readme.io/docs/core-api-concepts-http-status-codes';
const LIMITS = 'pipedrive.readme.io/docs/core-api-concepts-rate-limiting';

export default defineConnector({
  type: 'pipedrive',
  name: 'Pipedrive',
  description:
    'Deals, people, organizations, activities and products, with the pipelines they move through.',
  category: 'crm',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developers.pipedrive.com/docs/api/v1',
  logo: 'pipedrive',
  keywords: ['crm', 'sales', 'deals', 'pipeline'],
  default_cadence: '30m',
  puller: { status: 'live' },
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
        required: true,
        secret: true,
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
  limits: [{ name: 'burst', scope: 'connection', requests: 20, per_ms: 2_000 }],

  errors: [
    // The same answer for a token that was replaced, one that never was, and one of another
    // company.
    {
      when: { status: 401, body: { error: /\S/ } },
      then: 'needs_reauth',
      message: 'Pipedrive does not accept this API token. It said: “{error}”.',
      source: DOCS,
    },
    {
      when: { status: 401 },
      then: 'needs_reauth',
      message: 'Pipedrive does not accept this API token.',
      source: DOCS,
    },
    {
      when: { status: 402 },
      then: 'config',
      message: 'Pipedrive has stopped this company’s account: {error_info}',
      source: DOCS,
    },
    {
      when: { status: 403, json: false },
      then: 'rate_limited',
      message: 'Pipedrive’s protection turned us away for calling too often.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 5 * 60_000 }],
      source: LIMITS,
    },
    {
      when: { status: 403 },
      then: 'missing_scope',
      message: 'The owner of this token may not see this, or the plan does not include it.',
      source: DOCS,
    },
    {
      when: { status: 429, header: { 'x-daily-ratelimit-token-remaining': /^-?0/ } },
      then: 'rate_limited',
      message:
        'Pipedrive’s daily allowance for this company is used up. It returns at midnight, server time.',
      wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 3_600_000 }],
      source: LIMITS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Pipedrive asked us to slow down.',
      wait: [
        { header: 'retry-after', form: 'retry_after' },
        { header: 'x-ratelimit-reset', form: 'seconds' },
        { ms: 2_000 },
      ],
      source: LIMITS,
    },
    {
      when: { status: 400, body: { error_info: /cursor/i } },
      then: 'restart_pass',
      message: 'Pipedrive no longer knows the page we stood at.',
      source: 'v2 paging: cursors are opaque and not promised to last',
    },
    {
      when: { status: [400, 404, 410] },
      then: 'fail',
      message: 'Pipedrive refused the request: {error}',
      source: DOCS,
    },
  ],

  streams: [
    changing('deals', 'Deals', 'opportunities', 'Deals with value, stage and status', {
      by: 'listing',
      deleted_at: 'update_time',
      pull: listing('deals', ({ since }) => ({
        status: 'deleted',
        updated_since: since === null ? undefined : second(since),
      })),
    }),
    changing('persons', 'People', 'people', 'People and how to reach them', SWEEP),
    changing('organizations', 'Organizations', 'accounts', 'Companies people work at', SWEEP),
    changing(
      'activities',
      'Activities',
      'activities',
      'Calls, meetings, tasks and mails, planned and done',
      SWEEP,
    ),
    whole('products', 'Products', 'reference', 'What is sold, with prices'),
    defineStream({
      name: 'users',
      label: 'Users',
      entity: 'users',
      description: 'The Pipedrive users records belong to',
      id: 'id',
      // Users exist in API v1 only, which answers null for an empty list.
      full: {
        request: (at) => ({ url: `${company(at)}/api/v1/users` }),
        records: 'data',
        next: onePage,
      },
      deletions: SWEEP,
    }),
    whole('pipelines', 'Pipelines', 'reference', 'Names and order of the pipelines'),
    whole('stages', 'Stages', 'reference', 'Stages of each pipeline'),
  ],
});

const company = (at: At<Json>) =>
  `https://${at.account.details.company_domain ?? ''}.pipedrive.com`;
/** Without the fraction, which the documentation's format does not have. */
const second = (iso: string) => `${new Date(iso).toISOString().slice(0, 19)}Z`;

/** API v2 listing; `next_cursor` is null at the end. */
function listing(
  path: string,
  query: (at: At<string>) => Record<string, string | undefined> = () => ({}),
): Pull<string> {
  return {
    request: (at) => ({
      url: `${company(at)}/api/v2/${path}`,
      query: { limit: PAGE, ...query(at), cursor: at.page ?? undefined },
    }),
    records: 'data',
    next: byCursor('additional_data.next_cursor'),
  };
}

/**
 * A stream that can be asked for what changed. `updated_until` excludes its own second; the overlap
 * of the next pass reads it.
 */
function changing(
  name: string,
  label: string,
  entity: Entity,
  description: string,
  deletions: Deletions<string>,
): AnyStream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    deletions,
    full: listing(name),
    incremental: {
      ...listing(name, ({ since, until }) => ({
        sort_by: 'update_time',
        sort_direction: 'asc',
        updated_since: since === null ? undefined : second(since),
        updated_until: second(until),
      })),
      cursor: { by: 'time', overlap_seconds: OVERLAP_SECONDS },
    },
  });
}

/** A small stream that is always read whole. */
function whole(name: string, label: string, entity: Entity, description: string): AnyStream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    full: listing(name),
    deletions: SWEEP,
  });
}

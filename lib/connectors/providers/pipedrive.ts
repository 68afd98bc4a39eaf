import {
  byPageToken,
  defineConnector,
  defineStream,
  onePage,
  pages,
  sequence,
  text,
} from '@/lib/connectors/kit';
import type { At, Bookmark, Stream, Walk } from '@/lib/connectors/kit';
import type { Entity, Json } from '@/lib/contract/common';

const PAGE = 500;
/**
 * Change times have no fraction of a second, and the lower bound is inclusive; a minute covers
 * writes that become visible late.
 */
const BOOKMARK: Bookmark = { by: 'time', changed_at: 'update_time', overlap_seconds: 60 };

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
  version: '1.1.0',
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
      when: { status: [400, 404, 410], body: { error_info: /\S/ } },
      then: 'fail',
      message: 'Pipedrive refused the request: {error} ({error_info})',
      source: DOCS,
    },
    {
      when: { status: [400, 404, 410] },
      then: 'fail',
      message: 'Pipedrive refused the request: {error}',
      source: DOCS,
    },
  ],

  streams: [
    defineStream({
      ...changing('deals', 'Deals', 'opportunities', 'Deals with value, stage and status'),
      // Since July 2025 every other listing of deals leaves the archived ones out.
      full: sequence(listing('deals'), listing('deals/archived')),
      backfill: 'changes',
      incremental: {
        walk: sequence(listing('deals', changed), listing('deals/archived', changed)),
        bookmark: BOOKMARK,
      },
      deletions: {
        by: 'listing',
        // The changelog of v2: deleted deals are listed for 30 days.
        remembers_days: 29,
        walk: listing('deals', ({ since }) => ({
          status: 'deleted',
          updated_since: since === null ? undefined : second(since),
        })),
      },
    }),
    changing('persons', 'People', 'people', 'People and how to reach them'),
    changing('organizations', 'Organizations', 'accounts', 'Companies people work at'),
    changing(
      'activities',
      'Activities',
      'activities',
      'Calls, meetings, tasks and mails, planned and done',
    ),
    defineStream({
      ...changing('products', 'Products', 'reference', 'What is sold, with prices'),
      backfill: 'changes',
      // Takes updated_since, but no sort order by change time: official SDK 33.7.
      incremental: {
        walk: listing('products', ({ since }) => ({
          updated_since: since === null ? undefined : second(since),
        })),
        bookmark: BOOKMARK,
      },
    }),
    defineStream({
      name: 'users',
      label: 'Users',
      entity: 'users',
      description: 'The Pipedrive users records belong to',
      id: 'id',
      full: pages({
        request: (at) => ({ url: `${company(at)}/api/v1/users` }),
        records: 'data',
        empty_when: {
          body: { success: true, data: null },
          why: 'Users exist in API v1 only, which answers null for an empty list',
        },
        next: onePage,
      }),
      deletions: { by: 'full_pass' },
    }),
    whole('pipelines', 'Pipelines', 'reference', 'Names and order of the pipelines'),
    whole('stages', 'Stages', 'reference', 'Stages of each pipeline'),
  ],
  page_of: (stream, record, { details }) =>
    stream in PAGES
      ? `https://${details.company_domain}.pipedrive.com/${PAGES[stream]}/${text(record, 'id')}`
      : null,
});

/** Kinds of record that have a page of their own in Pipedrive's web app. */
const PAGES: Record<string, string> = {
  deals: 'deal',
  persons: 'person',
  organizations: 'organization',
};

const company = (at: At<Json>) =>
  `https://${at.account.details.company_domain ?? ''}.pipedrive.com`;
/** Without the fraction, which the documentation's format does not have. */
const second = (iso: string) => `${new Date(iso).toISOString().slice(0, 19)}Z`;

type Query = Record<string, string | undefined>;

/** API v2 listing; `next_cursor` is null at the end. */
function listing(path: string, query: (at: At<string>) => Query = () => ({})): Walk {
  return pages<string>({
    request: (at) => ({
      url: `${company(at)}/api/v2/${path}`,
      query: { limit: at.size, ...query(at), cursor: at.page ?? undefined },
    }),
    page_size: PAGE,
    records: 'data',
    next: byPageToken('additional_data.next_cursor'),
  });
}

function changed({ since }: At<string>): Query {
  return {
    sort_by: 'update_time',
    sort_direction: 'asc',
    updated_since: since === null ? undefined : second(since),
  };
}

/** A stream that can be asked for what changed. */
function changing(name: string, label: string, entity: Entity, description: string): Stream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    full: listing(name),
    backfill: 'changes',
    incremental: { walk: listing(name, changed), bookmark: BOOKMARK },
    // Lists hide what was deleted: a full pass a day finds out.
    deletions: { by: 'full_pass' },
    full_every_hours: 24,
  });
}

/** A small stream that is always read whole. */
function whole(name: string, label: string, entity: Entity, description: string): Stream {
  return defineStream({
    name,
    label,
    entity,
    description,
    id: 'id',
    full: listing(name),
    deletions: { by: 'full_pass' },
  });
}

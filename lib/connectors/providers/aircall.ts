import {
  at,
  canonical,
  defineConnector,
  defineStream,
  isoFromSeconds,
  listAt,
  numberAt,
  pages,
  refusal,
  text,
} from '@/lib/connectors/kit';
import type { Answer, At, Stream, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'developer.aircall.io/api-references, 2026-08';
const API = 'https://api.aircall.io';
/** The most the API gives on a page, and of one query. */
const PAGE = 50;
const QUERY = 10_000;
const DAY_SECONDS = 86_400;

export default defineConnector({
  type: 'aircall',
  name: 'Aircall',
  description: 'Calls with who spoke, how long and what was noted, plus contacts, users and teams.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://developer.aircall.io/api-references/',
  logo: 'aircall',
  keywords: ['phone', 'voice', 'calls', 'telephony'],
  default_cadence: '30m',
  puller: { status: 'live' },
  role_needed: 'an Aircall admin',
  promises: [
    'Reads only: nothing in Aircall is created, changed or deleted, and nobody is called.',
    'Recordings are not downloaded.',
    'Deleting the API key in Aircall ends the access at once.',
  ],
  hosts: ['api.aircall.io'],

  auth: {
    method: 'api_key',
    fields: [
      {
        key: 'api_id',
        label: 'API ID',
        required: true,
        secret: false,
        placeholder: 'The first of the two values',
        help: 'An Aircall key has two parts. This is the one named API ID.',
        where_to_find: [
          'Open the Aircall dashboard as an admin and choose Integrations & API.',
          'Open API Keys and choose Add a new API key.',
          'Copy the API ID and the API token. Aircall shows the token once.',
        ],
        find_url: 'https://dashboard.aircall.io/integrations/api-keys',
      },
      {
        key: 'api_token',
        label: 'API token',
        required: true,
        secret: true,
        placeholder: 'The second of the two values',
        help: 'Shown once, when the key is made. It sees all calls of the company.',
        where_to_find: ['Copy the API token beside the API ID, before the dialog is closed.'],
        find_url: null,
      },
    ],
    apply: ({ api_id = '', api_token = '' }) => ({
      authorization: `Basic ${Buffer.from(`${api_id}:${api_token}`).toString('base64')}`,
    }),
    account: {
      request: () => ({ url: `${API}/v1/company` }),
      // The company has no id in the API; its name is all that tells one from another.
      read: ({ body }) => {
        const name = text(body, 'company.name') ?? '';
        return { id: name, label: name };
      },
    },
  },

  // 120 a minute and company; older companies have 60, which the answer says.
  limits: [
    {
      name: 'minute',
      scope: 'connection',
      requests: 120,
      per_ms: 60_000,
      follows: {
        limit: { header: 'x-aircallapi-limit' },
        remaining: { header: 'x-aircallapi-remaining' },
        // Whether it is a number of seconds or a time is not documented; both are read.
        reset: { header: 'x-aircallapi-reset', form: 'retry_after' },
      },
    },
  ],

  errors: [
    {
      // A wrong key is "Forbidden" here; 401 comes when there is none at all.
      when: { status: [401, 403], body: { message: /\S/ } },
      then: 'needs_reauth',
      message: 'Aircall does not accept this API ID and token.',
      source: DOCS,
    },
    {
      when: { status: 429 },
      then: 'rate_limited',
      message: 'Aircall’s allowance of calls a minute is used up.',
      wait: [
        { header: 'retry-after', form: 'retry_after' },
        { header: 'x-aircallapi-reset', form: 'retry_after' },
        { ms: 60_000 },
      ],
      source: DOCS,
    },
    {
      when: { status: [400, 404, 405, 422], body: { troubleshoot: /\S/ } },
      then: 'fail',
      message: 'Aircall refused the request: {error}. {troubleshoot}',
      source: DOCS,
    },
    refusal('Aircall', 'error', DOCS),
    refusal('Aircall', 'message', DOCS),
  ],

  streams: [
    defineStream({
      name: 'calls',
      label: 'Calls',
      entity: 'calls',
      description: 'Calls of the last six months, as far back as Aircall shows them',
      id: 'id',
      full: sliding('calls', 'started_at', { fetch_contact: true }),
      backfill: 'changes',
      incremental: {
        walk: sliding('calls', 'started_at', { fetch_contact: true }),
        // A call gets its end, tags, comments and recording later: the last day is read again.
        bookmark: {
          by: 'time',
          changed_at: 'started_at',
          form: 'epoch_seconds',
          overlap_seconds: DAY_SECONDS,
        },
        sees: 'new',
      },
      full_every_hours: 24,
      deletions: { by: 'none', why: 'Aircall lists the last six months; older calls did happen' },
      canonical: canonical('calls', 1, (call) => ({
        title: text(call, 'number.name') ?? text(call, 'raw_digits'),
        started_at: isoFromSeconds(call, 'started_at'),
        // With the time it rang.
        duration_seconds: numberAt(call, 'duration'),
        participants: [
          nameOf(at(call, 'contact')),
          text(call, 'raw_digits'),
          text(call, 'user.name'),
        ]
          .filter((one) => one !== null)
          .filter((one, i, all) => all.indexOf(one) === i),
      })),
    }),
    defineStream({
      name: 'contacts',
      label: 'Contacts',
      entity: 'people',
      description: 'Shared contacts; those Aircall mirrors from other apps are not in its API',
      id: 'id',
      full: sliding('contacts', 'created_at'),
      deletions: { by: 'full_pass' },
      canonical: canonical('people', 1, (contact) => ({
        name: nameOf(contact),
        emails: listAt(contact, 'emails').flatMap((email) => text(email, 'value') ?? []),
        company: text(contact, 'company_name'),
      })),
    }),
    whole('users', 'Users', 'v2/users'),
    whole('teams', 'Teams', 'v1/teams'),
    whole('numbers', 'Numbers', 'v1/numbers'),
    whole('tags', 'Tags', 'v1/tags'),
  ],
});

type Place = { from: number | null; page: number };

/**
 * A query shows its first 10,000 records and no more: near that it is begun anew from the time of
 * the last one, whose neighbours are then met twice.
 */
function sliding(path: string, time: string, more: Record<string, boolean> = {}): Walk {
  const placeOf = ({ page, since }: At<Place>): Place =>
    page ?? { from: since === null ? null : Math.floor(Date.parse(since) / 1_000), page: 1 };
  return pages<Place>({
    request: (listing) => {
      const { from, page } = placeOf(listing);
      return {
        url: `${API}/v1/${path}`,
        query: {
          ...more,
          order: 'asc',
          per_page: listing.size,
          page,
          from: from ?? undefined,
        },
      };
    },
    page_size: PAGE,
    records: path,
    total: { at: 'meta.total', counts: 'all' },
    next: (answer, listing, records) => {
      const page = nextPage(answer);
      if (page === null) return null;
      const { from } = placeOf(listing);
      if (page * listing.size <= QUERY) return { from, page };
      return { from: numberAt(records.at(-1), time) ?? from, page: 1 };
    },
  });
}

/** The number in the link to the next page, which alone says that there is one. */
function nextPage({ body }: Answer): number | null {
  const link = text(body, 'meta.next_page_link');
  return link === null ? null : Number(new URL(link, API).searchParams.get('page') ?? Number.NaN);
}

function whole(name: string, label: string, path: string): Stream {
  const isUsers = name === 'users';
  return defineStream({
    name,
    label,
    entity: isUsers ? 'users' : 'reference',
    description: isUsers ? 'Who answers and makes calls' : `${label} calls are sorted by`,
    id: 'id',
    full: pages<number>({
      request: ({ page, size }) => ({
        url: `${API}/${path}`,
        query: { per_page: size, page: page ?? 1 },
      }),
      page_size: PAGE,
      records: name,
      next: nextPage,
    }),
    deletions: { by: 'full_pass' },
    canonical: isUsers
      ? canonical('users', 1, (user) => ({ name: text(user, 'name'), email: text(user, 'email') }))
      : canonical('reference', 1, (one) => ({ name: text(one, 'name') })),
  });
}

const nameOf = (person: Json | undefined): string | null =>
  [text(person, 'first_name'), text(person, 'last_name')].filter(Boolean).join(' ') || null;

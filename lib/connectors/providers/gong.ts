import {
  at,
  canonical,
  defineConnector,
  defineStream,
  detail,
  LATER,
  listAt,
  numberAt,
  pages,
  refusal,
  spoken,
  text,
} from '@/lib/connectors/kit';
import type { RequestSpec, Stream, StreamContext, Walk } from '@/lib/connectors/kit';
import type { Json } from '@/lib/contract/common';

const DOCS = 'help.gong.io and recorded answers, 2026-08';
const SIGN_IN = 'https://app.gong.io/oauth2';
const DAY_SECONDS = 86_400;
const SCOPES = {
  users: 'api:users:read',
  calls: 'api:calls:read:extensive',
  transcripts: 'api:calls:read:transcript',
};

export default defineConnector({
  type: 'gong',
  name: 'Gong',
  description: 'Calls with participants, topics and key points, their transcripts, and users.',
  category: 'calls',
  ownership: 'workspace',
  direction: 'inbound',
  instancing: 'multiple',
  version: '1.0.0',
  docs_url: 'https://help.gong.io/docs/what-the-gong-api-provides',
  logo: null,
  keywords: ['calls', 'revenue intelligence', 'transcripts'],
  default_cadence: '1h',
  puller: { status: 'live' },
  role_needed: 'a Gong technical admin',
  promises: [
    'Reads only: no call, user or setting in Gong is created, changed or deleted.',
    'Audio and video are not downloaded.',
    'A Gong admin can remove the app at any time.',
  ],
  hosts: ['app.gong.io', 'api.gong.io', '*.api.gong.io'],

  // A technical admin consents for the company; there are no tokens of single people.
  auth: {
    method: 'oauth',
    authorize_url: `${SIGN_IN}/authorize`,
    token_url: `${SIGN_IN}/generate-customer-token`,
    client_auth: 'raw_basic',
    pkce: { off: 'Gong documents no code challenge' },
    authorize_params: { access_type: 'offline' },
    scope_separator: ' ',
    scopes: [
      { scope: SCOPES.users, why: 'Read who is in Gong', required: true },
      { scope: SCOPES.calls, why: 'Read calls and who was on them', required: false },
      { scope: SCOPES.transcripts, why: 'Read what was said', required: false },
    ],
    // Where the company's data is; a token is refused everywhere else.
    facts: (body): Record<string, string> => {
      const url = text(body, 'api_base_url_for_customer');
      return url === null ? {} : { api_base_url: url.replace(/\/$/, '') };
    },
    given_facts: ({ api_base_url }): Record<string, string> =>
      api_base_url === undefined ? {} : { api_base_url },
    rotates_refresh_token: true,
    grant_gone: [
      { error_description: /expired or revoked|refresh token code is invalid/i },
      { 'errors.0': /refresh token code is invalid/i },
    ],
    apply: (token) => ({ authorization: `Bearer ${token}` }),
    account: {
      request: (details) => ({ url: `${baseOf(details)}/v2/users` }),
      // No call names the company: its host does, or else the address of somebody in it.
      read: ({ body }, details) => {
        const domain = text(body, 'users.0.emailAddress')?.split('@').at(-1) ?? '';
        const host = new URL(baseOf(details)).hostname.split('.')[0]!;
        return { id: host === 'api' ? domain : host, label: domain || host };
      },
    },
  },

  // Of the company, with everything else that asks for it.
  limits: [
    { name: 'second', scope: 'connection', requests: 3, per_ms: 1_000 },
    { name: 'day', scope: 'connection', requests: 10_000, per_ms: DAY_SECONDS * 1_000 },
  ],

  errors: [
    {
      when: { status: 404, body: { 'errors.0': /^No calls found/ } },
      then: 'empty_page',
      message: 'There are no calls in this time.',
      source: DOCS,
    },
    {
      when: { status: 404, body: { 'errors.0': /was not found/ } },
      then: 'gone',
      message: 'Gong does not have this call any more.',
      source: DOCS,
    },
    {
      when: { status: 401, body: { 'errors.0': /permission to use 'api:/ } },
      then: 'missing_scope',
      message: 'Gong refused this: {errors.0}',
      source: DOCS,
    },
    {
      when: { status: 401, body: { 'errors.0': /\S/ } },
      then: 'refresh_token',
      message: 'Gong no longer accepts this authorization: {errors.0}',
      source: DOCS,
    },
    {
      when: { status: 400, body: { 'errors.0': /cursor has expired/i } },
      then: 'restart_pass',
      message: 'The place in the listing is no longer known to Gong.',
      source: DOCS,
    },
    {
      when: { status: 403, body: { 'errors.0': /\S/ } },
      then: 'missing_scope',
      message: 'Gong refused this, perhaps for the address it came from: {errors.0}',
      source: DOCS,
    },
    refusal('Gong', 'errors.0', DOCS),
  ],

  streams: [
    defineStream({
      name: 'users',
      label: 'Users',
      entity: 'users',
      description: 'Who is in Gong',
      id: 'id',
      full: listing('users', ({ page, account }) => ({
        url: `${baseOf(account.details)}/v2/users`,
        query: { cursor: page ?? undefined },
      })),
      deletions: { by: 'full_pass' },
      scopes: [SCOPES.users],
      canonical: canonical('users', 1, (user) => ({
        name: [text(user, 'firstName'), text(user, 'lastName')].filter(Boolean).join(' ') || null,
        email: text(user, 'emailAddress'),
      })),
    }),
    defineStream({
      name: 'calls',
      label: 'Calls',
      entity: 'calls',
      description: 'Calls, who was on them, and what Gong made of them',
      id: 'metaData.id',
      full: calls(everything()),
      backfill: 'changes',
      // Gong works on a call for a day or two, and nothing says when it changed.
      incremental: incremental(calls(everything()), 14 * DAY_SECONDS),
      deletions: { by: 'full_pass' },
      scopes: [SCOPES.calls],
      canonical: canonical('calls', 1, (call) => ({
        title: text(call, 'metaData.title'),
        started_at: isoOf(text(call, 'metaData.started')),
        duration_seconds: numberAt(call, 'metaData.duration'),
        participants: listAt(call, 'parties').flatMap(
          (one) => text(one, 'name') ?? text(one, 'emailAddress') ?? [],
        ),
      })),
    }),
    defineStream({
      name: 'transcripts',
      label: 'Transcripts',
      entity: 'documents',
      description: 'What was said, by whom and when',
      id: 'metaData.id',
      full: transcripts(),
      backfill: 'changes',
      // By the time of the call: it is listed once it was recorded.
      incremental: incremental(transcripts(), DAY_SECONDS),
      deletions: { by: 'full_pass' },
      scopes: [SCOPES.calls, SCOPES.transcripts],
      canonical: canonical('documents', 1, (record) => ({
        title: text(record, 'metaData.title'),
        markdown: spoken(linesOf(record), { speaker: 'who', words: 'text' }),
        url: text(record, 'metaData.url'),
      })),
    }),
  ],
});

/** Without the answer of a sign-in (a token that was brought along): the host of companies in the US. */
function baseOf(details: Readonly<Record<string, string>>): string {
  return details.api_base_url ?? 'https://api.gong.io';
}

/** A hundred on a page, and no parameter for it. The cursor is there only while there is more. */
function listing(
  records: string,
  request: (at: StreamContext & { page: string | null; since: string | null }) => RequestSpec,
): Walk {
  return pages({ request, records, next: ({ body }) => text(body, 'records.cursor') });
}

/** Of calls that began since then; every page repeats the filter. */
function calls(contentSelector: Json): Walk {
  return listing('calls', ({ page, since, account }) => ({
    method: 'POST',
    url: `${baseOf(account.details)}/v2/calls/extensive`,
    json: {
      ...(page === null ? {} : { cursor: page }),
      filter: since === null ? {} : { fromDateTime: since },
      contentSelector,
    } as Json,
  }));
}

function everything(): Json {
  return {
    context: 'Extended',
    exposedFields: {
      parties: true,
      content: {
        brief: true,
        keyPoints: true,
        outline: true,
        topics: true,
        trackers: true,
        highlights: true,
        callOutcome: true,
      },
      interaction: { speakers: true },
      collaboration: { publicComments: true },
    },
  };
}

/** A hundred transcripts in a call: there are 10,000 calls a day for everybody in the company. */
function transcripts(): Walk {
  return detail({
    listing: calls({ exposedFields: { parties: true } }),
    id: (call) => text(call, 'metaData.id') ?? '',
    most: 100,
    expandAll: async (found, { ask, context }) => {
      const callIds = found.map((call) => text(call, 'metaData.id') ?? '');
      const { body } = await ask(
        {
          method: 'POST',
          url: `${baseOf(context.account.details)}/v2/calls/transcript`,
          json: { filter: { callIds } },
        },
        { list: 'callTranscripts', of_record: true },
      );
      const said = new Map(
        listAt(body, 'callTranscripts').map((one) => [text(one, 'callId'), at(one, 'transcript')]),
      );
      return found.map((call, i) => {
        const transcript = said.get(callIds[i]!) ?? [];
        if (listAt(transcript, '').length === 0) return LATER;
        return { ...(call as Record<string, Json>), transcript };
      });
    },
    width: 1,
  });
}

/** There is no filter for what changed, only for when a call began. */
function incremental(walk: Walk, overlap_seconds: number): Stream['incremental'] {
  const bookmark = { by: 'time', changed_at: 'metaData.started', overlap_seconds } as const;
  return { walk, bookmark, sees: 'new' };
}

/** Sentences with the names of who spoke; a transcript has the ids of speakers only. */
function linesOf(record: Json): Json[] {
  const names = new Map(
    listAt(record, 'parties').map((one) => [text(one, 'speakerId'), text(one, 'name')]),
  );
  return listAt(record, 'transcript').flatMap((part) =>
    listAt(part, 'sentences').map((sentence) => ({
      who: names.get(text(part, 'speakerId')) ?? null,
      text: text(sentence, 'text'),
    })),
  );
}

/** Gong writes times with the offset of whoever recorded. */
const isoOf = (time: string | null): string | null => {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
};

import {
  canonical,
  defineConnector,
  defineStream,
  fullName,
  isoAt,
  newSince,
  numberAt,
  refusal,
  spoken,
  text,
  textsAt,
} from '@/lib/connectors/kit';
import {
  baseOf,
  calls,
  EVERYTHING,
  linesOf,
  transcripts,
  users,
} from '@/lib/connectors/providers/gong/calls';

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
  docs_url: 'https://help.gong.io/docs/what-the-gong-api-provides',
  source: 'help.gong.io and recorded answers, 2026-08',
  keywords: ['calls', 'revenue intelligence', 'transcripts'],
  default_cadence: '1h',
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
    authorize_url: 'https://app.gong.io/oauth2/authorize',
    token_url: 'https://app.gong.io/oauth2/generate-customer-token',
    client_auth: 'raw_basic',
    pkce: { off: 'Gong documents no code challenge' },
    authorize_params: { access_type: 'offline' },
    scopes: [
      { scope: SCOPES.users, why: 'Read who is in Gong' },
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
    { name: 'second', requests: 3, per_ms: 1_000 },
    { name: 'day', requests: 10_000, per_ms: 24 * 3_600_000 },
  ],

  says: 'errors.0',
  errors: [
    { when: { status: 404, body: { 'errors.0': /^No calls found/ } }, then: 'empty_page' },
    { when: { status: 404, body: { 'errors.0': /was not found/ } }, then: 'gone' },
    {
      when: { status: 401, body: { 'errors.0': /permission to use 'api:/ } },
      then: 'missing_scope',
    },
    { when: { status: 401, body: { 'errors.0': /\S/ } }, then: 'refresh_token' },
    { when: { status: 400, body: { 'errors.0': /cursor has expired/i } }, then: 'restart_pass' },
    {
      when: { status: 403, body: { 'errors.0': /\S/ } },
      then: 'missing_scope',
      message: 'Gong refused this, perhaps for the address it came from: {errors.0}',
    },
    refusal('errors.0'),
  ],

  streams: [
    defineStream({
      name: 'users',
      description: 'Who is in Gong',
      full: users(),
      scopes: [SCOPES.users],
      canonical: canonical('users', 1, {
        name: (user) => fullName(user, 'firstName', 'lastName'),
        email: 'emailAddress',
      }),
    }),
    defineStream({
      name: 'calls',
      description: 'Calls, who was on them, and what Gong made of them',
      id: 'metaData.id',
      full: calls(EVERYTHING, 'Extended'),
      backfill: 'changes',
      // Gong works on a call for a day or two, and nothing says when it changed.
      incremental: newSince('metaData.started', { days: 14 }),
      scopes: [SCOPES.calls],
      canonical: canonical('calls', 1, {
        title: 'metaData.title',
        // Written with the offset of whoever recorded.
        started_at: (call) => isoAt(call, 'metaData.started'),
        duration_seconds: (call) => numberAt(call, 'metaData.duration'),
        participants: (call) => textsAt(call, 'parties', 'name', 'emailAddress'),
      }),
    }),
    defineStream({
      name: 'transcripts',
      description: 'What was said, by whom and when',
      id: 'metaData.id',
      full: transcripts(),
      backfill: 'changes',
      // By the time of the call: it is listed once it was recorded.
      incremental: newSince('metaData.started', { days: 1 }),
      scopes: [SCOPES.calls, SCOPES.transcripts],
      canonical: canonical('documents', 1, {
        title: 'metaData.title',
        markdown: (call) => spoken(linesOf(call), { speaker: 'who', words: 'text' }),
        url: 'metaData.url',
      }),
    }),
  ],
});

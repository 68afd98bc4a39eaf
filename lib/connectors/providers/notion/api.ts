import { text, type ErrorRule, type OAuth } from '@/lib/connectors/kit';

/** Facts about the API: @notionhq/client 5.26 and developers.notion.com, 2026-08. */
export const DOCS = 'developers.notion.com/reference';
export const API = 'https://api.notion.com/v1';
const VERSION = { 'notion-version': '2026-03-11' };

/** How Notion authorizes: the same for reading and for writing, by apps of their own. */
export const auth: OAuth = {
  method: 'oauth',
  authorize_url: `${API}/oauth/authorize`,
  token_url: `${API}/oauth/token`,
  authorize_params: { owner: 'user' },
  client_auth: 'basic',
  token_body: 'json',
  // Not documented as wanted there; it does no harm.
  token_headers: VERSION,
  pkce: { off: 'Notion does not document it' },
  // What an integration may do is set on the integration; the person picks pages.
  scopes: [],
  scope_separator: ' ',
  // How long a token lives is not published; where there is no refresh token it does not end.
  rotates_refresh_token: true,
  grant_gone: [{ code: 'invalid_grant' }],
  app_refused: [{ code: 'invalid_client' }],
  revoke: ({ access_token, client_id, client_secret }) => ({
    method: 'POST',
    url: `${API}/oauth/revoke`,
    headers: {
      ...VERSION,
      authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
    },
    json: { token: access_token },
  }),
  apply: (token) => ({ authorization: `Bearer ${token}`, ...VERSION }),
  account: {
    // The bot is the authorization itself; several may be of one workspace.
    request: () => ({ url: `${API}/users/me` }),
    read: ({ body }) => ({
      id: text(body, 'id') ?? '',
      label: text(body, 'bot.workspace_name') ?? text(body, 'name') ?? '',
    }),
  },
};

/** Three a second on average, and bursts are allowed. */
export const limits = [
  { name: 'average', scope: 'connection' as const, requests: 90, per_ms: 30_000 },
];

/** What Notion answers, whatever is asked; `missing`: what a 404 means for each kind of thing. */
export const errorsWith = (missing: readonly ErrorRule[]): ErrorRule[] => [
  {
    when: { status: 401 },
    then: 'refresh_token',
    message: 'Notion no longer accepts this authorization: {message}',
    source: DOCS,
  },
  {
    when: { status: 403, body: { message: /./ } },
    then: 'missing_scope',
    message: 'Notion does not allow this: {message}',
    source: DOCS,
  },
  {
    when: { status: [429, 529] },
    then: 'rate_limited',
    message: 'Notion asked us to slow down.',
    wait: [{ header: 'retry-after', form: 'retry_after' }, { ms: 30_000 }],
    source: DOCS,
  },
  {
    when: { status: 409 },
    then: 'retry',
    message: 'Notion was writing at the same time.',
    source: DOCS,
  },
  ...missing,
  {
    when: { status: [400, 404], body: { message: /./ } },
    then: 'fail',
    message: 'Notion refused the request: {message}',
    source: DOCS,
  },
];
